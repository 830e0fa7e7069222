// SPDX-License-Identifier: Apache-2.0
/** What other parts of the hub announced, as what people may want to be told of. */
import type { NotificationKind } from "@fengsui/contract";
import { sql } from "kysely";
import { z } from "zod";
import { type Id, parseId } from "../../../platform/ids.ts";
import type { OrganisationId, ReadTx } from "../../../platform/records/index.ts";
import { highest } from "../deliveries/schedule.ts";
import { ACCOUNT_NOTICED, accountsNoticed } from "./account-facts.ts";
import { CLAIM_LOST, CLAIM_MADE, claimsLost, claimsOverlapping } from "./claim-facts.ts";
import type { Happening } from "./happening.ts";
import { SHARING_ANSWERED, SHARING_ASKED, sharingAnswered, sharingAsked } from "./sharing-facts.ts";

export type { Happening } from "./happening.ts";

export interface Announced {
  /** Of the messages in the outbox. */
  readonly ids: readonly string[];
  readonly happenings: readonly Happening[];
}

const MESSAGES = 50;
const by = z.string().nullable();
const uuid = z.uuid();

const ALERT_RAISED = { topic: "alert.raised", payload: z.object({ alertIds: z.array(uuid) }) };
const ALERT_ASSIGNED = {
  topic: "alert.assigned",
  payload: z.object({ alertId: uuid, assigneeId: uuid, by }),
};
const RETROSPECTION_DONE = { topic: "retrospection.done", payload: z.object({ retrospectionId: uuid }) };
const CASE_ENTERED = {
  topic: "case.entered",
  payload: z.object({
    caseId: uuid,
    kind: z.string(),
    detail: z.object({ assigneeId: z.object({ to: uuid.nullable() }).optional() }),
    by,
  }),
};
const ORDER_ENTERED = { topic: "order.entered", payload: z.object({ orderId: uuid, kind: z.string(), by }) };
const ORDER_ESCALATED = {
  topic: "order.escalated",
  payload: z.object({ orderId: uuid, step: z.string(), hears: z.enum(["ordered", "both", "coordinators"]) }),
};
const SHARE_RECALLED = { topic: "share.recalled", payload: z.object({ recallId: uuid }) };
const TOPICS = [
  CLAIM_LOST,
  CLAIM_MADE,
  ACCOUNT_NOTICED,
  ALERT_RAISED,
  ALERT_ASSIGNED,
  RETROSPECTION_DONE,
  CASE_ENTERED,
  ORDER_ENTERED,
  ORDER_ESCALATED,
  SHARE_RECALLED,
  SHARING_ASKED,
  SHARING_ANSWERED,
].map(({ topic }) => topic);

interface Message {
  readonly topic: string;
  readonly payload: unknown;
}

/** What does not fit is none of ours, and goes. */
function readAs<Payload extends object>(
  messages: readonly Message[],
  of: { readonly topic: string; readonly payload: z.ZodType<Payload> },
): Payload[] {
  return messages.flatMap(({ topic, payload }) =>
    topic === of.topic ? (of.payload.safeParse(payload).data ?? []) : [],
  );
}

export async function readAnnounced(tx: ReadTx): Promise<Announced> {
  const messages = await tx.read
    .selectFrom("outbox")
    .select(["id", "topic", "payload"])
    .where("topic", "in", TOPICS)
    .orderBy("id")
    .limit(MESSAGES)
    .execute();
  const raised = readAs(messages, ALERT_RAISED).flatMap(({ alertIds }) => alertIds);
  return {
    ids: messages.map(({ id }) => id),
    happenings: [
      ...(await alertsRaised(tx, raised)),
      ...(await alertsAssigned(tx, readAs(messages, ALERT_ASSIGNED))),
      ...(await retrospectionsDone(tx, readAs(messages, RETROSPECTION_DONE))),
      ...(await casesEntered(tx, readAs(messages, CASE_ENTERED))),
      ...(await ordersEntered(tx, readAs(messages, ORDER_ENTERED))),
      ...(await claimsLost(tx, readAs(messages, CLAIM_LOST))),
      ...(await claimsOverlapping(tx, readAs(messages, CLAIM_MADE))),
      ...(await accountsNoticed(tx, readAs(messages, ACCOUNT_NOTICED))),
      ...(await ordersEscalated(tx, readAs(messages, ORDER_ESCALATED))),
      ...(await sharesRecalled(
        tx,
        readAs(messages, SHARE_RECALLED).map(({ recallId }) => recallId),
      )),
      ...(await sharingAsked(tx, readAs(messages, SHARING_ASKED))),
      ...(await sharingAnswered(tx, readAs(messages, SHARING_ANSWERED))),
    ],
  };
}

async function findAlerts({ read }: ReadTx, texts: readonly string[]) {
  const ids = texts.flatMap((text) => parseId<"alert">(text) ?? []);
  if (ids.length === 0) return [];
  return await read
    .selectFrom("alerts")
    .select(["id", "organisation_id", "audience_id", "level", "kind", "is_retrospective"])
    .where("id", "=", sql<Id<"alert">>`any(${ids}::uuid[])`)
    .execute();
}

function ofAlert(row: Awaited<ReturnType<typeof findAlerts>>[number]) {
  return {
    level: row.level,
    subject: { kind: "alert", id: row.id },
    organisationIds: [row.organisation_id],
    audienceId: row.audience_id,
  } as const;
}

/** What a look back found is told once, by the look back. */
async function alertsRaised(tx: ReadTx, ids: readonly string[]): Promise<Happening[]> {
  const rows = await findAlerts(tx, ids);
  return rows
    .filter(({ is_retrospective }) => !is_retrospective)
    .map((row) => ({
      ...ofAlert(row),
      kind: row.kind === "source_silent" ? "source.silent" : "alert.raised",
      hears: "everybody",
      by: null,
    }));
}

async function alertsAssigned(
  tx: ReadTx,
  messages: readonly z.output<typeof ALERT_ASSIGNED.payload>[],
): Promise<Happening[]> {
  const rows = await findAlerts(
    tx,
    messages.map(({ alertId }) => alertId),
  );
  return messages.flatMap((message): Happening[] =>
    rows
      .filter(({ id }) => id === message.alertId)
      .map((row) => ({
        ...ofAlert(row),
        kind: "alert.assigned",
        hears: { personId: message.assigneeId },
        by: message.by,
      })),
  );
}

async function retrospectionsDone(
  { read }: ReadTx,
  messages: readonly z.output<typeof RETROSPECTION_DONE.payload>[],
): Promise<Happening[]> {
  const ids = messages.flatMap(({ retrospectionId }) => parseId<"retrospection">(retrospectionId) ?? []);
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom("alerts")
    .select(["retrospection_id", "organisation_id", "level"])
    .distinct()
    .where("retrospection_id", "in", ids)
    .where("suppression_id", "is", null)
    .execute();
  return [...Map.groupBy(rows, (row) => row.retrospection_id)].flatMap(([id, found]): Happening[] => {
    const [first] = found;
    if (id === null || first === undefined) return [];
    return [
      {
        kind: "retrospection.found",
        level: highest(found.map(({ level }) => level)),
        subject: { kind: "retrospection", id },
        organisationIds: [first.organisation_id],
        hears: "everybody",
        by: null,
        audienceId: null,
      },
    ];
  });
}

async function casesEntered(
  { read }: ReadTx,
  messages: readonly z.output<typeof CASE_ENTERED.payload>[],
): Promise<Happening[]> {
  const ids = messages.flatMap(({ caseId }) => parseId<"case">(caseId) ?? []);
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom("cases")
    .select(["id", "organisation_id", "audience_id", "severity", "assignee_id"])
    .where("id", "in", ids)
    .execute();
  return messages.flatMap((message) => {
    const row = rows.find(({ id }) => id === message.caseId);
    if (row === undefined) return [];
    const common = {
      level: row.severity,
      subject: { kind: "case", id: row.id },
      organisationIds: [row.organisation_id],
      audienceId: row.audience_id,
      by: message.by,
    } as const;
    const assignee = message.kind === "case.created" ? row.assignee_id : message.detail.assigneeId?.to;
    const kind = CASE_KINDS[message.kind];
    const happenings: Happening[] = [];
    if (kind !== undefined) happenings.push({ ...common, kind, hears: "everybody" });
    if (assignee) happenings.push({ ...common, kind: "case.assigned", hears: { personId: assignee } });
    return happenings;
  });
}

const CASE_KINDS: Readonly<Record<string, NotificationKind>> = {
  "case.created": "case.opened",
  "case.closed": "case.decided",
};

type Side = "issuer" | "ordered" | "both";

/** Of what is entered for both sides to read: what it is called here, and who has not done it. */
const ORDER_KINDS: Readonly<Record<string, readonly [NotificationKind, Side]>> = {
  issued: ["order.issued", "ordered"],
  insisted: ["order.issued", "ordered"],
  acknowledged: ["order.acknowledged", "issuer"],
  answered: ["order.answered", "issuer"],
  returned: ["order.returned", "ordered"],
  refused: ["order.refused", "issuer"],
  extension_asked: ["order.extension_asked", "issuer"],
  extension_granted: ["order.extension_decided", "ordered"],
  extension_refused: ["order.extension_decided", "ordered"],
  closed: ["order.closed", "both"],
  withdrawn: ["order.closed", "ordered"],
  reopened: ["order.reopened", "both"],
};

const STEP_KINDS: Readonly<Record<string, NotificationKind>> = {
  reminder: "order.reminder",
  last_reminder: "order.reminder",
  overdue: "order.overdue",
  escalation: "order.escalated",
  second_escalation: "order.escalated",
};

async function findOrders({ read }: ReadTx, texts: readonly string[]) {
  const ids = texts.flatMap((text) => parseId<"order">(text) ?? []);
  if (ids.length === 0) return [];
  return await read
    .selectFrom("orders")
    .select(["id", "organisation_id", "ordered_id", "audience_id", "severity"])
    .where("id", "in", ids)
    .execute();
}

function ofOrder(row: Awaited<ReturnType<typeof findOrders>>[number], side: Side) {
  const { organisation_id: issuer, ordered_id: ordered } = row;
  const sides = { issuer: [issuer], ordered: [ordered], both: [...new Set([ordered, issuer])] };
  return {
    level: row.severity,
    subject: { kind: "order", id: row.id },
    organisationIds: sides[side],
    audienceId: row.audience_id,
  } as const;
}

async function ordersEntered(
  tx: ReadTx,
  messages: readonly z.output<typeof ORDER_ENTERED.payload>[],
): Promise<Happening[]> {
  const rows = await findOrders(
    tx,
    messages.map(({ orderId }) => orderId),
  );
  return messages.flatMap((message): Happening[] => {
    const row = rows.find(({ id }) => id === message.orderId);
    const [kind, side] = ORDER_KINDS[message.kind] ?? [];
    if (row === undefined || kind === undefined || side === undefined) return [];
    return [{ ...ofOrder(row, side), kind, hears: "everybody", by: message.by }];
  });
}

async function ordersEscalated(
  tx: ReadTx,
  messages: readonly z.output<typeof ORDER_ESCALATED.payload>[],
): Promise<Happening[]> {
  const rows = await findOrders(
    tx,
    messages.map(({ orderId }) => orderId),
  );
  return messages.flatMap((message): Happening[] => {
    const row = rows.find(({ id }) => id === message.orderId);
    const kind = STEP_KINDS[message.step];
    if (row === undefined || kind === undefined) return [];
    if (message.hears === "coordinators")
      return [{ ...ofOrder(row, "issuer"), kind, hears: "coordinators", by: null }];
    return [{ ...ofOrder(row, message.hears), kind, hears: "everybody", by: null }];
  });
}

/** Who saw it, and nobody else, by whichever organisation they are here. */
async function sharesRecalled({ read }: ReadTx, texts: readonly string[]): Promise<Happening[]> {
  const ids = texts.flatMap((text) => parseId<"recall">(text) ?? []);
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom("recall_notices")
    .innerJoin("recalls", "recalls.id", "recall_notices.recall_id")
    .innerJoin("memberships", "memberships.person_id", "recall_notices.person_id")
    .select(["recalls.id", "recalls.shared_audience_id", "recall_notices.person_id"])
    .select(
      sql<OrganisationId[]>`array_agg(memberships.organisation_id order by memberships.organisation_id)`.as(
        "of",
      ),
    )
    .where("recalls.id", "in", ids)
    .groupBy(["recalls.id", "recalls.shared_audience_id", "recall_notices.person_id"])
    .execute();
  return rows.map((row) => ({
    kind: "share.recalled",
    level: "high",
    subject: { kind: "recall", id: row.id },
    organisationIds: row.of,
    hears: { personId: row.person_id },
    by: null,
    audienceId: row.shared_audience_id,
  }));
}
