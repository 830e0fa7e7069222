// SPDX-License-Identifier: Apache-2.0
/**
 * Entries that tell of two cases. Who may see one of them and not the other learns that something was merged or split,
 * and neither with what nor why. That is asked when the timeline is read, as audiences change after it is written.
 */
import { type Id, parseId } from "../../../platform/ids.ts";
import type { ReadTx } from "../../../platform/records/index.ts";
import { seenAmong } from "../records.ts";
import type { EntryKind, EntryRow } from "./records.ts";

const OF_TWO_CASES: readonly string[] = [
  "case.merged",
  "case.unmerged",
  "case.split",
] satisfies readonly EntryKind[];

export async function withoutUnseen(tx: ReadTx, rows: readonly EntryRow[]): Promise<EntryRow[]> {
  const others = rows.filter(isOfTwoCases).flatMap((row) => otherCaseOf(row) ?? []);
  const seen = await seenAmong(tx, [...new Set(others)]);
  return rows.map((row) => {
    const other = otherCaseOf(row);
    if (!isOfTwoCases(row) || (other !== undefined && seen.has(other))) return row;
    return { ...row, subject_id: null, detail: directionOf(row) };
  });
}

function isOfTwoCases({ kind }: EntryRow): boolean {
  return OF_TWO_CASES.includes(kind);
}

function otherCaseOf({ subject_id: subjectId }: EntryRow): Id<"case"> | undefined {
  return subjectId === null ? undefined : parseId<"case">(subjectId);
}

/** Into another, or from another. */
function directionOf({ detail }: EntryRow): Readonly<Record<string, null>> {
  const isAbout = (name: string) => typeof detail === "object" && detail !== null && name in detail;
  return Object.fromEntries(["into", "from"].filter(isAbout).map((name) => [name, null]));
}
