// SPDX-License-Identifier: Apache-2.0
/** "Have we ever seen this, and where": one lookup, by the sorting key of the view that keeps it. */
import type { ClickHouseClient } from "@clickhouse/client";
import type { Observable, Reader, Sighting } from "../event.ts";
import { limitObservable } from "../observable-value.ts";
import { asNumber, asText, asTexts, asTime, type ReadLimits, ScopedQuery } from "./scoped-query.ts";

export interface ObservableQuery {
  readonly values: readonly string[];
  readonly kind?: string;
  readonly organisationId?: string;
}

export async function selectSightings(
  client: ClickHouseClient,
  limits: ReadLimits,
  reader: Reader,
  { values, kind, organisationId }: ObservableQuery,
): Promise<Sighting[]> {
  const query = ScopedQuery.of(reader, "observables");
  query.and(`value IN ${query.bind("Array(String)", values.map(limitObservable))}`);
  if (kind !== undefined) query.and(`kind = ${query.bind("String", kind)}`);
  if (organisationId !== undefined) query.and(`organisation_id = ${query.bind("UUID", organisationId)}`);
  // What was not merged yet is in several rows.
  const rows = await query.select(client, limits, {
    columns: [
      "kind",
      "value",
      "toString(organisation_id)",
      "audience_id",
      "toUnixTimestamp64Milli(min(first))",
      "toUnixTimestamp64Milli(max(last))",
      "sum(count)",
      "arrayMap(id -> toString(id), arraySort(groupUniqArrayArray(source_ids)))",
    ],
    suffix:
      "GROUP BY kind, value, organisation_id, audience_id ORDER BY value, kind, organisation_id, audience_id",
  });
  return rows.map((row) => ({
    kind: asText(row[0]),
    value: asText(row[1]),
    organisationId: asText(row[2]),
    audienceId: asNumber(row[3]),
    first: asTime(row[4]),
    last: asTime(row[5]),
    count: asNumber(row[6]),
    sourceIds: asTexts(row[7]),
  }));
}

export interface ObservablesQuery {
  readonly organisationId: string;
  /** The last of the page before. */
  readonly after?: Observable | undefined;
  readonly limit: number;
}

/** In the order of the sorting key, so that a page costs no more than itself. */
export async function selectObservables(
  client: ClickHouseClient,
  limits: ReadLimits,
  reader: Reader,
  { organisationId, after, limit }: ObservablesQuery,
): Promise<Observable[]> {
  const query = ScopedQuery.of(reader, "observables");
  query.and(`organisation_id = ${query.bind("UUID", organisationId)}`);
  if (after !== undefined)
    query.and(`(value, kind) > (${query.bind("String", after.value)}, ${query.bind("String", after.kind)})`);
  const rows = await query.select(client, limits, {
    columns: ["kind", "value"],
    suffix: `GROUP BY value, kind ORDER BY value, kind LIMIT ${query.bind("UInt32", limit)}`,
    lane: "background",
  });
  return rows.map(([kind, value]) => ({ kind: asText(kind), value: asText(value) }));
}
