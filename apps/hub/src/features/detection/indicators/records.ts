// SPDX-License-Identifier: Apache-2.0
/** The rows of lists of indicators, and of what is in them. */
import { createHash } from "node:crypto";
import type { Candidate } from "@fengsui/indicators";
import { type Selectable, sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import type { IndicatorsTable, ReadTx } from "../../../platform/records/index.ts";
import { inOrderOfIndex } from "./changes.ts";

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

export async function countLists(
  { read }: ReadTx,
  organisationId: ListRow["organisationId"],
): Promise<number> {
  const row = await read
    .selectFrom("indicator_lists")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .where("organisation_id", "=", organisationId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
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
  if (kind === undefined) await inOrderOfIndex({ read });
  else query = query.where("kind", "=", kind);
  if (before !== undefined) query = query.where("id", "<", before);
  return await query.execute();
}

const MAX_FOUND = 1000;

/**
 * Of all lists that the reader sees, each asked for each candidate: a query that left it to the database would be
 * answered by looking at every row of a list where little is known of it. By digests that are worked out here, as one
 * that is to be worked out there would be compared after the policies of the rows.
 */
export async function findIndicators({ read }: ReadTx, candidates: readonly Candidate[]) {
  const column = <Value>(pick: (candidate: Candidate) => Value) => candidates.map(pick);
  const wanted = sql<Wanted>`(select distinct * from unnest(${column(({ kind }) => kind)}::text[],
    ${column(({ withSubdomains }) => withSubdomains)}::boolean[], ${column(({ value }) => digestOf(value))}::bytea[]))`;
  return await read
    .selectFrom("indicator_lists")
    .innerJoin("rules", "rules.id", "indicator_lists.rule_id")
    .crossJoin(wanted.as<"wanted">(sql`wanted (kind, with_subdomains, digest)`))
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom("indicators")
          .select(COLUMNS)
          .whereRef("indicators.list_number", "=", "indicator_lists.number")
          .whereRef("indicators.kind", "=", "wanted.kind")
          .whereRef("indicators.with_subdomains", "=", "wanted.with_subdomains")
          .whereRef("indicators.digest", "=", "wanted.digest")
          .where("removed_at", "is", null)
          .offset(0)
          .as("found"),
      (join) => join.onTrue(),
    )
    .select(COLUMNS.map((name) => `found.${name}` as const))
    .select(["rules.id as listId", "rules.title as listTitle"])
    .orderBy("rules.title")
    .orderBy("found.id")
    .limit(MAX_FOUND)
    .execute();
}

interface Wanted {
  kind: string;
  with_subdomains: boolean;
  digest: Buffer;
}

const DIGEST_BYTES = 16;

/** As the column has it, in the way PostgreSQL writes bytes. */
function digestOf(value: string): string {
  const digest = createHash("sha256").update(value, "utf8").digest();
  return `\\x${digest.subarray(0, DIGEST_BYTES).toString("hex")}`;
}
