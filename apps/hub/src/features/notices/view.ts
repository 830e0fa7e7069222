// SPDX-License-Identifier: Apache-2.0
/** An order as it crosses the API. */
import {
  CHECK_COVERAGE,
  ORDER_ENTRY,
  type Order,
  type OrderAct,
  type OrderCondition,
  type OrderDetail,
} from "@fengsui/contract";
import { z } from "zod";
import type { OrderParts } from "./parts.ts";
import { conditionOf, type OrderRow } from "./records.ts";
import { isOverdue } from "./rules.ts";

export function toOrder(row: OrderRow, now: Date): Order {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    orderedId: row.ordered_id,
    reference: row.reference,
    marking: row.marking,
    title: row.title,
    measure: row.measure,
    reason: row.reason,
    severity: row.severity,
    state: row.state,
    round: row.round,
    deadline: row.deadline.toISOString(),
    timeZone: row.time_zone,
    isOverdue: isOverdue(row, now),
    condition: toCondition(row),
    agreesToCheck: row.agrees_to_check,
    caseId: row.case_id,
    issuedBy: row.issued_by,
    issuedAt: row.issued_at.toISOString(),
    acknowledgedAt: isoOf(row.acknowledged_at),
    closedAt: isoOf(row.closed_at),
    nextCheckAt: isoOf(row.next_check_at),
    changedAt: row.changed_at.toISOString(),
    version: row.version,
  };
}

function toCondition(row: OrderRow): OrderCondition | null {
  const condition = conditionOf(row);
  if (condition === undefined) return null;
  return {
    ruleKeys: condition.condition_rule_keys,
    hosts: condition.condition_hosts,
    in: condition.condition_in,
    observeHours: condition.observe_hours,
    silenceMinutes: condition.silence_minutes,
  };
}

function isoOf(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}

export function toDetail(
  row: OrderRow,
  parts: OrderParts,
  { now, acts }: { readonly now: Date; readonly acts: OrderAct[] },
): OrderDetail {
  return {
    order: toOrder(row, now),
    acts,
    answers: parts.answers.map(toAnswer),
    extensions: parts.extensions.map(toExtension),
    checks: parts.checks.map(toCheck),
    proofs: parts.proofs.map(toProof),
    entries: parts.entries.map(toEntry),
  };
}

function toAnswer(row: OrderParts["answers"][number]): OrderDetail["answers"][number] {
  return {
    id: row.id,
    round: row.round,
    personId: row.person_id,
    measure: row.measure,
    doneAt: row.done_at.toISOString(),
    evidenceIds: row.evidence_ids,
    createdAt: row.created_at.toISOString(),
  };
}

function toExtension(row: OrderParts["extensions"][number]): OrderDetail["extensions"][number] {
  return {
    id: row.id,
    round: row.round,
    personId: row.person_id,
    until: row.until.toISOString(),
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
    state: row.state,
    grantedUntil: isoOf(row.granted_until),
    decisionReason: row.decision_reason,
    decidedBy: row.decided_by,
    decidedAt: isoOf(row.decided_at),
  };
}

function toCheck(row: OrderParts["checks"][number]): OrderDetail["checks"][number] {
  return {
    id: row.id,
    round: row.round,
    personId: row.person_id,
    since: row.since.toISOString(),
    createdAt: row.created_at.toISOString(),
    finishedAt: isoOf(row.finished_at),
    outcome: row.outcome,
    coverage: row.coverage === null ? null : CHECK_COVERAGE.parse(row.coverage),
  };
}

function toProof(row: OrderParts["proofs"][number]): OrderDetail["proofs"][number] {
  return {
    id: row.id,
    round: row.round,
    kind: row.kind,
    answerId: row.answer_id,
    reviewedBy: row.reviewed_by,
    checkId: row.check_id,
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
  };
}

const KIND = ORDER_ENTRY.shape.kind;
const DETAIL = z.record(z.string(), z.unknown());

function toEntry(row: OrderParts["entries"][number]): OrderDetail["entries"][number] {
  return {
    id: row.id,
    round: row.round,
    kind: KIND.parse(row.kind),
    organisationId: row.acting_id,
    personId: row.person_id,
    detail: DETAIL.parse(row.detail),
    createdAt: row.created_at.toISOString(),
  };
}
