// SPDX-License-Identifier: Apache-2.0
/** The questions about work that people have: cases and orders, by state and by age. */
import { SITUATION_AGES_DAYS, type Situation } from "@fengsui/contract";
import { sql } from "kysely";
import { isSeen, type ReadTx } from "../../platform/records/index.ts";
import { daysBefore, type Scope } from "./scope.ts";

type Ages = Situation["cases"]["activeByAge"];

/** One row: how many are at least so old, for each age. */
function ageColumns(now: Date, column: "created_at" | "issued_at") {
  const began = sql.ref(column);
  return sql<string[]>`array[${sql.join(
    SITUATION_AGES_DAYS.map((days) => sql`count(*) filter (where ${began} < ${daysBefore(now, days)})`),
  )}]`.as("ages");
}

function toAges(counts: readonly string[]): Ages {
  return SITUATION_AGES_DAYS.map((days, index) => ({ days, count: Number(counts[index] ?? 0) }));
}

function casesOf(tx: ReadTx, { organisationId }: Scope) {
  const unmerged = tx.read.selectFrom("cases").where(isSeen(tx, "cases")).where("merged_into_id", "is", null);
  return organisationId === undefined ? unmerged : unmerged.where("organisation_id", "=", organisationId);
}

export async function countCases(tx: ReadTx, scope: Scope): Promise<Situation["cases"]> {
  const byState = await casesOf(tx, scope)
    .select(({ fn }) => ["state", fn.countAll<string>().as("count")])
    .groupBy("state")
    .execute();
  const active = casesOf(tx, scope).where("state", "<>", "closed");
  const bySeverity = await active
    .select(({ fn }) => ["severity as level", fn.countAll<string>().as("count")])
    .groupBy("severity")
    .execute();
  const { unassigned, ages } = await active
    .select([
      sql<string>`count(*) filter (where assignee_id is null)`.as("unassigned"),
      ageColumns(tx.now, "created_at"),
    ])
    .executeTakeFirstOrThrow();
  return {
    byState: byState.map(({ state, count }) => ({ state, count: Number(count) })),
    activeBySeverity: bySeverity.map(({ level, count }) => ({ level, count: Number(count) })),
    activeUnassigned: Number(unassigned),
    activeByAge: toAges(ages),
  };
}

function ordersOf({ read }: ReadTx, { organisationId }: Scope) {
  const orders = read.selectFrom("orders");
  if (organisationId === undefined) return orders;
  return orders.where((where) =>
    where.or([where("organisation_id", "=", organisationId), where("ordered_id", "=", organisationId)]),
  );
}

/** Of a row of `orders`: its time has come, and nobody has answered. */
export function isOverdue(now: Date) {
  return sql<boolean>`(state in ('issued', 'acknowledged') and deadline <= ${now})`;
}

export async function countOrders(tx: ReadTx, scope: Scope): Promise<Situation["orders"]> {
  const byState = await ordersOf(tx, scope)
    .select(({ fn }) => ["state", fn.countAll<string>().as("count")])
    .groupBy("state")
    .execute();
  const { overdue, ages } = await ordersOf(tx, scope)
    .where("state", "not in", ["closed", "withdrawn"])
    .select([
      sql<string>`count(*) filter (where ${isOverdue(tx.now)})`.as("overdue"),
      ageColumns(tx.now, "issued_at"),
    ])
    .executeTakeFirstOrThrow();
  return {
    byState: byState.map(({ state, count }) => ({ state, count: Number(count) })),
    overdue: Number(overdue),
    openByAge: toAges(ages),
  };
}
