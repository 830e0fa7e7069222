// SPDX-License-Identifier: Apache-2.0
/** The questions, each one query that groups and counts. */
import { ALERT_LEVELS, type Situation } from "@fengsui/contract";
import { sql } from "kysely";
import type { ReadTx } from "../../platform/records/index.ts";

export interface Span {
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  readonly intervalMs: number;
}

const TOP = 8;
const DAY_MS = 24 * 60 * 60_000;
const SOON_MS = 7 * DAY_MS;
const MAX_ENDING = 5;
const OPEN = sql<string>`count(*) filter (where state = 'open')`;

function heardAlerts(tx: ReadTx) {
  return tx.read.selectFrom("alerts").where("suppression_id", "is", null);
}

function alertsIn(tx: ReadTx, { from, to }: Pick<Span, "from" | "to">) {
  return heardAlerts(tx).where("last_event_at", ">=", from).where("last_event_at", "<", to);
}

export async function countOpenAlerts(
  tx: ReadTx,
): Promise<Pick<Situation["alerts"], "open" | "openUnassigned" | "oldestOpenAt">> {
  const rows = await heardAlerts(tx)
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

export async function countAlerts(tx: ReadTx, span: Span): Promise<Situation["alerts"]["inSpan"]> {
  const rows = await alertsIn(tx, span)
    .select(({ fn }) => ["level", "state", fn.countAll<string>().as("count")])
    .groupBy(["level", "state"])
    .execute();
  return rows.map(({ count, ...row }) => ({ ...row, count: Number(count) }));
}

export async function countAlertsBefore(tx: ReadTx, { from, to }: Span): Promise<number> {
  const before = new Date(2 * from.getTime() - to.getTime());
  const row = await alertsIn(tx, { from: before, to: from })
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function alertTrend(tx: ReadTx, span: Span): Promise<Situation["alerts"]["trend"]> {
  const stride = sql`make_interval(secs => ${span.intervalMs / 1000})`;
  const start = sql<Date>`date_bin(${stride}, last_event_at, timestamptz 'epoch')`;
  const rows = await alertsIn(tx, span)
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

export async function topRules(tx: ReadTx, span: Span): Promise<Situation["topRules"]> {
  const rows = await alertsIn(tx, span)
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

export async function topEntities(tx: ReadTx, span: Span): Promise<Situation["topEntities"]> {
  const levels = sql.join(ALERT_LEVELS.map((level) => sql.lit(level)));
  const worst = sql<number>`max(array_position(array[${levels}]::text[], level))`;
  const rows = await alertsIn(tx, span)
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

/** Those that somebody brought: without them no event becomes an alert. */
export async function countRules(tx: ReadTx): Promise<Situation["rules"]> {
  const row = await tx.read
    .selectFrom("rules")
    .where("origin", "<>", "built_in")
    .select(({ fn }) => [
      fn.countAll<string>().as("total"),
      sql<string>`count(*) filter (where is_enabled)`.as("enabled"),
    ])
    .executeTakeFirstOrThrow();
  return { total: Number(row.total), enabled: Number(row.enabled) };
}

export async function countDeadLetters(tx: ReadTx, { from, to }: Span): Promise<Situation["deadLetters"]> {
  const row = await tx.read
    .selectFrom("dead_letters")
    .select(({ fn }) => [
      fn.countAll<string>().as("total"),
      sql<string>`count(*) filter (where received_at >= ${from} and received_at < ${to})`.as("inSpan"),
      fn.max("received_at").as("last"),
    ])
    .executeTakeFirstOrThrow();
  const lastReceivedAt = row.last === null ? null : new Date(row.last).toISOString();
  return { total: Number(row.total), inSpan: Number(row.inSpan), lastReceivedAt };
}

export async function countSuppressions(tx: ReadTx): Promise<Situation["suppressions"]> {
  const active = tx.read
    .selectFrom("suppressions")
    .where("ended_at", "is", null)
    .where("expires_at", ">", tx.now);
  const { count } = await active
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  const soon = await active
    .leftJoin("rules", "rules.id", "suppressions.rule_id")
    .where("expires_at", "<", new Date(tx.now.getTime() + SOON_MS))
    .select(["suppressions.id", "suppressions.reason", "rules.title as ruleTitle", "expires_at"])
    .orderBy("expires_at")
    .limit(MAX_ENDING)
    .execute();
  const endingSoon = soon.map(({ expires_at, ...row }) => ({ ...row, expiresAt: expires_at.toISOString() }));
  return { active: Number(count), endingSoon };
}
