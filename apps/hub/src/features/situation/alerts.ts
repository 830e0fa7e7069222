// SPDX-License-Identifier: Apache-2.0
/** The questions about alerts, each one query that groups and counts. */
import { ALERT_LEVELS, type Situation } from "@fengsui/contract";
import { sql } from "kysely";
import { isSeen, type ReadTx } from "../../platform/records/index.ts";
import type { Scope } from "./scope.ts";

const TOP = 8;
const MAX_TECHNIQUES = 20;
const OPEN = sql<string>`count(*) filter (where state = 'open')`;

type Whose = Pick<Scope, "organisationId">;

function heardAlerts(tx: ReadTx, { organisationId }: Whose) {
  const heard = tx.read.selectFrom("alerts").where(isSeen(tx, "alerts")).where("suppression_id", "is", null);
  return organisationId === undefined ? heard : heard.where("alerts.organisation_id", "=", organisationId);
}

function alertsIn(tx: ReadTx, { from, to, ...whose }: Whose & Pick<Scope, "from" | "to">) {
  return heardAlerts(tx, whose).where("last_event_at", ">=", from).where("last_event_at", "<", to);
}

export async function countOpenAlerts(
  tx: ReadTx,
  scope: Scope,
): Promise<Pick<Situation["alerts"], "open" | "openUnassigned" | "oldestOpenAt">> {
  const rows = await heardAlerts(tx, scope)
    .where("state", "=", "open")
    .select(({ fn }) => [
      "level",
      fn.countAll<string>().as("count"),
      sql<string>`count(*) filter (where assignee_id is null)`.as("unassigned"),
      fn.min("created_at").$notNull().as("oldest"),
    ])
    .groupBy("level")
    .execute();
  const oldest = rows.map((row) => row.oldest.getTime());
  return {
    open: rows.map(({ level, count }) => ({ level, count: Number(count) })),
    openUnassigned: rows.reduce((sum, { unassigned }) => sum + Number(unassigned), 0),
    oldestOpenAt: oldest.length === 0 ? null : new Date(Math.min(...oldest)).toISOString(),
  };
}

export async function countAlerts(tx: ReadTx, scope: Scope): Promise<Situation["alerts"]["inSpan"]> {
  const rows = await alertsIn(tx, scope)
    .select(({ fn }) => ["level", "state", fn.countAll<string>().as("count")])
    .groupBy(["level", "state"])
    .execute();
  return rows.map(({ count, ...row }) => ({ ...row, count: Number(count) }));
}

export async function countAlertsBefore(tx: ReadTx, { from, to, ...whose }: Scope): Promise<number> {
  const before = new Date(2 * from.getTime() - to.getTime());
  const row = await alertsIn(tx, { ...whose, from: before, to: from })
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function alertTrend(tx: ReadTx, scope: Scope): Promise<Situation["alerts"]["trend"]> {
  const stride = sql`make_interval(secs => ${scope.intervalMs / 1000})`;
  const start = sql<Date>`date_bin(${stride}, last_event_at, timestamptz 'epoch')`;
  const rows = await alertsIn(tx, scope)
    .select(({ fn }) => [start.as("start"), "level", fn.countAll<string>().as("count")])
    // By their places: a value that is bound twice is two values to PostgreSQL.
    .groupBy([sql`1`, "level"])
    .orderBy(sql`1`)
    .execute();
  return rows.map((row) => ({
    start: row.start.toISOString(),
    level: row.level,
    count: Number(row.count),
  }));
}

export async function topRules(tx: ReadTx, scope: Scope): Promise<Situation["topRules"]> {
  const rows = await alertsIn(tx, scope)
    .innerJoin("rules", "rules.id", "alerts.rule_id")
    .select(({ fn }) => [
      "rules.id as ruleId",
      "rules.title",
      "rules.level",
      fn.countAll<string>().as("count"),
      OPEN.as("open"),
    ])
    .groupBy("rules.id")
    .groupBy(["rules.title", "rules.level"])
    .orderBy("count", "desc")
    .orderBy("rules.title")
    .limit(TOP)
    .execute();
  return rows.map((row) => ({ ...row, count: Number(row.count), open: Number(row.open) }));
}

export async function topEntities(tx: ReadTx, scope: Scope): Promise<Situation["topEntities"]> {
  const levels = sql.join(ALERT_LEVELS.map((level) => sql.lit(level)));
  const worst = sql<number>`max(array_position(array[${levels}]::text[], level))`;
  const rows = await alertsIn(tx, scope)
    .where("entity", "<>", "")
    .select(({ fn }) => [
      "entity_kind as entityKind",
      "entity",
      worst.as("worst"),
      fn.countAll<string>().as("count"),
      OPEN.as("open"),
    ])
    .groupBy(["entity_kind", "entity"])
    .orderBy("count", "desc")
    .orderBy("entity")
    .limit(TOP)
    .execute();
  return rows.map((row) => ({
    ...row,
    worst: ALERT_LEVELS[row.worst - 1] ?? "informational",
    count: Number(row.count),
    open: Number(row.open),
  }));
}

/** Those of the most alerts. An alert counts for each technique that its rule names now. */
export async function topTechniques(tx: ReadTx, scope: Scope): Promise<Situation["techniques"]> {
  const byRule = alertsIn(tx, scope)
    .select(({ fn }) => ["rule_id", fn.countAll<string>().as("count"), OPEN.as("open")])
    .groupBy("rule_id")
    .as("counted");
  const rows = await tx.read
    .selectFrom(byRule)
    .innerJoin("rules", "rules.id", "counted.rule_id")
    .innerJoinLateral(
      sql<{ technique: string }>`unnest(rules.techniques)`.as<"named">(sql`named(technique)`),
      (join) => join.onTrue(),
    )
    .select(({ fn }) => [
      "named.technique",
      fn.sum<string>("counted.count").as("count"),
      sql<string>`sum(counted.open)`.as("open"),
    ])
    .groupBy("named.technique")
    .orderBy("count", "desc")
    .orderBy("named.technique")
    .limit(MAX_TECHNIQUES)
    .execute();
  return rows.map((row) => ({ ...row, count: Number(row.count), open: Number(row.open) }));
}
