// SPDX-License-Identifier: Apache-2.0
/** The questions about what detection stands on: rules, sources, what could not be read, what is kept silent. */
import type { Situation } from "@fengsui/contract";
import { sql } from "kysely";
import type { ReadTx } from "../../platform/records/index.ts";
import { daysBefore, type Scope } from "./scope.ts";

const SOON_DAYS = 7;
const MAX_ENDING = 5;

/** Those that somebody brought: without them no event becomes an alert. */
export async function countRules(tx: ReadTx, { organisationId }: Scope): Promise<Situation["rules"]> {
  const brought = tx.read.selectFrom("rules").where("origin", "<>", "built_in");
  const row = await (organisationId === undefined
    ? brought
    : brought.where("organisation_id", "=", organisationId)
  )
    .select(({ fn }) => [
      fn.countAll<string>().as("total"),
      sql<string>`count(*) filter (where is_enabled)`.as("enabled"),
    ])
    .executeTakeFirstOrThrow();
  return { total: Number(row.total), enabled: Number(row.enabled) };
}

export async function countDeadLetters(
  tx: ReadTx,
  { from, to, organisationId }: Scope,
): Promise<Situation["deadLetters"]> {
  const letters = tx.read.selectFrom("dead_letters");
  const row = await (organisationId === undefined
    ? letters
    : letters.where("organisation_id", "=", organisationId)
  )
    .select(({ fn }) => [
      fn.countAll<string>().as("total"),
      sql<string>`count(*) filter (where received_at >= ${from} and received_at < ${to})`.as("inSpan"),
      fn.max("received_at").as("last"),
    ])
    .executeTakeFirstOrThrow();
  const lastReceivedAt = row.last === null ? null : new Date(row.last).toISOString();
  return { total: Number(row.total), inSpan: Number(row.inSpan), lastReceivedAt };
}

export async function countSuppressions(
  tx: ReadTx,
  { organisationId }: Scope,
): Promise<Situation["suppressions"]> {
  const all = tx.read
    .selectFrom("suppressions")
    .where("ended_at", "is", null)
    .where("expires_at", ">", tx.now);
  const active =
    organisationId === undefined ? all : all.where("suppressions.organisation_id", "=", organisationId);
  const { count } = await active
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  const soon = await active
    .leftJoin("rules", "rules.id", "suppressions.rule_id")
    .where("expires_at", "<", daysBefore(tx.now, -SOON_DAYS))
    .select(["suppressions.id", "suppressions.reason", "rules.title as ruleTitle", "expires_at"])
    .orderBy("expires_at")
    .limit(MAX_ENDING)
    .execute();
  const endingSoon = soon.map(({ expires_at, ...row }) => ({ ...row, expiresAt: expires_at.toISOString() }));
  return { active: Number(count), endingSoon };
}

/** As a source says of itself: what was heard since its silence ends it. */
export const IS_SILENT = sql<boolean>`(disabled_at is null and last_seen_at is not null
  and silent_since is not null and last_seen_at <= silent_since)`;

export async function countSources(
  { read }: ReadTx,
  { organisationId }: Scope,
): Promise<Situation["sources"]> {
  const sources = read.selectFrom("sources");
  const row = await (organisationId === undefined
    ? sources
    : sources.where("organisation_id", "=", organisationId)
  )
    .select(({ fn }) => [
      fn.countAll<string>().as("total"),
      sql<string>`count(*) filter (where ${IS_SILENT})`.as("silent"),
    ])
    .executeTakeFirstOrThrow();
  return { total: Number(row.total), silent: Number(row.silent) };
}
