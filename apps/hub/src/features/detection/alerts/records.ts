// SPDX-License-Identifier: Apache-2.0
/** The rows of alerts and what people said of them. */
import { type RawBuilder, sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import {
  isSeen,
  type Level,
  type OrganisationId,
  type PersonId,
  type ReadTx,
  type Verdict,
  type Writer,
} from "../../../platform/records/index.ts";

export interface AlertFilter {
  readonly state?: "open" | "closed" | undefined;
  readonly level?: Level | undefined;
  readonly organisationId?: OrganisationId | undefined;
  readonly ruleId?: Id<"rule"> | undefined;
  readonly technique?: string | undefined;
  readonly entity?: string | undefined;
  readonly assignee?: PersonId | "nobody" | undefined;
  readonly isRetrospective?: boolean | undefined;
  readonly retrospectionId?: Id<"retrospection"> | undefined;
  readonly hasCase?: boolean | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly withSuppressed: boolean;
  /** What else must be true of the row. */
  readonly condition?: RawBuilder<boolean> | undefined;
  readonly before?: { readonly time: Date; readonly id: Id<"alert"> } | undefined;
  readonly limit: number;
}

/** The case of its own organisation, if the reader may see that, else one of theirs. */
const CASE_ID = sql<Id<"case"> | null>`(select case_id from case_alerts
  where case_alerts.alert_id = alerts.id and case_alerts.left_at is null
  order by case_alerts.organisation_id = alerts.organisation_id desc, case_id limit 1)`;

function isInCase(hasCase: boolean) {
  const link = sql<boolean>`exists (select from case_alerts
    where case_alerts.alert_id = alerts.id and case_alerts.left_at is null)`;
  return hasCase ? link : sql<boolean>`not ${link}`;
}

/** Of a rule that names it now. */
function isOfTechnique(technique: string) {
  return sql<boolean>`rule_id in (select id from rules where ${technique.toUpperCase()} = any (techniques))`;
}

/** An alert with the case that it is in. */
export function selectAlerts(tx: ReadTx) {
  return tx.read.selectFrom("alerts").selectAll("alerts").select(CASE_ID.as("case_id"));
}

/** By the time of the last event, the newest first. */
export async function listAlerts(tx: ReadTx, filter: AlertFilter) {
  const { from, to, before, limit } = filter;
  let query = narrowed(tx, filter).orderBy("last_event_at", "desc").orderBy("id", "desc").limit(limit);
  if (from !== undefined) query = query.where("last_event_at", ">=", from);
  if (to !== undefined) query = query.where("last_event_at", "<", to);
  if (before !== undefined)
    query = query.where((where) =>
      where(where.refTuple("last_event_at", "id"), "<", where.tuple(before.time, before.id)),
    );
  return await query.execute();
}

function narrowed(tx: ReadTx, filter: AlertFilter) {
  const { organisationId, state, level, ruleId, technique, entity, assignee } = filter;
  const { isRetrospective, retrospectionId, hasCase } = filter;
  let query = selectAlerts(tx).where(isSeen(tx, "alerts"));
  if (organisationId !== undefined) query = query.where("organisation_id", "=", organisationId);
  if (state !== undefined) query = query.where("state", "=", state);
  if (level !== undefined) query = query.where("level", "=", level);
  if (ruleId !== undefined) query = query.where("rule_id", "=", ruleId);
  if (technique !== undefined) query = query.where(isOfTechnique(technique));
  if (entity !== undefined) query = query.where("entity", "=", entity.toLowerCase());
  if (assignee === "nobody") query = query.where("assignee_id", "is", null);
  else if (assignee !== undefined) query = query.where("assignee_id", "=", assignee);
  if (isRetrospective !== undefined) query = query.where("is_retrospective", "=", isRetrospective);
  if (retrospectionId !== undefined) query = query.where("retrospection_id", "=", retrospectionId);
  if (hasCase !== undefined) query = query.where(isInCase(hasCase));
  if (!filter.withSuppressed) query = query.where("suppression_id", "is", null);
  if (filter.condition !== undefined) query = query.where(filter.condition);
  return query;
}

export async function findAlert(tx: ReadTx, id: Id<"alert">) {
  return await selectAlerts(tx).where("id", "=", id).executeTakeFirst();
}

export type AlertRow = NonNullable<Awaited<ReturnType<typeof findAlert>>>;

/** What an alert of a correlation is made of; of another, nothing. */
export async function listParts(tx: ReadTx, alertId: Id<"alert">) {
  return await tx.read
    .selectFrom("alert_parts")
    .leftJoin("rules", "rules.id", "alert_parts.rule_id")
    .select(["event_id", "event_at", "rule_id", "fields", "rules.title"])
    .where("alert_id", "=", alertId)
    .orderBy("event_at", "desc")
    .orderBy("event_id", "desc")
    .execute();
}

export type AlertPart = Awaited<ReturnType<typeof listParts>>[number];

export async function listComments(tx: ReadTx, alertId: Id<"alert">) {
  return await tx.read
    .selectFrom("alert_comments")
    .select(["id", "person_id", "text", "created_at"])
    .where("alert_id", "=", alertId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}

export async function isMember(
  tx: ReadTx,
  organisationId: OrganisationId,
  personId: PersonId,
): Promise<boolean> {
  const row = await tx.read
    .selectFrom("memberships")
    .select("person_id")
    .where("organisation_id", "=", organisationId)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row !== undefined;
}

export interface NewComment {
  readonly id: Id<"alert-comment">;
  readonly alert: AlertRow;
  readonly personId: PersonId;
  readonly text: string;
}

export async function insertComment(write: Writer, { id, alert, personId, text }: NewComment): Promise<void> {
  await write
    .insertInto("alert_comments")
    .values({
      id,
      alert_id: alert.id,
      organisation_id: alert.organisation_id,
      audience_id: alert.audience_id,
      person_id: personId,
      text,
    })
    .execute();
}

export interface AlertChange {
  readonly state?: "open" | "closed";
  readonly verdict?: Verdict | null;
  readonly assignee_id?: PersonId | null;
  readonly changed_at: Date;
}

/** False where the alert is not in that state any more. */
export async function updateAlert(
  write: Writer,
  { id, state }: Pick<AlertRow, "id" | "state">,
  change: AlertChange,
): Promise<boolean> {
  const { numUpdatedRows } = await write
    .updateTable("alerts")
    .set(change)
    .where("id", "=", id)
    .where("state", "=", state)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
