// SPDX-License-Identifier: Apache-2.0
/** The same by organisation, for who sees more than one: where it is urgent. */
import { ALERT_LEVELS, type Situation } from "@fengsui/contract";
import { sql } from "kysely";
import { isSeen, type OrganisationId, type ReadTx } from "../../platform/records/index.ts";
import type { Scope } from "./scope.ts";
import { IS_SILENT } from "./standing.ts";
import { isOverdue } from "./work.ts";

type Line = Situation["organisations"][number];
type Figures = Omit<Line, "id" | "name">;

const NOTHING: Figures = {
  openAlerts: 0,
  worstOpen: null,
  inSpan: 0,
  activeCases: 0,
  openOrders: 0,
  overdueOrders: 0,
  silentSources: 0,
};
const MAX_LINES = 200;

export async function countByOrganisation(tx: ReadTx, scope: Scope): Promise<Line[]> {
  if (scope.organisationId !== undefined) return [];
  const lines = new Map<OrganisationId, Figures>();
  const add = (id: OrganisationId, figures: Partial<Figures>) =>
    lines.set(id, { ...(lines.get(id) ?? NOTHING), ...figures });
  for (const { id, count, worst } of await openAlerts(tx))
    add(id, { openAlerts: Number(count), worstOpen: ALERT_LEVELS[worst - 1] ?? null });
  for (const { id, count } of await alertsInSpan(tx, scope)) add(id, { inSpan: Number(count) });
  for (const { id, count } of await activeCases(tx)) add(id, { activeCases: Number(count) });
  for (const { id, open, overdue } of await receivedOrders(tx))
    add(id, { openOrders: Number(open), overdueOrders: Number(overdue) });
  for (const { id, count } of await silentSources(tx)) add(id, { silentSources: Number(count) });
  return await named(tx, lines);
}

async function named(tx: ReadTx, lines: ReadonlyMap<OrganisationId, Figures>): Promise<Line[]> {
  if (lines.size < 2) return [];
  const names = await tx.read
    .selectFrom("organisations")
    .select(["id", "name"])
    .where("id", "in", [...lines.keys()])
    .execute();
  return names
    .map(({ id, name }) => ({ id, name, ...(lines.get(id) ?? NOTHING) }))
    .sort(byUrgency)
    .slice(0, MAX_LINES);
}

function byUrgency(a: Line, b: Line): number {
  const rank = ({ worstOpen }: Line) => (worstOpen === null ? -1 : ALERT_LEVELS.indexOf(worstOpen));
  return (
    b.overdueOrders - a.overdueOrders ||
    rank(b) - rank(a) ||
    b.openAlerts - a.openAlerts ||
    a.name.localeCompare(b.name)
  );
}

async function openAlerts(tx: ReadTx) {
  const levels = sql.join(ALERT_LEVELS.map((level) => sql.lit(level)));
  return await tx.read
    .selectFrom("alerts")
    .where(isSeen(tx, "alerts"))
    .where("suppression_id", "is", null)
    .where("state", "=", "open")
    .select(({ fn }) => [
      "organisation_id as id",
      fn.countAll<string>().as("count"),
      sql<number>`max(array_position(array[${levels}]::text[], level))`.as("worst"),
    ])
    .groupBy("organisation_id")
    .execute();
}

async function alertsInSpan(tx: ReadTx, { from, to }: Scope) {
  return await tx.read
    .selectFrom("alerts")
    .where(isSeen(tx, "alerts"))
    .where("suppression_id", "is", null)
    .where("last_event_at", ">=", from)
    .where("last_event_at", "<", to)
    .select(({ fn }) => ["organisation_id as id", fn.countAll<string>().as("count")])
    .groupBy("organisation_id")
    .execute();
}

async function activeCases(tx: ReadTx) {
  return await tx.read
    .selectFrom("cases")
    .where(isSeen(tx, "cases"))
    .where("merged_into_id", "is", null)
    .where("state", "<>", "closed")
    .select(({ fn }) => ["organisation_id as id", fn.countAll<string>().as("count")])
    .groupBy("organisation_id")
    .execute();
}

async function receivedOrders(tx: ReadTx) {
  return await tx.read
    .selectFrom("orders")
    .where("state", "not in", ["closed", "withdrawn"])
    .select(({ fn }) => [
      "ordered_id as id",
      fn.countAll<string>().as("open"),
      sql<string>`count(*) filter (where ${isOverdue(tx.now)})`.as("overdue"),
    ])
    .groupBy("ordered_id")
    .execute();
}

async function silentSources({ read }: ReadTx) {
  return await read
    .selectFrom("sources")
    .where(IS_SILENT)
    .select(({ fn }) => ["organisation_id as id", fn.countAll<string>().as("count")])
    .groupBy("organisation_id")
    .execute();
}
