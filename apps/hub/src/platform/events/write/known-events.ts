// SPDX-License-Identifier: Apache-2.0
/** Which events are stored already. Asked by the sorting key, so that only the few granules around them are read. */
import { type ClickHouseClient, TupleParam } from "@clickhouse/client";
import { inLane } from "../client.ts";
import { formatTime } from "./tab-separated.ts";

export interface EventPoint {
  readonly id: string;
  readonly milliseconds: number;
}

const MAX_KEYS = 10_000;
/** The parameters count, with some elements and some dozens of bytes for each key. */
const MAX_QUERY_BYTES = String(MAX_KEYS * 100);
const MANY = "1000000";

/** The identifiers, in lower case, of those that are stored. */
export async function findKnown(
  client: ClickHouseClient,
  points: readonly EventPoint[],
): Promise<Set<string>> {
  const known = new Set<string>();
  for (let at = 0; at < points.length; at += MAX_KEYS)
    for (const id of await ask(client, points.slice(at, at + MAX_KEYS))) known.add(id);
  return known;
}

async function ask(client: ClickHouseClient, points: readonly EventPoint[]): Promise<string[]> {
  const result = await client.query({
    query: `SELECT toString(event_id) FROM events
      WHERE (\`@timestamp\`, event_id) IN {keys:Array(Tuple(DateTime64(3, 'UTC'), UUID))}`,
    query_params: {
      keys: points.map(({ id, milliseconds }) => new TupleParam([formatTime(milliseconds), id])),
    },
    use_multipart_params: true,
    format: "JSONCompactEachRow",
    clickhouse_settings: {
      max_query_size: MAX_QUERY_BYTES,
      max_ast_elements: MANY,
      max_expanded_ast_elements: MANY,
    },
    ...inLane("ingest"),
  });
  const rows: unknown[] = await result.json();
  return rows.map((row) => String(Array.isArray(row) ? row[0] : row));
}
