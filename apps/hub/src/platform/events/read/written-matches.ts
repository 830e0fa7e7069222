// SPDX-License-Identifier: Apache-2.0
/** What was written of matches, for who writes them: which are there, and which alerts must follow from them. */
import type { ClickHouseClient } from "@clickhouse/client";
import { FengsuiError } from "@fengsui/contract";
import type { Match, MatchGroup, Reader } from "../event.ts";
import { asNumber, asText, type ReadLimits, ScopedQuery } from "./scoped-query.ts";

export type MatchKey = Pick<Match, "ruleId" | "ruleVersion" | "eventId" | "time">;

const MAX_KEYS = 1_000;

/** What a set of known matches holds. */
export function matchKeyOf({ ruleId, ruleVersion, eventId }: Omit<MatchKey, "time">): string {
  return `${ruleId} ${ruleVersion} ${eventId}`;
}

export async function selectKnownMatches(
  client: ClickHouseClient,
  limits: ReadLimits,
  reader: Reader,
  matches: readonly MatchKey[],
): Promise<Set<string>> {
  const known = new Set<string>();
  for (let at = 0; at < matches.length; at += MAX_KEYS) {
    const part = matches.slice(at, at + MAX_KEYS);
    const query = ScopedQuery.of(reader, "matches");
    const keys = query.bindKeys(part.map(({ eventId, time }) => ({ id: eventId, time })));
    query.and(`rule_id IN ${query.bind("Array(String)", [...new Set(part.map(({ ruleId }) => ruleId))])}`);
    query.and(`(\`@timestamp\`, event_id) IN ${keys}`);
    const rows = await query.select(client, limits, {
      columns: ["rule_id", "rule_version", "toString(event_id)"],
      lane: "background",
    });
    for (const [ruleId, version, eventId] of rows)
      known.add(
        matchKeyOf({ ruleId: asText(ruleId), ruleVersion: asNumber(version), eventId: asText(eventId) }),
      );
  }
  return known;
}

export interface GroupsQuery {
  readonly matchedSince: Date;
  readonly windowMs: number;
  readonly limit: number;
  /** The last group of the page before. */
  readonly after?: WrittenGroup;
}

export interface WrittenGroup extends MatchGroup {
  readonly organisationId: string;
  /** Of its matches since then, all were found in retrospect. */
  readonly isRetrospective: boolean;
}

const MAX_GROUPS = 1_000;

export async function selectGroupsSince(
  client: ClickHouseClient,
  limits: ReadLimits,
  reader: Reader,
  { matchedSince, windowMs, limit, after }: GroupsQuery,
): Promise<WrittenGroup[]> {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_GROUPS)
    throw new FengsuiError("events.query_invalid", `limit: is not from 1 to ${MAX_GROUPS}`);
  const query = ScopedQuery.of(reader, "matches");
  query.and(`matched >= ${query.bindTime(matchedSince)}`);
  const milliseconds = "toUnixTimestamp64Milli(`@timestamp`)";
  const start = `${milliseconds} - positiveModulo(${milliseconds}, ${query.bind("Int64", windowMs)})`;
  const having =
    after === undefined
      ? ""
      : `HAVING (window_start, rule_id, rule_version, entity, organisation) > (${query.bind("Int64", after.windowStart)},
          ${query.bind("String", after.ruleId)}, ${query.bind("UInt32", after.ruleVersion)},
          ${query.bind("String", after.entity)}, ${query.bind("String", after.organisationId)})`;
  const rows = await query.select(client, limits, {
    columns: [
      "rule_id",
      "rule_version",
      "entity",
      `${start} AS window_start`,
      "toString(organisation_id) AS organisation",
      "min(is_retrospective)",
    ],
    suffix: `GROUP BY rule_id, rule_version, entity, window_start, organisation ${having}
      ORDER BY window_start, rule_id, rule_version, entity, organisation LIMIT ${query.bind("UInt32", limit)}`,
    lane: "background",
  });
  return rows.map((row) => ({
    ruleId: asText(row[0]),
    ruleVersion: asNumber(row[1]),
    entity: asText(row[2]),
    windowStart: asNumber(row[3]),
    organisationId: asText(row[4]),
    isRetrospective: row[5] === true || row[5] === 1,
  }));
}
