// SPDX-License-Identifier: Apache-2.0
/** The events that some rules matched, for who makes something of several of them. */
import type { ClickHouseClient } from "@clickhouse/client";
import { FengsuiError } from "@fengsui/contract";
import type { EventKey, Reader } from "../event.ts";
import { asNumber, asText, asTime, type ReadLimits, ScopedQuery } from "./scoped-query.ts";

export interface MatchedEventsQuery {
  readonly organisationId: string;
  readonly ruleIds: readonly string[];
  /** By the time of the event; not included is the second. */
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
  /** The last event of the page before. */
  readonly after?: EventKey;
}

export interface MatchedEvent extends EventKey {
  /** Those of the rules that matched it, in whichever version. */
  readonly ruleIds: readonly string[];
}

const MAX_EVENTS = 1_000;

export type MatchedWindowsQuery = Pick<MatchedEventsQuery, "organisationId" | "ruleIds"> & {
  readonly windowMs: number;
};

/** In which stretches of so many milliseconds since 1970 they matched anything, as the beginnings of these. */
export async function selectMatchedWindows(
  client: ClickHouseClient,
  limits: ReadLimits,
  reader: Reader,
  { organisationId, ruleIds, windowMs }: MatchedWindowsQuery,
): Promise<number[]> {
  const query = ScopedQuery.of(reader, "matches");
  query.and(`rule_id IN ${query.bind("Array(String)", [...ruleIds])}`);
  query.and(`organisation_id = ${query.bind("UUID", organisationId)}`);
  const milliseconds = "toUnixTimestamp64Milli(`@timestamp`)";
  const rows = await query.select(client, limits, {
    columns: [
      `${milliseconds} - positiveModulo(${milliseconds}, ${query.bind("Int64", windowMs)}) AS window_start`,
    ],
    suffix: "GROUP BY window_start ORDER BY window_start",
    lane: "background",
  });
  return rows.map(([start]) => asNumber(start));
}

/** The newest first. */
export async function selectMatchedEvents(
  client: ClickHouseClient,
  limits: ReadLimits,
  reader: Reader,
  { organisationId, ruleIds, from, to, limit, after }: MatchedEventsQuery,
): Promise<MatchedEvent[]> {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_EVENTS)
    throw new FengsuiError("events.query_invalid", `limit: is not from 1 to ${MAX_EVENTS}`);
  const query = ScopedQuery.of(reader, "matches");
  // The first two are for the sorting key.
  query.and(`rule_id IN ${query.bind("Array(String)", [...ruleIds])}`);
  query.and(`\`@timestamp\` >= ${query.bindTime(from)} AND \`@timestamp\` < ${query.bindTime(to)}`);
  query.and(`organisation_id = ${query.bind("UUID", organisationId)}`);
  if (after !== undefined) {
    const time = query.bindTime(after.time);
    query.and(
      `\`@timestamp\` <= ${time} AND (\`@timestamp\`, event_id) < (${time}, ${query.bind("UUID", after.id)})`,
    );
  }
  const rows = await query.select(client, limits, {
    columns: ["toString(event_id)", "toUnixTimestamp64Milli(`@timestamp`)", "groupUniqArray(rule_id)"],
    suffix: `GROUP BY \`@timestamp\`, event_id ORDER BY \`@timestamp\` DESC, event_id DESC
      LIMIT ${query.bind("UInt32", limit)}`,
    lane: "background",
  });
  return rows.map(([id, time, ids]) => ({
    id: asText(id),
    time: asTime(time),
    ruleIds: Array.isArray(ids) ? ids.map(asText) : [],
  }));
}
