// SPDX-License-Identifier: Apache-2.0
/** The rows of deliveries, their attempts and the notifications in them. */
import type { DeliveryState } from "@fengsui/contract";
import { type Selectable, sql } from "kysely";
import type { Clock } from "../../../platform/clock.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import type {
  DeliveriesTable,
  Level,
  NotificationsTable,
  OrganisationId,
  PersonId,
  ReadTx,
  Writer,
} from "../../../platform/records/index.ts";
import type { Subject } from "../content.ts";
import { GATHER_MS, type Planned } from "./schedule.ts";

export type DeliveryRow = Selectable<DeliveriesTable>;
export type NotificationRow = Selectable<NotificationsTable>;

export const OPEN_STATES = ["waiting", "held", "failed"] as const satisfies readonly DeliveryState[];
/** Rows of one statement: PostgreSQL binds at most 65,535 values. */
const CHUNK = 1000;

interface NewDelivery {
  readonly id: Id<"delivery">;
  readonly organisationId: OrganisationId;
  readonly personId: PersonId | null;
  readonly webhookId: Id<"webhook"> | null;
  readonly mode: "each" | "test";
  readonly now: Date;
}

export async function insertDelivery(write: Writer, delivery: NewDelivery): Promise<void> {
  const { id, organisationId, personId, webhookId, mode, now } = delivery;
  await write
    .insertInto("deliveries")
    .values({
      id,
      organisation_id: organisationId,
      person_id: personId,
      webhook_id: webhookId,
      mode,
      state: "waiting",
      due_at: now,
      created_at: now,
      changed_at: now,
    })
    .execute();
}

interface ToJoin {
  readonly id: Id<"delivery">;
  readonly organisationId: OrganisationId;
  readonly personId: PersonId;
  readonly more: number;
  readonly now: Date;
}

/** The one that still gathers for the person, or a new one. */
export async function joinDelivery(
  write: Writer,
  { id, organisationId, personId, more, now }: ToJoin,
  { mode, state, dueAt }: Planned,
): Promise<Id<"delivery">> {
  const row = await write
    .insertInto("deliveries")
    .values({
      id,
      organisation_id: organisationId,
      person_id: personId,
      mode,
      state,
      more,
      due_at: dueAt,
      created_at: now,
      changed_at: now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["person_id", "organisation_id", "mode"])
        .where(
          sql<boolean>`person_id is not null and mode <> 'test' and state in ('waiting', 'held') and attempts = 0`,
        )
        .doUpdateSet({ changed_at: now, more: sql<number>`deliveries.more + excluded.more` }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

/** By person and organisation, when the last mail that was sent at once was due, if that was lately. */
export async function lastNowOf(
  { read, now }: Pick<ReadTx, "read" | "now">,
  personIds: readonly PersonId[],
): Promise<Map<string, Date>> {
  if (personIds.length === 0) return new Map();
  const rows = await read
    .selectFrom("deliveries")
    .select(({ fn }) => ["person_id", "organisation_id", fn.max("due_at").as("last")])
    .where("person_id", "in", personIds)
    .where("mode", "=", "now")
    .where("created_at", ">", new Date(now.getTime() - 2 * GATHER_MS))
    .groupBy(["person_id", "organisation_id"])
    .execute();
  return new Map(rows.map((row) => [`${row.person_id} ${row.organisation_id}`, row.last]));
}

interface Told extends Pick<NewDelivery, "organisationId" | "personId" | "webhookId" | "now"> {
  readonly deliveryId: Id<"delivery"> | null;
}

export async function insertNotifications(
  write: Writer,
  clock: Clock,
  happenings: readonly { readonly kind: string; readonly level: Level; readonly subject: Subject }[],
  { organisationId, personId, webhookId, deliveryId, now }: Told,
): Promise<void> {
  const values = happenings.map(({ kind, level, subject }) => ({
    id: newId<"notification">(clock),
    organisation_id: organisationId,
    person_id: personId,
    webhook_id: webhookId,
    kind,
    level,
    subject_kind: subject.kind,
    subject_id: subject.id,
    delivery_id: deliveryId,
    created_at: now,
  }));
  for (let at = 0; at < values.length; at += CHUNK)
    await write
      .insertInto("notifications")
      .values(values.slice(at, at + CHUNK))
      .execute();
}

export interface DuePage {
  /** Of each webhook, and of mail: so that many of one do not keep the others out. */
  readonly ofEach: number;
  readonly limit: number;
}

export async function dueDeliveries(
  { read, now }: ReadTx,
  { ofEach, limit }: DuePage,
): Promise<DeliveryRow[]> {
  const due = read
    .selectFrom("deliveries")
    .selectAll()
    .select(sql<number>`row_number() over (partition by webhook_id order by due_at, id)`.as("place"))
    .where("state", "in", OPEN_STATES)
    .where("due_at", "<=", now);
  return await read
    .selectFrom(due.as("due"))
    .selectAll()
    .where("place", "<=", ofEach)
    .orderBy("place")
    .orderBy("due_at")
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** The worst first, and of the same level the oldest. */
export async function notificationsIn(
  { read }: Pick<ReadTx, "read">,
  id: Id<"delivery">,
): Promise<NotificationRow[]> {
  return await read
    .selectFrom("notifications")
    .selectAll()
    .where("delivery_id", "=", id)
    .orderBy(sql`array_position(array['critical', 'high', 'medium', 'low', 'informational'], level)`)
    .orderBy("id")
    .limit(MAX_TOLD)
    .execute();
}

/** A mail is for reading: what is beyond it is in the console. */
const MAX_TOLD = 500;
