// SPDX-License-Identifier: Apache-2.0
/** Requests as they go out, and how they stand. */
import type { SharingRequest } from "@fengsui/contract";
import type { accessRequests, GroupRequestRow, PetitionRow } from "./records.ts";

interface Row {
  readonly id: string;
  readonly organisation_name: string;
  readonly reason: string;
  readonly asked_at: Date;
  readonly answer: "granted" | "refused" | "ignored" | null;
  readonly answer_reason: string | null;
  readonly answered_at: Date | null;
}

function common(row: Row) {
  return {
    id: row.id,
    organisationName: row.organisation_name,
    reason: row.reason,
    askedAt: row.asked_at.toISOString(),
    answerReason: row.answer_reason,
    answeredAt: row.answered_at?.toISOString() ?? null,
  };
}

export function groupRequestToWire(row: GroupRequestRow): SharingRequest {
  return {
    ...common(row),
    kind: "group",
    organisationId: row.organisation_id,
    about: row.about,
    subjectId: row.sharing_group_id,
    expiresAt: null,
    state: row.answer ?? "asked",
  };
}

export function isExpired({ expires_at }: { readonly expires_at: Date }, now: Date): boolean {
  return expires_at <= now;
}

export function accessRequestToWire(
  row: Awaited<ReturnType<typeof accessRequests>>[number],
  now: Date,
): SharingRequest {
  return {
    ...common(row),
    kind: "access",
    organisationId: row.organisation_id,
    about: row.reference,
    subjectId: null,
    expiresAt: row.expires_at.toISOString(),
    state: row.answer ?? (isExpired(row, now) ? "expired" : "asked"),
  };
}

export function petitionToWire(row: PetitionRow, now: Date): SharingRequest {
  return {
    ...common(row),
    kind: "access",
    organisationId: row.asking_id,
    about: row.about,
    subjectId: row.case_id,
    expiresAt: row.expires_at.toISOString(),
    state: row.answer ?? (isExpired(row, now) ? "expired" : "asked"),
  };
}
