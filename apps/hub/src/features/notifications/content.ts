// SPDX-License-Identifier: Apache-2.0
/**
 * What a recipient may be told of records, asked when it is told and not when it happened: a person what they may read
 * themselves, a webhook what everybody of its organisation may read.
 */
import type { NotificationSubject } from "@fengsui/contract";
import { sql } from "kysely";
import { type Id, parseId } from "../../platform/ids.ts";
import {
  type Marking,
  type OrganisationId,
  type PersonId,
  type ReadTx,
  type Records,
  systemPrincipal,
  wholePerson,
} from "../../platform/records/index.ts";
import { findNotices, noticeTitle } from "../access/index.ts";
import { requestNames } from "./request-names.ts";

export type Recipient =
  | { readonly personId: PersonId }
  | { readonly webhookId: Id<"webhook">; readonly organisationId: OrganisationId };

export interface Subject {
  readonly kind: NotificationSubject;
  readonly id: string;
}

interface Named {
  readonly title: string;
  readonly audienceId: number | null;
  /** Null of what is of a person: no organisation is told of it. */
  readonly organisationId: OrganisationId | null;
}

export interface Readable {
  readonly title: string;
  /** It may stand in a mail and go to another program. */
  readonly mayTravel: boolean;
}

const TELLER = systemPrincipal("notifications.tell");

export function keyOf({ kind, id }: Subject): string {
  return `${kind}:${id}`;
}

/** By key, those that the recipient may read. */
export async function readableBy(
  records: Pick<Records, "read">,
  recipient: Recipient,
  subjects: readonly Subject[],
): Promise<Map<string, Readable>> {
  const named =
    "personId" in recipient
      ? await records.read(wholePerson(recipient.personId), (tx) => namesOf(tx, subjects))
      : await records.read(TELLER, (tx) => reaching(tx, recipient.organisationId, subjects));
  const audiences = [...new Set([...named.values()].flatMap(({ audienceId }) => audienceId ?? []))];
  const markings = await records.read(TELLER, (tx) => markingsOf(tx, audiences));
  const travels = (audienceId: number | null) => {
    const marking = audienceId === null ? null : markings.get(audienceId);
    return marking !== "amber+strict" && marking !== "red" && marking !== undefined;
  };
  return new Map(
    [...named].map(([key, { title, audienceId }]) => [key, { title, mayTravel: travels(audienceId) }]),
  );
}

async function reaching(
  tx: ReadTx,
  organisationId: OrganisationId,
  subjects: readonly Subject[],
): Promise<Map<string, Named>> {
  const named = await namesOf(tx, subjects);
  const audiences = [...new Set([...named.values()].flatMap(({ audienceId }) => audienceId ?? []))];
  const reached = new Set(await reachedBy(tx, organisationId, audiences));
  return new Map(
    [...named].filter(([, one]) =>
      one.audienceId === null ? one.organisationId === organisationId : reached.has(one.audienceId),
    ),
  );
}

/** Of those audiences, the ones that every person of the organisation is in. */
export async function reachedBy(
  { read }: Pick<ReadTx, "read">,
  organisationId: OrganisationId,
  audienceIds: readonly number[],
): Promise<number[]> {
  if (audienceIds.length === 0) return [];
  const rows = await read
    .selectFrom("audiences")
    .select("id")
    .where("id", "in", audienceIds)
    .where(sql<boolean>`id = any ((select organisation_audiences(${organisationId}::uuid))::int[])`)
    .execute();
  return rows.map(({ id }) => id);
}

async function markingsOf({ read }: ReadTx, ids: readonly number[]): Promise<Map<number, Marking | null>> {
  if (ids.length === 0) return new Map();
  const rows = await read.selectFrom("audiences").select(["id", "marking"]).where("id", "in", ids).execute();
  return new Map(rows.map(({ id, marking }) => [id, marking]));
}

/** As far as the reader of the transaction may read them. */
export async function namesOf(tx: ReadTx, subjects: readonly Subject[]): Promise<Map<string, Named>> {
  const idsOf = <Kind extends NotificationSubject>(kind: Kind) =>
    subjects.flatMap((subject) => (subject.kind === kind ? (parseId<Kind>(subject.id) ?? []) : []));
  return new Map([
    ...(await alertNames(tx, idsOf("alert"))),
    ...(await caseNames(tx, idsOf("case"))),
    ...(await orderNames(tx, idsOf("order"))),
    ...(await retrospectionNames(tx, idsOf("retrospection"))),
    ...(await organisationNames(tx, idsOf("organisation"))),
    ...(await recallNames(tx, idsOf("recall"))),
    ...(await sharingRequestNames(tx, idsOf("sharing_request"))),
    ...(await accountNoticeNames(tx, idsOf("account_notice"))),
  ]);
}

type Names = [string, Named][];

async function alertNames({ read }: ReadTx, ids: readonly Id<"alert">[]): Promise<Names> {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom("alerts")
    .select([
      "id",
      "title",
      "entity",
      "kind",
      "audience_id as audienceId",
      "organisation_id as organisationId",
    ])
    .where("id", "=", sql<Id<"alert">>`any(${[...ids]}::uuid[])`)
    .execute();
  return rows.map(({ id, title, entity, kind, ...rest }) => [
    keyOf({ kind: "alert", id }),
    { ...rest, title: kind === "matches" && entity !== "" ? `${title} · ${entity}` : title },
  ]);
}

async function caseNames({ read }: ReadTx, ids: readonly Id<"case">[]): Promise<Names> {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom("cases")
    .select(["id", "title", "audience_id as audienceId", "organisation_id as organisationId"])
    .where("id", "in", ids)
    .execute();
  return rows.map(({ id, ...rest }) => [keyOf({ kind: "case", id }), rest]);
}

async function orderNames({ read }: ReadTx, ids: readonly Id<"order">[]): Promise<Names> {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom("orders")
    .select(["id", "reference", "title", "audience_id as audienceId", "organisation_id as organisationId"])
    .where("id", "in", ids)
    .execute();
  return rows.map(({ id, reference, title, ...rest }) => [
    keyOf({ kind: "order", id }),
    { ...rest, title: `${reference} · ${title}` },
  ]);
}

async function organisationNames({ read }: ReadTx, ids: readonly OrganisationId[]): Promise<Names> {
  if (ids.length === 0) return [];
  const rows = await read.selectFrom("organisations").select(["id", "name"]).where("id", "in", ids).execute();
  return rows.map(({ id, name }) => [
    keyOf({ kind: "organisation", id }),
    { title: name, audienceId: null, organisationId: id },
  ]);
}

async function retrospectionNames({ read }: ReadTx, ids: readonly Id<"retrospection">[]): Promise<Names> {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom("retrospections")
    .select(["id", "alert_count", "organisation_id as organisationId"])
    .where("id", "in", ids)
    .execute();
  return rows.map(({ id, alert_count, organisationId }) => [
    keyOf({ kind: "retrospection", id }),
    { title: `${alert_count}`, audienceId: null, organisationId },
  ]);
}

/** What was recalled is told of as it was shared before that. */
async function recallNames({ read }: ReadTx, ids: readonly Id<"recall">[]): Promise<Names> {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom("recalls")
    .select(["id", "title", "shared_audience_id as audienceId", "organisation_id as organisationId"])
    .where("id", "in", ids)
    .execute();
  return rows.map(({ id, ...rest }) => [keyOf({ kind: "recall", id }), rest]);
}

async function sharingRequestNames(tx: ReadTx, ids: readonly Id<"sharing_request">[]): Promise<Names> {
  const named = await requestNames(
    tx,
    ids.flatMap((id) => parseId<"sharing-request">(id) ?? []),
  );
  return named.map(({ id, ...rest }) => [keyOf({ kind: "sharing_request", id }), rest]);
}

/** In the language of their owner, who alone reads them. */
async function accountNoticeNames(tx: ReadTx, ids: readonly Id<"account_notice">[]): Promise<Names> {
  const notices = await findNotices(
    tx,
    ids.flatMap((id) => parseId<"account-notice">(id) ?? []),
  );
  return notices.map(({ id, what, detail, language }) => [
    keyOf({ kind: "account_notice", id }),
    { title: noticeTitle(what, detail, language), audienceId: null, organisationId: null },
  ]);
}
