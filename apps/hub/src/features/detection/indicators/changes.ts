// SPDX-License-Identifier: Apache-2.0
/** The rows of lists and indicators for who keeps up with them. */
import { type Selectable, sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import type { IndicatorsTable, ReadTx } from "../../../platform/records/index.ts";

export interface ListState {
  readonly ruleId: Id<"rule">;
  readonly number: number;
  readonly revision: number;
  readonly purgedRevision: number;
}

export async function listStates({ read }: ReadTx): Promise<ListState[]> {
  const rows = await read
    .selectFrom("indicator_lists")
    .select(["rule_id as ruleId", "number", "revision", "purged_revision as purgedRevision"])
    .orderBy("number")
    .execute();
  return rows.map((row) => ({
    ...row,
    revision: Number(row.revision),
    purgedRevision: Number(row.purgedRevision),
  }));
}

export interface ChangesQuery {
  readonly number: number;
  /** Not included. */
  readonly since: number;
  readonly upTo: number;
  /** The last of the page before. */
  readonly after?: Pick<ChangedIndicator, "revision" | "id"> | undefined;
  readonly limit: number;
}

const COLUMNS = ["id", "revision", "kind", "value", "with_subdomains", "expires_at", "removed_at"] as const;
export type ChangedIndicator = Pick<Selectable<IndicatorsTable>, (typeof COLUMNS)[number]>;

/**
 * For the rest of the transaction. Right after an import the database knows nothing of how many rows a list has, takes
 * it for a few, and would sort all of them for each page of them.
 */
export async function inOrderOfIndex({ read }: Pick<ReadTx, "read">): Promise<void> {
  await read
    .selectNoFrom([
      sql`set_config('enable_sort', 'off', true)`.as("sort"),
      sql`set_config('enable_bitmapscan', 'off', true)`.as("bitmapscan"),
    ])
    .execute();
}

/** Those that are gone among them. What is changed once more meanwhile has a later revision, and comes with that. */
export async function changedIndicators(
  { read }: ReadTx,
  { number, since, upTo, after, limit }: ChangesQuery,
): Promise<ChangedIndicator[]> {
  await inOrderOfIndex({ read });
  const query = read
    .selectFrom("indicators")
    .select(COLUMNS)
    .where("list_number", "=", number)
    .where("revision", "<=", String(upTo))
    .orderBy("revision")
    .orderBy("id")
    .limit(limit);
  if (after === undefined) return await query.where("revision", ">", String(since)).execute();
  return await query
    .where((where) => where(where.refTuple("revision", "id"), ">", where.tuple(after.revision, after.id)))
    .execute();
}
