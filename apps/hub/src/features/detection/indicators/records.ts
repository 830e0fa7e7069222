// SPDX-License-Identifier: Apache-2.0
/** The rows of lists of indicators, and of what is in them. */
import type { Candidate } from "@fengsui/indicators";
import { type Selectable, sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import type { IndicatorsTable, ReadTx } from "../../../platform/records/index.ts";

function selectLists({ read }: ReadTx) {
  return read
    .selectFrom("indicator_lists")
    .innerJoin("rules", "rules.id", "indicator_lists.rule_id")
    .select([
      "rules.id",
      "rules.organisation_id as organisationId",
      "rules.audience_id as audienceId",
      "rules.key",
      "rules.title",
      "rules.level",
      "rules.scope",
      "rules.is_enabled as isEnabled",
      "rules.version",
      "rules.changed_at as changedAt",
      "indicator_lists.number",
      "indicator_lists.indicator_count as indicatorCount",
      "indicator_lists.last_import as lastImport",
    ]);
}

export type ListRow = NonNullable<Awaited<ReturnType<typeof findList>>>;

export async function listLists(tx: ReadTx) {
  return await selectLists(tx).orderBy("rules.title").orderBy("rules.id").execute();
}

export async function findList(tx: ReadTx, id: Id<"rule">) {
  return await selectLists(tx).where("rules.id", "=", id).executeTakeFirst();
}

const COLUMNS = [
  "id",
  "kind",
  "value",
  "with_subdomains",
  "expires_at",
  "note",
  "place",
  "added_at",
] as const;
export type IndicatorRow = Pick<Selectable<IndicatorsTable>, (typeof COLUMNS)[number]>;

export interface IndicatorFilter {
  readonly kind?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Those that were added last come first. */
export async function listIndicators(
  { read }: ReadTx,
  number: number,
  { kind, before, limit }: IndicatorFilter,
): Promise<IndicatorRow[]> {
  let query = read
    .selectFrom("indicators")
    .select(COLUMNS)
    .where("list_number", "=", number)
    .where("removed_at", "is", null)
    .orderBy("id", "desc")
    .limit(limit);
  if (kind !== undefined) query = query.where("kind", "=", kind);
  if (before !== undefined) query = query.where("id", "<", before);
  return await query.execute();
}

const MAX_FOUND = 1000;

/** Of all lists that the reader sees. */
export async function findIndicators({ read }: ReadTx, candidates: readonly Candidate[]) {
  const column = <Value>(pick: (candidate: Candidate) => Value) => candidates.map(pick);
  return await read
    .selectFrom("indicators")
    .innerJoin("indicator_lists", "indicator_lists.number", "indicators.list_number")
    .innerJoin("rules", "rules.id", "indicator_lists.rule_id")
    .select(COLUMNS.map((name) => `indicators.${name}` as const))
    .select(["rules.id as listId", "rules.title as listTitle"])
    .where("removed_at", "is", null)
    .where(
      sql<boolean>`(indicators.kind, indicators.with_subdomains, indicators.digest) in (
        select kind, with_subdomains, substr(text_digest(value), 1, 16)
        from unnest(${column(({ kind }) => kind)}::text[], ${column(({ value }) => value)}::text[],
          ${column(({ withSubdomains }) => withSubdomains)}::boolean[]) as t (kind, value, with_subdomains))`,
    )
    .orderBy("rules.title")
    .orderBy("indicators.id")
    .limit(MAX_FOUND)
    .execute();
}
