// SPDX-License-Identifier: Apache-2.0
/** A format and what it needs to know: plain data, so that workers can be told. */
import type { MatchFormat } from "./match-record.ts";
import type { Format } from "./options.ts";
import { csvFormat } from "./output/csv.ts";
import { jsonFormat } from "./output/json.ts";
import { type TableOptions, tableFormat } from "./output/table.ts";

export interface FormatChoice {
  readonly format: Format;
  readonly table: TableOptions;
}

export function makeFormat({ format, table }: FormatChoice): MatchFormat {
  if (format === "json") return jsonFormat();
  return format === "csv" ? csvFormat(table.isTerminal) : tableFormat(table);
}
