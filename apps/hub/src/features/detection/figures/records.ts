// SPDX-License-Identifier: Apache-2.0
/** The rows of what each rule was asked, found and cost: one for each organisation, version and UTC day. */
import { type RawBuilder, sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import {
  type OrganisationId,
  type ReadTx,
  systemPrincipal,
  type Writer,
} from "../../../platform/records/index.ts";
import { isFor } from "../rules/records.ts";

export const FIGURES = systemPrincipal("rules.figures");
export const WHY_COUNTED = "what rules were asked and found is counted, and is no one's act";
const KEPT_DAYS = 90;

export interface Sums {
  readonly evaluated: number;
  readonly candidates: number;
  readonly matches: number;
  readonly undecided: number;
  readonly cost: number;
}

export interface CountedRule extends Sums {
  readonly organisationId: OrganisationId;
  readonly ruleId: Id<"rule">;
  readonly version: number;
  readonly isRetrospective: boolean;
}

/** A rule may have been counted in several sets; in one order everywhere, so that two processes do not wait for each other. */
export async function addFigures(write: Writer, day: string, rows: readonly CountedRule[]): Promise<void> {
  await sql`
    insert into rule_figures as f (organisation_id, day, rule_id, rule_version, is_retrospective,
      evaluated, candidates, matches, undecided, cost)
    select c.organisation_id, ${day}::date, c.rule_id, c.rule_version, c.is_retrospective,
      sum(c.evaluated), sum(c.candidates), sum(c.matches), sum(c.undecided), sum(c.cost)
    from unnest(${rows.map((row) => row.organisationId)}::uuid[], ${rows.map((row) => row.ruleId)}::uuid[],
        ${rows.map((row) => row.version)}::int[], ${rows.map((row) => row.isRetrospective)}::boolean[],
        ${rows.map((row) => row.evaluated)}::bigint[], ${rows.map((row) => row.candidates)}::bigint[],
        ${rows.map((row) => row.matches)}::bigint[], ${rows.map((row) => row.undecided)}::bigint[],
        ${rows.map((row) => row.cost)}::bigint[])
      as c (organisation_id, rule_id, rule_version, is_retrospective, evaluated, candidates, matches, undecided, cost)
    group by c.organisation_id, c.rule_id, c.rule_version, c.is_retrospective
    order by c.organisation_id, c.rule_id, c.rule_version, c.is_retrospective
    on conflict (organisation_id, day, rule_id, rule_version, is_retrospective) do update set
      evaluated = f.evaluated + excluded.evaluated,
      candidates = f.candidates + excluded.candidates,
      matches = f.matches + excluded.matches,
      undecided = f.undecided + excluded.undecided,
      cost = f.cost + excluded.cost`.execute(write);
}

export async function forgetFigures(write: Writer, day: string): Promise<void> {
  await sql`delete from rule_figures where day < ${day}::date - ${KEPT_DAYS}::int`.execute(write);
}

/** What is more than a number holds is none that anybody reads to the last digit. */
function sumOf(column: keyof Sums): RawBuilder<number> {
  return sql<number>`coalesce(sum(${sql.ref(`f.${column}`)}), 0)::float8`;
}

const SUMS = [
  sumOf("evaluated").as("evaluated"),
  sumOf("candidates").as("candidates"),
  sumOf("matches").as("matches"),
  sumOf("undecided").as("undecided"),
  sumOf("cost").as("cost"),
] as const;

export interface FiguresWanted {
  /** The first UTC day that counts. */
  readonly since: string;
  readonly organisationId: OrganisationId | undefined;
}

export interface DayRow extends Sums {
  readonly day: string;
  readonly isRetrospective: boolean;
}

/** Of the organisations whose figures the reader may see. */
export async function figuresOfRule(
  tx: ReadTx,
  ruleId: Id<"rule">,
  { since, organisationId }: FiguresWanted,
): Promise<DayRow[]> {
  let query = tx.read
    .selectFrom("rule_figures as f")
    .select([sql<string>`f.day::text`.as("day"), "f.is_retrospective as isRetrospective", ...SUMS])
    .where("f.rule_id", "=", ruleId)
    .where(sql<boolean>`f.day >= ${since}::date`)
    .groupBy(["f.day", "f.is_retrospective"])
    .orderBy("f.day");
  if (organisationId !== undefined) query = query.where("f.organisation_id", "=", organisationId);
  return await query.execute();
}

export type FiguresOrder = "cost" | "matches" | "undecided" | "silent";

/**
 * Rules, by what they did of late when events came. The silent ones matched nothing: those that were asked
 * most come first, and last those that no event was for.
 */
export async function figuresOfRules(
  tx: ReadTx,
  {
    since,
    organisationId,
    order,
    limit,
  }: FiguresWanted & { readonly order: FiguresOrder; readonly limit: number },
) {
  const sums = tx.read
    .selectFrom("rule_figures as f")
    .select(["f.rule_id", ...SUMS])
    .where(sql<boolean>`f.day >= ${since}::date`)
    .where("f.is_retrospective", "=", false)
    .$if(organisationId !== undefined, (query) =>
      query.where("f.organisation_id", "=", sql<OrganisationId>`${organisationId}::uuid`),
    )
    .groupBy("f.rule_id");
  const by = order === "silent" ? "evaluated" : order;
  let query = tx.read
    .selectFrom("rules")
    .leftJoin(sums.as("sums"), "sums.rule_id", "rules.id")
    .select(["rules.id", "rules.title", "rules.level", "rules.version", "rules.is_enabled as isEnabled"])
    .select(["sums.evaluated", "sums.candidates", "sums.matches", "sums.undecided", "sums.cost"])
    .orderBy(sql`coalesce(${sql.ref(`sums.${by}`)}, 0)`, "desc")
    .orderBy(sql`coalesce(sums.candidates, 0)`, "desc")
    .orderBy("rules.id")
    .limit(limit);
  if (order === "silent")
    query = query
      .where("rules.is_enabled", "=", true)
      .where("rules.kind", "=", "detection")
      .where("rules.origin", "!=", "built_in")
      .where(sql<boolean>`coalesce(sums.matches, 0) = 0`)
      .$if(organisationId !== undefined, (silent) =>
        silent.where(isFor(sql<OrganisationId>`${organisationId}::uuid`)),
      );
  else query = query.where(`sums.${order === "cost" ? "candidates" : order}`, ">", 0);
  return await query.execute();
}

/** The hours of the last days, the newest first, in which a correlation had more events than are looked at. */
export async function cutHours(tx: ReadTx, ruleId: Id<"rule">, organisationId: OrganisationId | undefined) {
  let query = tx.read
    .selectFrom("correlation_windows")
    .select("window_start")
    .distinct()
    .where("rule_id", "=", ruleId)
    .where("is_cut", "=", true)
    .orderBy("window_start", "desc")
    .limit(MAX_CUT_HOURS);
  if (organisationId !== undefined) query = query.where("organisation_id", "=", organisationId);
  return (await query.execute()).map(({ window_start }) => window_start);
}

const MAX_CUT_HOURS = 24;
