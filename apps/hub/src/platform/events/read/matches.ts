// SPDX-License-Identifier: Apache-2.0
/** Stored matches, which alerts are derived from and correlation reads. */
import type { ClickHouseClient } from "@clickhouse/client";
import { FengsuiError } from "@fengsui/contract";
import type { Match, Reader } from "../event.ts";
import { asNumber, asText, asTime, type ReadLimits, ScopedQuery } from "./scoped-query.ts";

export interface MatchQuery {
  /** By the time of the event; not included is the second. */
  readonly from: Date;
  readonly to: Date;
  readonly organisationId?: string;
  readonly ruleId?: string;
  readonly ruleVersion?: number;
  readonly entity?: string;
  /** Matches written since then, for who keeps up with them. */
  readonly matchedSince?: Date;
  readonly limit: number;
}

export interface StoredMatch extends Match {
  readonly matched: Date;
}

const MAX_MATCHES = 10_000;

export async function selectMatches(
  client: ClickHouseClient,
  limits: ReadLimits,
  reader: Reader,
  wanted: MatchQuery,
): Promise<StoredMatch[]> {
  const { from, to, organisationId, ruleId, ruleVersion, entity, matchedSince, limit } = wanted;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_MATCHES)
    throw new FengsuiError("events.query_invalid", `limit: is not from 1 to ${MAX_MATCHES}`);
  const query = ScopedQuery.of(reader, "matches");
  query.and(`\`@timestamp\` >= ${query.bindTime(from)} AND \`@timestamp\` < ${query.bindTime(to)}`);
  if (organisationId !== undefined) query.and(`organisation_id = ${query.bind("UUID", organisationId)}`);
  if (ruleVersion !== undefined) query.and(`rule_version = ${query.bind("UInt32", ruleVersion)}`);
  if (ruleId !== undefined) query.and(`rule_id = ${query.bind("String", ruleId)}`);
  if (entity !== undefined) query.and(`entity = ${query.bind("String", entity)}`);
  if (matchedSince !== undefined) query.and(`matched >= ${query.bindTime(matchedSince)}`);
  const rows = await query.select(client, limits, {
    columns: [
      "rule_id",
      "rule_version",
      "toString(event_id)",
      "toUnixTimestamp64Milli(`@timestamp`)",
      "toString(organisation_id)",
      "audience_id",
      "entity",
      "fields",
      "is_retrospective",
      "toUnixTimestamp64Milli(matched)",
    ],
    suffix: `ORDER BY \`@timestamp\` DESC, event_id DESC, rule_id, rule_version LIMIT ${query.bind("UInt32", limit)}`,
  });
  return rows.map(toMatch);
}

function toMatch(row: readonly unknown[]): StoredMatch {
  return {
    ruleId: asText(row[0]),
    ruleVersion: asNumber(row[1]),
    eventId: asText(row[2]),
    time: asTime(row[3]),
    organisationId: asText(row[4]),
    audienceId: asNumber(row[5]),
    entity: asText(row[6]),
    fields: toFields(asText(row[7])),
    isRetrospective: row[8] === true,
    matched: asTime(row[9]),
  };
}

function toFields(text: string): Record<string, string> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, asText(field)]));
}

export interface CountsQuery {
  readonly from: Date;
  readonly to: Date;
  readonly ruleId?: string;
}

export interface MatchCount {
  readonly ruleId: string;
  readonly matches: number;
  /** Time of the newest event. */
  readonly last: Date;
}

/** How often each rule matched; a rule without a match is left out. */
export async function selectCounts(
  client: ClickHouseClient,
  limits: ReadLimits,
  reader: Reader,
  { from, to, ruleId }: CountsQuery,
): Promise<MatchCount[]> {
  const query = ScopedQuery.of(reader, "matches");
  query.and(`\`@timestamp\` >= ${query.bindTime(from)} AND \`@timestamp\` < ${query.bindTime(to)}`);
  if (ruleId !== undefined) query.and(`rule_id = ${query.bind("String", ruleId)}`);
  const rows = await query.select(client, limits, {
    columns: ["rule_id", "count()", "max(toUnixTimestamp64Milli(`@timestamp`))"],
    suffix: "GROUP BY rule_id ORDER BY rule_id",
  });
  return rows.map((row) => ({ ruleId: asText(row[0]), matches: asNumber(row[1]), last: asTime(row[2]) }));
}
