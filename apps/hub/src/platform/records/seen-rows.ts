// SPDX-License-Identifier: Apache-2.0
/**
 * For lists, counts and searches of the tables that grow without end. Their policies decide who sees a row, and are
 * cheap for a row, but PostgreSQL plans a query before it runs one, and so knows neither which audiences a reader is of
 * nor how many rows those have. Said in the query as well, it takes the index that fits this reader.
 */
import { type RawBuilder, sql } from "kysely";
import type { ReadTx } from "./unit-of-work.ts";

/** As in migration 0046. */
export type TableOfMany = "alerts" | "cases" | "assets";

/** True of all rows that the reader sees; it is no decision, as the policy leaves out the others anyway. */
export function isSeen({ audiences }: ReadTx, table: TableOfMany): RawBuilder<boolean> {
  if (audiences === undefined) return sql<boolean>`true`;
  return sql<boolean>`${sql.ref(`${table}.audience_id`)} = any(${audiences}::int[])`;
}
