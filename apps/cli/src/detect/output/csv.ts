// SPDX-License-Identifier: Apache-2.0
/**
 * Matches as CSV (RFC 4180, one header line). A spreadsheet runs a cell that starts with = + - or @ as a formula, and
 * an attacker writes part of every log: such a value, and one that starts with a tab or a carriage return, gets a
 * leading apostrophe. On a terminal control characters are shown as escapes; in a file and a pipe they are as found.
 */
import { stringify } from "csv-stringify/sync";
import { escapeControls } from "../../terminal.ts";
import { formatTime, type MatchFormat, type MatchRecord } from "../match-record.ts";

const COLUMNS: readonly { readonly name: string; readonly value: (record: MatchRecord) => string }[] = [
  { name: "time", value: (record) => formatTime(record.time) ?? "" },
  { name: "level", value: (record) => record.rule.level },
  { name: "rule_id", value: (record) => record.rule.id },
  { name: "rule_title", value: (record) => record.rule.title },
  { name: "rule_file", value: (record) => record.rule.file },
  { name: "tags", value: (record) => record.rule.tags.join(" ") },
  { name: "techniques", value: (record) => record.rule.techniques.join(" ") },
  { name: "host", value: (record) => record.host ?? "" },
  { name: "product", value: (record) => record.logsource?.product ?? "" },
  { name: "category", value: (record) => record.logsource?.category ?? "" },
  { name: "service", value: (record) => record.logsource?.service ?? "" },
  { name: "fields", value: (record) => record.fields.map((f) => `${f.field}=${f.value}`).join("; ") },
  { name: "source_file", value: (record) => record.file },
  { name: "source_position", value: (record) => String(record.position) },
  { name: "indicator", value: ({ indicator }) => indicator?.value ?? "" },
  { name: "indicator_kind", value: ({ indicator }) => indicator?.kind ?? "" },
  {
    name: "indicator_source",
    value: ({ indicator }) => (indicator ? `${indicator.file}:${indicator.at}` : ""),
  },
  { name: "indicator_field", value: ({ indicator }) => indicator?.field ?? "" },
  { name: "observable", value: ({ indicator }) => indicator?.observable ?? "" },
  { name: "warninglists", value: ({ indicator }) => indicator?.warninglists.join("; ") ?? "" },
  { name: "event", value: ({ event }) => (event === undefined ? "" : JSON.stringify(event)) },
];

export function csvFormat(isTerminal: boolean): MatchFormat {
  const show = isTerminal ? escapeControls : (text: string): string => text;
  return {
    header: toLine(COLUMNS.map((column) => column.name)),
    format: (record) => toLine(COLUMNS.map((column) => show(column.value(record)))),
  };
}

function toLine(values: readonly string[]): string {
  return stringify([[...values]], { escape_formulas: true });
}
