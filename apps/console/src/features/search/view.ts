// SPDX-License-Identifier: Apache-2.0
/** What the search decides: its state from and to the address, and the query that a pivot makes. */
import type { EventFilter } from "@fengsui/contract";
import {
  type Interval,
  isoRange,
  lastSpan,
  readRange,
  resolveRange,
  type TimeRange,
  writeRange,
} from "../../parts/time-range.ts";

export const DEFAULT_RANGE = lastSpan("24h");
export const DEFAULT_COLUMNS: readonly string[] = [
  "host.name",
  "event.code",
  "user.name",
  "process.executable",
];
const MAX_COLUMNS = 12;

export interface SearchState {
  readonly query: string;
  readonly source: string;
  readonly range: TimeRange;
  readonly columns: readonly string[];
}

type Search = Readonly<Record<string, string>>;

export function readState(search: Search): SearchState {
  const columns = search["columns"]?.split(",").filter((name) => name !== "") ?? DEFAULT_COLUMNS;
  return {
    query: search["q"] ?? "",
    source: search["source"] ?? "",
    range: readRange(search, DEFAULT_RANGE),
    columns: [...new Set(columns)].slice(0, MAX_COLUMNS),
  };
}

export function writeState({ query, source, range, columns }: SearchState): Search {
  const isDefault = columns.join() === DEFAULT_COLUMNS.join();
  return {
    ...(query !== "" && { q: query }),
    ...(source !== "" && { source }),
    ...writeRange(range, DEFAULT_RANGE),
    ...(!isDefault && { columns: columns.join(",") || "," }),
  };
}

/** The span at this moment: "the last hour" goes on. */
export function intervalOf(range: TimeRange, now: number): Interval {
  return resolveRange(range, now) ?? { from: now - 24 * 3_600_000, to: now };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function toFilter(
  { query, source }: Pick<SearchState, "query" | "source">,
  interval: Interval,
): EventFilter {
  return {
    ...isoRange(interval),
    ...(query.trim() !== "" && { query: query.trim() }),
    ...(UUID.test(source) && { sourceId: source }),
  };
}

export type Pivot = "add" | "exclude" | "only";

/** A value as the search reads it back, whatever is in it. */
export function termOf(field: string, value: string): string {
  if (value === "") return `NOT ${field}:*`;
  const isBare = /^[\w.@-]+$/.test(value);
  return `${field}:${isBare ? value : `"${value.replace(/[\\"]/g, "\\$&")}"`}`;
}

export function pivoted(query: string, { field, value, how }: PivotTo): string {
  const term = termOf(field, value);
  if (how === "only") return term;
  const wanted = how === "add" ? term : `NOT ${term}`;
  const before = query.trim();
  if (before === "") return wanted;
  // Whoever has written OR means it as a whole.
  const whole = /\bOR\b/.test(before) ? `(${before})` : before;
  return `${whole} AND ${wanted}`;
}

export interface PivotTo {
  readonly field: string;
  readonly value: string;
  readonly how: Pivot;
}

export function toggled(columns: readonly string[], name: string): readonly string[] {
  return columns.includes(name) ? columns.filter((one) => one !== name) : [...columns, name];
}
