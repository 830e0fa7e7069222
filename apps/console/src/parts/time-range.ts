// SPDX-License-Identifier: Apache-2.0
/** A range of time as it stands in the address: "now-24h" until now, or two times; empty is any time. */

export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

export const ANY_TIME: TimeRange = { from: "", to: "" };
export const SPANS = ["15m", "1h", "4h", "24h", "7d", "30d"] as const;
export type Span = (typeof SPANS)[number];

const MINUTE_MS = 60_000;
const UNIT_MS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 24 * 60 * MINUTE_MS };

export function lastSpan(span: Span): TimeRange {
  return { from: `now-${span}`, to: "" };
}

/** The span that a range is, where it is one that is offered. */
export function spanOf({ from, to }: TimeRange): Span | undefined {
  return to === "" ? SPANS.find((span) => from === `now-${span}`) : undefined;
}

function timeOf(text: string, now: number): number | undefined {
  const [, amount, unit = ""] = /^now-(\d{1,4})([mhd])$/.exec(text) ?? [];
  if (amount !== undefined) return now - Number(amount) * (UNIT_MS[unit] ?? 0);
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** Whatever somebody typed into the address, it is a range. */
export function readRange(search: Readonly<Record<string, string>>, otherwise: TimeRange): TimeRange {
  const { from = "", to = "" } = search;
  if (timeOf(from, 0) === undefined) return otherwise;
  return { from, to: timeOf(to, 0) === undefined ? "" : to };
}

export function writeRange(range: TimeRange, otherwise: TimeRange): Readonly<Record<string, string>> {
  if (range.from === otherwise.from && range.to === otherwise.to) return {};
  return { ...(range.from !== "" && { from: range.from }), ...(range.to !== "" && { to: range.to }) };
}

export interface Interval {
  readonly from: number;
  /** Not included. */
  readonly to: number;
}

/** Undefined for any time. What ends before it begins is turned around. */
export function resolveRange(range: TimeRange, now: number): Interval | undefined {
  const from = timeOf(range.from, now);
  if (from === undefined) return undefined;
  const to = timeOf(range.to, now) ?? now;
  return from < to ? { from, to } : { from: to, to: Math.max(from, to + 1) };
}

export function isoRange({ from, to }: Interval): { readonly from: string; readonly to: string } {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

const STEPS_MS = [1, 5, 15, 30]
  .map((seconds) => seconds * 1000)
  .concat([1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS))
  .concat([1, 2, 3, 6, 12, 24, 48, 168, 720].map((hours) => hours * 60 * MINUTE_MS));

/** The shortest of round length, so that there are at most so many. */
export function intervalFor({ from, to }: Interval, atMost: number): number {
  const exact = (to - from) / atMost;
  const round = STEPS_MS.find((step) => step >= exact);
  return round ?? Math.ceil(exact / (720 * 60 * MINUTE_MS)) * 720 * 60 * MINUTE_MS;
}

/** The starts of all intervals, those that nothing fell into too. */
export function startsOf({ from, to }: Interval, intervalMs: number): number[] {
  const first = Math.floor(from / intervalMs) * intervalMs;
  const count = Math.max(1, Math.ceil((to - first) / intervalMs));
  return Array.from({ length: count }, (_, index) => first + index * intervalMs);
}
