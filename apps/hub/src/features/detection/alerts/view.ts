// SPDX-License-Identifier: Apache-2.0
/** An alert as it crosses the API. */
import type { Alert, LedgerReference } from "@fengsui/contract";
import type { AlertRow } from "./records.ts";

export function toAlert(row: AlertRow, ledger: LedgerReference | null): Alert {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    ruleId: row.rule_id,
    ruleVersion: row.rule_version,
    title: row.title,
    level: row.level,
    entityKind: row.entity_kind,
    entity: row.entity,
    windowStart: row.window_start.toISOString(),
    windowEnd: row.window_end.toISOString(),
    firstEventAt: row.first_event_at.toISOString(),
    lastEventAt: row.last_event_at.toISOString(),
    matchCount: row.match_count,
    isRetrospective: row.is_retrospective,
    retrospectionId: row.retrospection_id,
    kind: row.kind,
    sourceId: row.source_id,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    suppressionId: row.suppression_id,
    state: row.state,
    verdict: row.verdict,
    assigneeId: row.assignee_id,
    caseId: row.case_id,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    ledger,
  };
}
