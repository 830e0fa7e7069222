// SPDX-License-Identifier: Apache-2.0
/** Columns of a feed: what they are called, and what stands in them. */
import { parse } from "csv-parse/sync";
import { isContent, type NumberedLine } from "./lines.ts";
import { type Columns, columnsOf } from "./values.ts";

export interface Table {
  readonly delimiter: string;
  readonly names: readonly string[];
  readonly columns: Columns;
  /** The first line of values is the first that is no comment: the names stand in a comment before it. */
  readonly isNamedInComment: boolean;
}

const DELIMITERS = [",", ";", "\t", "|"] as const;

/** Undefined where neither the first line nor a comment before it names a column of values. */
export function tableOf(head: readonly NumberedLine[]): Table | undefined {
  const first = head.find(isContent)?.text ?? "";
  const own = tableNamedBy(first);
  if (own !== undefined) return { ...own, isNamedInComment: false };
  for (const { text } of head.filter((line) => !isContent(line)).reverse()) {
    const table = tableNamedBy(text.trim().replace(/^[#;/]+/, ""));
    if (table === undefined || table.names.length < 2) continue;
    if (first.split(table.delimiter).length >= table.names.length)
      return { ...table, isNamedInComment: true };
  }
  return undefined;
}

function tableNamedBy(header: string): Omit<Table, "isNamedInComment"> | undefined {
  for (const delimiter of DELIMITERS) {
    const names = header.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
    const columns = columnsOf(names);
    if (columns !== undefined) return { delimiter, names, columns };
  }
  return undefined;
}

/** Several where quotes that nobody closes have put lines together. */
export function recordsOf(text: string, delimiter: string): readonly (readonly string[])[] {
  try {
    return parse(text, { delimiter, relax_quotes: true, relax_column_count: true, trim: true });
  } catch {
    return text.split("\n").map((line) => line.split(delimiter).map((cell) => cell.trim()));
  }
}
