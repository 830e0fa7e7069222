// SPDX-License-Identifier: Apache-2.0
/** A source as it crosses the API. */
import type { Source } from "@fengsui/contract";
import { readMapping } from "../ingest/reading.ts";
import { rateNow } from "./heard.ts";
import type { SourceRow } from "./records.ts";
import { quietLimitMs, type Silence } from "./rhythm.ts";

export interface SourceParts {
  readonly silences?: readonly Silence[] | undefined;
  readonly senders?: readonly string[] | undefined;
}

export function toSource(row: SourceRow, { silences = [], senders = [] }: SourceParts, now: Date): Source {
  const { first_seen_at: firstSeen, last_seen_at: lastSeen, watch_from: watchFrom } = row;
  const limitMs = quietLimitMs({ quietSeconds: row.quiet_seconds, firstSeen, lastSeen }, silences, now);
  return {
    id: row.id,
    organisationId: row.organisation_id,
    name: row.name,
    logType: row.log_type,
    detectedLogType: row.detected_log_type,
    charset: row.charset,
    timeZone: row.time_zone,
    senders: [...senders],
    mapping: readMapping(row.mapping),
    mappingVersion: row.mapping_version,
    createdAt: row.created_at.toISOString(),
    disabledAt: row.disabled_at?.toISOString() ?? null,
    state: stateOf(row),
    firstSeenAt: firstSeen?.toISOString() ?? null,
    lastSeenAt: lastSeen?.toISOString() ?? null,
    lastEventAt: row.last_event_at?.toISOString() ?? null,
    eventCount: Number(row.event_count),
    eventsPerSecond: rateNow(row.rate_per_second, lastSeen, now),
    lagMs: row.lag_ms === null ? null : Number(row.lag_ms),
    isWatched: row.is_watched,
    quietSeconds: row.quiet_seconds,
    expectedQuietSeconds: limitMs === undefined ? null : Math.round(limitMs / 1000),
    pausedUntil: watchFrom !== null && watchFrom > now ? watchFrom.toISOString() : null,
    silentSince: isSilent(row) ? (row.silent_since?.toISOString() ?? null) : null,
  };
}

function stateOf(row: SourceRow): Source["state"] {
  if (row.disabled_at !== null) return "off";
  if (row.last_seen_at === null) return "waiting";
  return isSilent(row) ? "silent" : "active";
}

/** What was heard since ends it, before the next look does. */
function isSilent({ silent_since: since, last_seen_at: last }: SourceRow): boolean {
  return since !== null && (last === null || last <= since);
}
