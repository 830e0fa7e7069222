// SPDX-License-Identifier: Apache-2.0
/** Which cases alerts are in: for the slice of cases, which decides about it. An alert leaves no case without trace. */
import type { Clock } from "../../../platform/clock.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import type { OrganisationId, PersonId, ReadTx, Verdict, Writer } from "../../../platform/records/index.ts";
import { type AlertRow, selectAlerts } from "./records.ts";

export type { AlertRow } from "./records.ts";

/** The case that links are of; its audience is theirs. */
export interface CaseLink {
  readonly id: Id<"case">;
  readonly organisation_id: OrganisationId;
  readonly audience_id: number;
}

/** Those of them that the principal may see. */
export async function findAlerts(tx: ReadTx, ids: readonly Id<"alert">[]): Promise<AlertRow[]> {
  if (ids.length === 0) return [];
  return await selectAlerts(tx)
    .where("alerts.id", "in", ids)
    .orderBy("first_event_at")
    .orderBy("id")
    .execute();
}

/** Those of them that are in a case of the organisation already. */
export async function takenAlerts(
  { read }: Pick<ReadTx, "read">,
  organisationId: OrganisationId,
  ids: readonly Id<"alert">[],
) {
  if (ids.length === 0) return [];
  return await read
    .selectFrom("case_alerts")
    .select(["alert_id", "case_id"])
    .where("organisation_id", "=", organisationId)
    .where("left_at", "is", null)
    .where("alert_id", "in", ids)
    .execute();
}

export interface Joining {
  readonly alerts: readonly Pick<AlertRow, "id" | "organisation_id" | "audience_id">[];
  /** Nobody: a case rule did it. */
  readonly personId: PersonId | null;
  readonly now: Date;
  readonly clock: Clock;
}

export async function joinAlerts(write: Writer, link: CaseLink, joining: Joining): Promise<void> {
  const { alerts, personId, now, clock } = joining;
  if (alerts.length === 0) return;
  const values = alerts.map((alert) => ({
    id: newId<"case-alert">(clock),
    case_id: link.id,
    organisation_id: link.organisation_id,
    audience_id: link.audience_id,
    alert_id: alert.id,
    joined_at: now,
    joined_by: personId,
  }));
  await write.insertInto("case_alerts").values(values).execute();
  await tellChanged(write, link.organisation_id, alerts);
}

export interface Leaving {
  readonly alertIds: readonly Id<"alert">[];
  readonly personId: PersonId;
  readonly now: Date;
}

/** Those that were in the case and are no more. */
export async function leaveAlerts(write: Writer, link: CaseLink, leaving: Leaving): Promise<Id<"alert">[]> {
  const { alertIds, personId, now } = leaving;
  if (alertIds.length === 0) return [];
  const left = await write
    .updateTable("case_alerts")
    .set({ left_at: now, left_by: personId })
    .where("case_id", "=", link.id)
    .where("left_at", "is", null)
    .where("alert_id", "in", alertIds)
    .returning("alert_id")
    .execute();
  const ids = left.map(({ alert_id }) => alert_id);
  if (ids.length === 0) return ids;
  const alerts = await write
    .selectFrom("alerts")
    .select(["id", "organisation_id", "audience_id"])
    .where("id", "in", ids)
    .execute();
  await tellChanged(write, link.organisation_id, alerts);
  return ids;
}

export interface Closing {
  readonly organisationId: OrganisationId;
  readonly verdict: Verdict;
  readonly now: Date;
}

/** Alerts of the organisation alone: another's are that one's to judge. */
export async function closeAlertsOfCases(
  write: Writer,
  caseIds: readonly Id<"case">[],
  { organisationId, verdict, now }: Closing,
): Promise<Id<"alert">[]> {
  const closed = await write
    .updateTable("alerts")
    .set({ state: "closed", verdict, changed_at: now })
    .where("organisation_id", "=", organisationId)
    // Those, too, that ended by themselves and that nobody has judged.
    .where("verdict", "is", null)
    .where((where) =>
      where(
        "id",
        "in",
        where
          .selectFrom("case_alerts")
          .select("alert_id")
          .where("case_id", "in", caseIds)
          .where("left_at", "is", null),
      ),
    )
    .returning(["id", "organisation_id", "audience_id"])
    .execute();
  await tellChanged(write, organisationId, closed);
  return closed.map(({ id }) => id);
}

export interface AlertsPage {
  readonly after?: { readonly time: Date; readonly id: Id<"alert"> } | undefined;
  readonly limit: number;
}

/** By the time of their first event. */
export async function listAlertsOfCases(
  tx: ReadTx,
  caseIds: readonly Id<"case">[],
  { after, limit }: AlertsPage,
) {
  let query = selectAlerts(tx)
    .innerJoin("case_alerts", "case_alerts.alert_id", "alerts.id")
    .select(["case_alerts.case_id as in_case_id", "joined_at", "joined_by"])
    .where("case_alerts.case_id", "in", caseIds)
    .where("case_alerts.left_at", "is", null)
    .orderBy("alerts.first_event_at")
    .orderBy("alerts.id")
    .limit(limit);
  if (after !== undefined)
    query = query.where((where) =>
      where(where.refTuple("alerts.first_event_at", "alerts.id"), ">", where.tuple(after.time, after.id)),
    );
  return await query.execute();
}

async function tellChanged(
  write: Writer,
  organisationId: OrganisationId,
  alerts: readonly Pick<AlertRow, "id" | "organisation_id" | "audience_id">[],
): Promise<void> {
  // What became of another's alert in a case of this organisation is this organisation's affair.
  const own = alerts.filter((alert) => alert.organisation_id === organisationId);
  const byAudience = Map.groupBy(own, ({ audience_id }) => audience_id);
  await tell(
    write,
    [...byAudience].map(([audienceId, group]) => ({
      topic: "alert.changed" as const,
      organisationId,
      audienceId,
      ids: group.map(({ id }) => id),
    })),
  );
}
