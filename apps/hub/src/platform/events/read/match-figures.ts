// SPDX-License-Identifier: Apache-2.0
/** What the matches of an alert come to. Counted anew from all of them, as a count that is kept would drift. */
import type { ClickHouseClient } from "@clickhouse/client";
import { FengsuiError } from "@fengsui/contract";
import type { MatchGroup, Reader } from "../event.ts";
import { asNumber, asText, asTime, type ReadLimits, ScopedQuery } from "./scoped-query.ts";

export interface FiguresQuery {
  readonly organisationId?: string;
  readonly windowMs: number;
  readonly groups: readonly MatchGroup[];
}

export interface MatchFigures extends MatchGroup {
  readonly count: number;
  /** Times of the events. */
  readonly first: Date;
  readonly last: Date;
  /** None of them came of an event as it arrived. */
  readonly isRetrospective: boolean;
}

const MAX_GROUPS = 1_000;

export async function selectFigures(
  client: ClickHouseClient,
  limits: ReadLimits,
  reader: Reader,
  { organisationId, windowMs, groups }: FiguresQuery,
): Promise<MatchFigures[]> {
  if (groups.length === 0) return [];
  if (groups.length > MAX_GROUPS || !Number.isInteger(windowMs) || windowMs < 1)
    throw new FengsuiError("events.query_invalid", `groups: are more than ${MAX_GROUPS}, or have no length`);
  const query = ScopedQuery.of(reader, "matches");
  const starts = groups.map(({ windowStart }) => windowStart);
  const from = new Date(Math.min(...starts));
  const to = new Date(Math.max(...starts) + windowMs);
  const ruleIds = query.bind("Array(String)", [...new Set(groups.map(({ ruleId }) => ruleId))]);
  const milliseconds = "toUnixTimestamp64Milli(`@timestamp`)";
  const start = `${milliseconds} - positiveModulo(${milliseconds}, ${query.bind("Int64", windowMs)})`;
  // The first two are for the sorting key.
  query.and(`rule_id IN ${ruleIds}`);
  query.and(`\`@timestamp\` >= ${query.bindTime(from)} AND \`@timestamp\` < ${query.bindTime(to)}`);
  query.and(`(rule_id, rule_version, entity, ${start}) IN ${query.bindGroups(groups)}`);
  if (organisationId !== undefined) query.and(`organisation_id = ${query.bind("UUID", organisationId)}`);
  const rows = await query.select(client, limits, {
    columns: ["rule_id", "rule_version", "entity", `${start} AS window_start`, "count()"].concat(
      ["min", "max"].map((bound) => `${bound}(${milliseconds})`),
      "toUInt8(min(is_retrospective))",
    ),
    suffix: "GROUP BY rule_id, rule_version, entity, window_start",
  });
  return rows.map((row) => ({
    ruleId: asText(row[0]),
    ruleVersion: asNumber(row[1]),
    entity: asText(row[2]),
    windowStart: asNumber(row[3]),
    count: asNumber(row[4]),
    first: asTime(row[5]),
    last: asTime(row[6]),
    isRetrospective: asNumber(row[7]) === 1,
  }));
}
