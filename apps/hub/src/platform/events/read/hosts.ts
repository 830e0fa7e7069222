// SPDX-License-Identifier: Apache-2.0
/**
 * The hosts of the events that came in a span of time. Events lie in parts by the day of their coming, and the name of
 * the host is a column of few values: what is read is the new, and of that little.
 */
import type { ClickHouseClient } from "@clickhouse/client";
import type { Reader } from "../event.ts";
import { asText, asTexts, asTime, type ReadLimits, ScopedQuery } from "./scoped-query.ts";

export interface HostsQuery {
  /** By when the events came. */
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  readonly limit: number;
  /** The last host of the page before. */
  readonly after?: { readonly organisationId: string; readonly host: string };
  readonly signal?: AbortSignal;
}

export interface HostFigures {
  readonly organisationId: string;
  /** In lower case: logs of one machine do not agree on it. */
  readonly host: string;
  /** By the events' own time. */
  readonly first: Date;
  readonly last: Date;
  readonly sourceIds: readonly string[];
}

const MAX_SOURCES = 100;

/** By organisation and name. */
export async function selectHosts(
  client: ClickHouseClient,
  limits: ReadLimits,
  reader: Reader,
  { from, to, limit, after, signal }: HostsQuery,
): Promise<HostFigures[]> {
  const query = ScopedQuery.of(reader, "events");
  query.and(
    `\`event.ingested\` >= ${query.bindTime(from)} AND \`event.ingested\` < ${query.bindTime(to)}
      AND \`host.name\` != ''`,
  );
  if (after !== undefined)
    query.and(
      `(toString(organisation_id), lowerUTF8(\`host.name\`)) >
        (${query.bind("String", after.organisationId)}, ${query.bind("String", after.host)})`,
    );
  const rows = await query.select(client, limits, {
    columns: [
      "toString(organisation_id) AS organisation",
      "lowerUTF8(`host.name`) AS host",
      "toUnixTimestamp64Milli(min(`@timestamp`))",
      "toUnixTimestamp64Milli(max(`@timestamp`))",
      `arrayMap(id -> toString(id), arraySort(groupUniqArray(${MAX_SOURCES})(source_id)))`,
    ],
    suffix: `GROUP BY organisation, host ORDER BY organisation, host LIMIT ${query.bind("UInt32", limit)}`,
    lane: "background",
    signal,
  });
  return rows.map((row) => ({
    organisationId: asText(row[0]),
    host: asText(row[1]),
    first: asTime(row[2]),
    last: asTime(row[3]),
    sourceIds: asTexts(row[4]),
  }));
}

/** When the first event came that is stored; undefined where there is none. */
export async function selectFirstComing(
  client: ClickHouseClient,
  limits: ReadLimits,
  reader: Reader,
): Promise<Date | undefined> {
  const rows = await ScopedQuery.of(reader, "events").select(client, limits, {
    columns: ["count()", "toUnixTimestamp64Milli(min(`event.ingested`))"],
    lane: "background",
  });
  const [row] = rows;
  return row === undefined || Number(row[0]) === 0 ? undefined : asTime(row[1]);
}
