// SPDX-License-Identifier: Apache-2.0
/** What the pages of alerts decide: filters from and to the address, evidence as rows. */
import type { AlertFilter } from "@fengsui/client";

export const SPANS = ["24h", "7d", "30d", "all"] as const;
export type Span = (typeof SPANS)[number];
/** The worst first. */
export const LEVELS = ["critical", "high", "medium", "low", "informational"] as const;
export const ANY_LEVEL = "any";
export type LevelFilter = (typeof LEVELS)[number] | typeof ANY_LEVEL;
export const STATES = ["open", "closed", "all"] as const;
export type StateFilter = (typeof STATES)[number];

export interface AlertFilters {
  readonly state: StateFilter;
  readonly level: LevelFilter;
  readonly host: string;
  readonly rule: string;
  readonly span: Span;
}

export type Search = Readonly<Record<string, string>>;

function oneOf<const Value extends string>(
  allowed: readonly Value[],
  given: unknown,
  otherwise: Value,
): Value {
  return allowed.find((value) => value === given) ?? otherwise;
}

/** Whatever somebody typed into the address, these are filters. */
export function readFilters(search: Search): AlertFilters {
  return {
    state: oneOf(STATES, search["state"], "open"),
    level: oneOf([...LEVELS, ANY_LEVEL], search["level"], ANY_LEVEL),
    host: search["host"] ?? "",
    rule: search["rule"] ?? "",
    span: oneOf(SPANS, search["span"], "all"),
  };
}

/** What is as it is by itself does not stand in the address. */
export function writeFilters({ state, level, host, rule, span }: AlertFilters): Search {
  return {
    ...(state !== "open" && { state }),
    ...(level !== ANY_LEVEL && { level }),
    ...(host !== "" && { host }),
    ...(rule !== "" && { rule }),
    ...(span !== "all" && { span }),
  };
}

export function isFiltered(filters: AlertFilters): boolean {
  return Object.keys(writeFilters(filters)).length > 0;
}

const HOUR_MS = 3_600_000;
const SPAN_MS: Readonly<Record<Exclude<Span, "all">, number>> = {
  "24h": 24 * HOUR_MS,
  "7d": 7 * 24 * HOUR_MS,
  "30d": 30 * 24 * HOUR_MS,
};

export const PAGE_SIZE = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function toQuery({ state, level, host, rule, span }: AlertFilters, now: number): AlertFilter {
  return {
    ...(state !== "all" && { state }),
    ...(level !== ANY_LEVEL && { level }),
    ...(host !== "" && { entity: host }),
    ...(UUID.test(rule) && { ruleId: rule }),
    ...(span !== "all" && { from: new Date(now - SPAN_MS[span]).toISOString() }),
    limit: PAGE_SIZE,
  };
}

export interface EvidenceRow {
  readonly field: string;
  readonly value: string;
  readonly isMatched: boolean;
}

interface Matched {
  readonly field: string;
  readonly value: string;
}

/** An event as rows, those first that made the rule match. What is no JSON object has those only. */
export function evidenceRows(raw: string, matched: readonly Matched[]): readonly EvidenceRow[] {
  const first = matched.map(({ field, value }) => ({ field, value, isMatched: true }));
  const seen = new Set(matched.map(({ field, value }) => `${lastPart(field)}\0${value}`));
  const others = flatten(parse(raw), "").filter(
    ({ field, value }) => !seen.has(`${lastPart(field)}\0${value}`),
  );
  return [...first, ...others.map((row) => ({ ...row, isMatched: false }))];
}

function lastPart(field: string): string {
  return (field.split(".").at(-1) ?? field).toLowerCase();
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined; // a line of text: it is shown as it is
  }
}

const MAX_DEPTH = 8;

function flatten(value: unknown, path: string, depth = 0): Matched[] {
  if (value === undefined) return [];
  if (value === null || typeof value !== "object" || depth === MAX_DEPTH)
    return path === "" ? [] : [{ field: path, value: textOf(value) }];
  return Object.entries(value).flatMap(([key, inner]) =>
    flatten(inner, path === "" ? key : `${path}.${key}`, depth + 1),
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The event as it came, put on lines where it is JSON. */
export function prettyRaw(raw: string): string {
  const value = parse(raw);
  return value === undefined ? raw : JSON.stringify(value, undefined, 2);
}
