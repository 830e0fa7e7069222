// SPDX-License-Identifier: Apache-2.0
/** Rows that were not imported, as a table that can be mended and imported again. */
import { toCsv } from "./csv.ts";
import type { Table } from "./table.ts";

export interface RejectedRow {
  readonly line: number;
  readonly reasons: readonly string[];
}

/** In front of the columns as they came: the line in the file, and why. */
export function rejectedTable({ headers, rows }: Table, rejected: readonly RejectedRow[]): string {
  const cells = new Map(rows.map((row) => [row.line, row.cells]));
  const lines = rejected.map(({ line, reasons }) => [
    String(line),
    reasons.join(" | "),
    ...(cells.get(line) ?? []),
  ]);
  return toCsv([["line", "reason", ...headers], ...lines]);
}
