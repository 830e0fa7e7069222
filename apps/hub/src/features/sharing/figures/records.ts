// SPDX-License-Identifier: Apache-2.0
/** Counts of what is in the lists of cases and of publications, as far as who asks may see it. */
import type { SharingFigures } from "@fengsui/contract";
import { sql } from "kysely";
import type { OrganisationId, ReadTx } from "../../../platform/records/index.ts";

type Placed = Omit<SharingFigures["counts"][number], "count">;

/** The last of the starts is the end. Cases that were merged into others are in no list. */
export async function countShared(
  { read }: ReadTx,
  own: readonly OrganisationId[],
  starts: readonly Date[],
): Promise<SharingFigures["counts"]> {
  const times = starts.map((start) => start.toISOString());
  return await read
    .selectFrom(
      sql<Placed>`(
        select kind, organisation_id <> all (${[...own]}::uuid[]) as "isReceived", marking,
          width_bucket(at, ${times}::timestamptz[]) - 1 as month
        from (
          select 'case' as kind, organisation_id, marking, shared_at as at
          from cases where merged_into_id is null
          union all
          select 'publication', organisation_id, marking, published_at
          from publications where state = 'published'
        ) as shared
        where marking is not null and at >= ${times.at(0)} and at < ${times.at(-1)})`.as("placed"),
    )
    .select(["kind", "isReceived", "marking", "month", sql<number>`count(*)::int`.as("count")])
    .groupBy(["kind", "isReceived", "marking", "month"])
    .orderBy("month")
    .orderBy("kind")
    .orderBy("isReceived")
    .orderBy("marking")
    .execute();
}
