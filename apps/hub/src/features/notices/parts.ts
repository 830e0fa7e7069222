// SPDX-License-Identifier: Apache-2.0
/** The rows of what hangs on an order: answers, extensions, checks, proofs and what happened. */
import type { ORDER_ENTRY_KINDS } from "@fengsui/contract";
import type { Clock } from "../../platform/clock.ts";
import { type Id, newId } from "../../platform/ids.ts";
import {
  announce,
  type OrganisationId,
  type PersonId,
  type Principal,
  type ReadTx,
  type Writer,
} from "../../platform/records/index.ts";
import type { OrderRow } from "./records.ts";

export type OrderEntryKind = (typeof ORDER_ENTRY_KINDS)[number];

export function hangingOn({ id, organisation_id, audience_id, round }: OrderRow) {
  return { order_id: id, organisation_id, audience_id, round };
}

const PARTS = ["order_answers", "order_extensions", "order_checks", "order_proofs", "order_entries"] as const;

/** Everything, each in the order in which it came to be. */
export async function partsOf({ read }: Pick<ReadTx, "read">, id: Id<"order">) {
  const [answers, extensions, checks, proofs, entries] = PARTS;
  return {
    answers: await read.selectFrom(answers).selectAll().where("order_id", "=", id).orderBy("id").execute(),
    extensions: await read
      .selectFrom(extensions)
      .selectAll()
      .where("order_id", "=", id)
      .orderBy("id")
      .execute(),
    checks: await read.selectFrom(checks).selectAll().where("order_id", "=", id).orderBy("id").execute(),
    proofs: await read.selectFrom(proofs).selectAll().where("order_id", "=", id).orderBy("id").execute(),
    entries: await read.selectFrom(entries).selectAll().where("order_id", "=", id).orderBy("id").execute(),
  };
}

export type OrderParts = Awaited<ReturnType<typeof partsOf>>;

export interface NewOrderEntry {
  readonly kind: OrderEntryKind;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface EntryBy {
  readonly principal: Principal;
  /** For whom the person acts. */
  readonly actingId: OrganisationId | null;
  readonly now: Date;
  readonly clock: Clock;
}

export async function insertEntry(
  write: Writer,
  row: OrderRow,
  { kind, detail = {} }: NewOrderEntry,
  { principal, actingId, now, clock }: EntryBy,
): Promise<void> {
  await write
    .insertInto("order_entries")
    .values({
      id: newId<"order-entry">(clock),
      ...hangingOn(row),
      kind,
      acting_id: actingId,
      person_id: principal.kind === "person" ? principal.personId : null,
      job: principal.kind === "system" ? principal.job : null,
      detail: JSON.stringify(detail),
      created_at: now,
    })
    .execute();
  const by = principal.kind === "person" ? principal.personId : null;
  await announce(write, { topic: "order.entered", payload: { orderId: row.id, kind, by } });
}

export interface InsertAnswer {
  readonly id: Id<"order-answer">;
  readonly actingId: OrganisationId;
  readonly personId: PersonId;
  readonly measure: string;
  readonly doneAt: Date;
  readonly evidenceIds: Id<"evidence">[];
  readonly now: Date;
}

export async function insertAnswer(write: Writer, row: OrderRow, answer: InsertAnswer): Promise<void> {
  const { id, actingId, personId, measure, doneAt, evidenceIds, now } = answer;
  await write
    .insertInto("order_answers")
    .values({
      id,
      ...hangingOn(row),
      acting_id: actingId,
      person_id: personId,
      measure,
      done_at: doneAt,
      evidence_ids: evidenceIds,
      created_at: now,
    })
    .execute();
}

export async function findAnswer({ read }: Pick<ReadTx, "read">, id: Id<"order-answer"> | null) {
  if (id === null) return undefined;
  return await read.selectFrom("order_answers").selectAll().where("id", "=", id).executeTakeFirst();
}

export type AnswerRow = NonNullable<Awaited<ReturnType<typeof findAnswer>>>;

/** Of those ids, what is evidence for this order, with who added it. */
export async function evidenceOf(
  { read }: Pick<ReadTx, "read">,
  orderId: Id<"order">,
  ids: readonly Id<"evidence">[],
) {
  if (ids.length === 0) return [];
  return await read
    .selectFrom("evidence")
    .select(["id", "added_by"])
    .where("order_id", "=", orderId)
    .where("id", "in", ids)
    .execute();
}

export interface InsertProof {
  readonly id: Id<"order-proof">;
  readonly by:
    | { readonly kind: "review"; readonly answer: AnswerRow; readonly reviewedBy: PersonId }
    | { readonly kind: "check"; readonly checkId: Id<"order-check"> };
  readonly reason: string;
  readonly now: Date;
}

export async function insertProof(
  write: Writer,
  row: OrderRow,
  { id, by, reason, now }: InsertProof,
): Promise<void> {
  const of =
    by.kind === "review"
      ? { answer_id: by.answer.id, submitted_by: by.answer.person_id, reviewed_by: by.reviewedBy }
      : { check_id: by.checkId, outcome: "gone" };
  await write
    .insertInto("order_proofs")
    .values({ id, ...hangingOn(row), kind: by.kind, ...of, reason, created_at: now })
    .execute();
}

export async function findExtension(
  { read }: Pick<ReadTx, "read">,
  orderId: Id<"order">,
  id: Id<"order-extension">,
) {
  return await read
    .selectFrom("order_extensions")
    .selectAll()
    .where("order_id", "=", orderId)
    .where("id", "=", id)
    .executeTakeFirst();
}

/** Asked for in this round, and not decided yet. */
export async function openExtension({ read }: Pick<ReadTx, "read">, { id, round }: OrderRow) {
  return await read
    .selectFrom("order_extensions")
    .select("id")
    .where("order_id", "=", id)
    .where("round", "=", round)
    .where("state", "=", "asked")
    .executeTakeFirst();
}

/** A check that was asked for and is not done yet. */
export async function openCheck({ read }: Pick<ReadTx, "read">, orderId: Id<"order">) {
  return await read
    .selectFrom("order_checks")
    .select("id")
    .where("order_id", "=", orderId)
    .where("outcome", "is", null)
    .executeTakeFirst();
}
