// SPDX-License-Identifier: Apache-2.0
/** A retrospection as it crosses the API, with its rate and what is left. Pure. */
import type { Retrospection } from "@fengsui/contract";
import type { RetrospectionRow } from "./records.ts";

export function toRetrospection(row: RetrospectionRow): Retrospection {
  const seen = Number(row.events_seen);
  // What came since it was counted may be among those that it met.
  const total = row.events_total === null ? null : Math.max(Number(row.events_total), seen);
  const seconds = Number(row.worked_ms) / 1000;
  const rate = seen > 0 && seconds > 0 ? seen / seconds : null;
  const isUnderWay = row.finished_at === null;
  return {
    id: row.id,
    organisationId: row.organisation_id,
    state: row.state,
    cause: row.cause,
    ruleCount: row.rule_count,
    receivedSince: text(row.received_since),
    from: text(row.from_at),
    to: text(row.to_at),
    eventsTotal: total,
    eventsSeen: seen,
    matchCount: Number(row.match_count),
    alertCount: Number(row.alert_count),
    eventsPerSecond: rate,
    secondsLeft: isUnderWay && rate !== null && total !== null ? (total - seen) / rate : null,
    failure: row.failure,
    requestedBy: row.requested_by,
    createdAt: row.created_at.toISOString(),
    notBefore: row.not_before.toISOString(),
    startedAt: text(row.started_at),
    finishedAt: text(row.finished_at),
    changedAt: row.changed_at.toISOString(),
  };
}

function text(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
