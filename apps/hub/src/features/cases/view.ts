// SPDX-License-Identifier: Apache-2.0
/** A case as it crosses the API. */
import type { Case } from "@fengsui/contract";
import type { SignedIn } from "../../platform/http/index.ts";
import type { ReadTx } from "../../platform/records/index.ts";
import * as store from "./records.ts";
import { referenceOf } from "./rules.ts";

type Viewer = Pick<SignedIn, "organisations">;

export async function toCases(tx: ReadTx, viewer: Viewer, rows: readonly store.CaseRow[]): Promise<Case[]> {
  const figures = await store.figuresOf(
    tx,
    rows.map(({ id }) => id),
  );
  const known = new Map(figures.map(({ id, ...counts }) => [id, counts]));
  const seen = await store.seenAmong(
    tx,
    rows.flatMap(({ merged_into_id: intoId }) => intoId ?? []),
  );
  return rows.map((row) => toCase(viewer, row, { figures: known.get(row.id) ?? NOTHING, seen }));
}

const NOTHING = { alerts: 0, openTasks: 0, tasks: 0, notes: 0 };

interface Around {
  readonly figures: Case["figures"];
  /** Cases that others were merged into, if the viewer may see them. */
  readonly seen: ReadonlySet<string>;
}

function toCase(viewer: Viewer, row: store.CaseRow, { figures, seen }: Around): Case {
  const isOwn = isOf(viewer, row);
  const intoId = row.merged_into_id;
  return {
    id: row.id,
    organisationId: row.organisation_id,
    reference: isOwn ? referenceOf(row) : null,
    title: row.title,
    summary: row.summary,
    severity: row.severity,
    marking: row.marking,
    pap: row.pap,
    state: row.state,
    assigneeId: row.assignee_id,
    decision: decisionOf(row),
    isMerged: intoId !== null,
    mergedIntoId: intoId !== null && seen.has(intoId) ? intoId : null,
    caseRuleId: row.case_rule_id,
    entityKind: isOwn ? row.entity_kind : null,
    entity: isOwn ? row.entity : null,
    figures,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    version: row.version,
  };
}

/** To others, the number would tell how many cases the organisation has. */
export function referenceFor(
  viewer: Viewer,
  row: Pick<store.CaseRow, "organisation_id" | "year" | "number">,
): string | null {
  return isOf(viewer, row) ? referenceOf(row) : null;
}

function isOf({ organisations }: Viewer, row: Pick<store.CaseRow, "organisation_id">): boolean {
  return organisations.some(({ id }) => id === row.organisation_id);
}

function decisionOf(row: store.CaseRow): Case["decision"] {
  const { verdict, decision_reason: reason, decided_by: personId, decided_at: at } = row;
  if (verdict === null || reason === null || personId === null || at === null) return null;
  return { verdict, reason, personId, decidedAt: at.toISOString() };
}
