// SPDX-License-Identifier: Apache-2.0
/** The rows of the timeline of cases: one for each thing that happened, never changed. */
import type { ENTRY_KINDS } from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { announce, type Principal, type ReadTx, type Writer } from "../../../platform/records/index.ts";
import type { CaseRow } from "../records.ts";

export type EntryKind = (typeof ENTRY_KINDS)[number];

export interface NewEntry {
  readonly kind: EntryKind;
  /** Where it did not happen just now. */
  readonly occurredAt?: Date;
  readonly subjectId?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface EntryContext {
  readonly principal: Principal;
  readonly now: Date;
  readonly clock: Clock;
}

/** What people may want to be told of who do not look at the case. */
const ANNOUNCED: readonly EntryKind[] = ["case.created", "case.changed", "case.closed"];

export async function insertEntries(
  write: Writer,
  row: Pick<CaseRow, "id" | "organisation_id" | "audience_id">,
  entries: readonly NewEntry[],
  { principal, now, clock }: EntryContext,
): Promise<void> {
  if (entries.length === 0) return;
  const values = entries.map(({ kind, occurredAt, subjectId, detail }) => ({
    id: newId<"case-entry">(clock),
    case_id: row.id,
    organisation_id: row.organisation_id,
    audience_id: row.audience_id,
    kind,
    occurred_at: occurredAt ?? now,
    created_at: now,
    person_id: principal.kind === "person" ? principal.personId : null,
    job: principal.kind === "system" ? principal.job : null,
    subject_id: subjectId ?? null,
    detail: JSON.stringify(detail ?? {}),
  }));
  await write.insertInto("case_entries").values(values).execute();
  const by = principal.kind === "person" ? principal.personId : null;
  for (const { kind, detail = {} } of entries)
    if (ANNOUNCED.includes(kind))
      await announce(write, { topic: "case.entered", payload: { caseId: row.id, kind, detail, by } });
}

export interface TimelineFilter {
  readonly kinds: readonly EntryKind[];
  readonly by: "occurred" | "created";
  readonly order: "asc" | "desc";
  readonly after?: { readonly time: Date; readonly id: Id<"case-entry"> } | undefined;
  readonly limit: number;
}

export async function listEntries(tx: ReadTx, caseIds: readonly Id<"case">[], filter: TimelineFilter) {
  const { kinds, by, order, after, limit } = filter;
  const column = by === "occurred" ? "occurred_at" : "created_at";
  let query = tx.read
    .selectFrom("case_entries")
    .selectAll()
    .where("case_id", "in", caseIds)
    .orderBy(column, order)
    .orderBy("id", order)
    .limit(limit);
  if (kinds.length > 0) query = query.where("kind", "in", kinds);
  if (after !== undefined)
    query = query.where((where) =>
      where(where.refTuple(column, "id"), order === "asc" ? ">" : "<", where.tuple(after.time, after.id)),
    );
  return await query.execute();
}

export type EntryRow = Awaited<ReturnType<typeof listEntries>>[number];
