// SPDX-License-Identifier: Apache-2.0
/** What would become of the rows of a table: the forms that plans of systems and of assets share. */
import { createHash } from "node:crypto";
import type { ImportCounts, ImportField, ImportReason, ImportRow } from "@fengsui/contract";
import type { TableRow } from "./table.ts";

export interface Planned<Action> extends ImportRow {
  /** What to do; nothing for a row that is unchanged or rejected. */
  readonly action?: Action;
}

export type Change = ImportRow["changes"][number];

/** The cells of a row by what they are; empty ones are missing. */
export type Cells = ReadonlyMap<ImportField, string>;

export function cellsOf({ cells }: TableRow, mapping: readonly (ImportField | null)[]): Cells {
  return new Map(
    mapping.flatMap((field, at) => {
      const text = cells[at]?.trim() ?? "";
      return field === null || text === "" ? [] : [[field, text] as const];
    }),
  );
}

export class Rejected {
  readonly code: ImportReason;
  readonly message: string;

  constructor(code: ImportReason, message: string) {
    this.code = code;
    this.message = message;
  }
}

export function rejected(line: number, name: string, reasons: readonly Rejected[]): Planned<never> {
  return {
    line,
    outcome: "rejected",
    name: name.slice(0, 300),
    id: null,
    reasons: reasons.map(({ code, message }) => ({ code, message })),
    changes: [],
    perhaps: [],
  };
}

/** The change, where there is one. */
export function changed(field: ImportField, from: string, to: string): Change[] {
  return from === to ? [] : [{ field, from, to }];
}

export function countsOf(rows: readonly ImportRow[]): ImportCounts {
  const counts = { created: 0, changed: 0, unchanged: 0, rejected: 0 };
  for (const { outcome } of rows) counts[outcome]++;
  return counts;
}

/** The same exactly where the same would be done. */
export function fingerprintOf(rows: readonly ImportRow[]): string {
  const hash = createHash("sha256");
  for (const { line, outcome, id, changes, reasons, perhaps } of rows)
    hash.update(`${JSON.stringify([line, outcome, id, changes, reasons, perhaps])}\n`);
  return hash.digest("base64url");
}
