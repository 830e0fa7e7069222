// SPDX-License-Identifier: Apache-2.0
/** Which sources told of which hosts, and when: so that silence is not taken for quiet. */
import type { ClickHouseClient } from "@clickhouse/client";
import { FengsuiError } from "@fengsui/contract";
import type { Reader } from "../event.ts";
import { asNumber, asText, type ReadLimits, ScopedQuery } from "./scoped-query.ts";

export interface PresenceQuery {
  readonly organisationId: string;
  /** In lower case. */
  readonly hosts: readonly string[];
  /** Sources that told of a host since then are named. */
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  /** Events are counted from here on. */
  readonly countFrom: Date;
  readonly intervalMs: number;
}

export interface Presence {
  readonly host: string;
  readonly sourceId: string;
  readonly count: number;
  /** Starts of the intervals in which there were some, in milliseconds since 1970, ascending. */
  readonly starts: readonly number[];
}

const MAX_HOSTS = 1_000;

export async function selectPresence(
  client: ClickHouseClient,
  limits: ReadLimits,
  reader: Reader,
  { organisationId, hosts, from, to, countFrom, intervalMs }: PresenceQuery,
): Promise<Presence[]> {
  if (hosts.length > MAX_HOSTS || !Number.isInteger(intervalMs) || intervalMs < 1)
    throw new FengsuiError(
      "events.query_invalid",
      `hosts: are more than ${MAX_HOSTS}, or there is no interval`,
    );
  const query = ScopedQuery.of(reader, "events");
  query.and(`\`@timestamp\` >= ${query.bindTime(from)} AND \`@timestamp\` < ${query.bindTime(to)}`);
  query.and(`organisation_id = ${query.bind("UUID", organisationId)}`);
  query.and(`lowerUTF8(\`host.name\`) IN ${query.bind("Array(String)", hosts)}`);
  const milliseconds = "toUnixTimestamp64Milli(`@timestamp`)";
  const start = `${milliseconds} - positiveModulo(${milliseconds}, ${query.bind("Int64", intervalMs)})`;
  const counts = `\`@timestamp\` >= ${query.bindTime(countFrom)}`;
  const rows = await query.select(client, limits, {
    columns: [
      "lowerUTF8(`host.name`) AS host",
      "toString(source_id) AS source",
      `countIf(${counts})`,
      `arraySort(groupUniqArrayIf(${start}, ${counts}))`,
    ],
    suffix: "GROUP BY host, source ORDER BY host, source",
    lane: "background",
  });
  return rows.map(([host, sourceId, count, starts]) => ({
    host: asText(host),
    sourceId: asText(sourceId),
    count: asNumber(count),
    starts: Array.isArray(starts) ? starts.map(asNumber) : [],
  }));
}
