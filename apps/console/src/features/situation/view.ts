// SPDX-License-Identifier: Apache-2.0
/** What the overview decides: its spans, its charts as rows of numbers, and what a new hub needs next. */
import { ALERT_LEVELS, type Situation, type Source } from "@fengsui/contract";
import type { Level } from "../../parts/severity.tsx";
import { type Interval, isoRange, startsOf } from "../../parts/time-range.ts";

const HOUR_MS = 3_600_000;

export const OVERVIEW_SPANS = ["24h", "7d", "30d"] as const;
export type OverviewSpan = (typeof OVERVIEW_SPANS)[number];

interface SpanShape {
  readonly hours: number;
  readonly intervalMs: number;
}

const SHAPES: Readonly<Record<OverviewSpan, SpanShape>> = {
  "24h": { hours: 24, intervalMs: HOUR_MS },
  "7d": { hours: 7 * 24, intervalMs: 6 * HOUR_MS },
  "30d": { hours: 30 * 24, intervalMs: 24 * HOUR_MS },
};

export function secondsOf(span: OverviewSpan): number {
  return SHAPES[span].hours * 3600;
}

export function readSpan(text: string | undefined): OverviewSpan {
  return OVERVIEW_SPANS.find((span) => span === text) ?? "24h";
}

export interface Window extends Interval {
  readonly intervalMs: number;
}

/** Whole intervals, the last one under way: so that no bar but the last is short of events. */
export function windowOf(span: OverviewSpan, now: number): Window {
  const { hours, intervalMs } = SHAPES[span];
  const to = (Math.floor(now / intervalMs) + 1) * intervalMs;
  return { from: to - hours * HOUR_MS, to, intervalMs };
}

/** The span as a filter of lists: that of the figures, to the moment. */
export function spanSearch(at: Interval): { readonly from: string; readonly to: string } {
  return isoRange(at);
}

/** The worst first. */
export const LEVELS_DOWN: readonly Level[] = ALERT_LEVELS.toReversed();

export interface Counts<Key extends string> {
  readonly key: Key;
  readonly counts: readonly number[];
}

/** For each level that there is, how many alerts in each interval; the mildest first, as they are stacked. */
export function trendRows(
  trend: Situation["alerts"]["trend"],
  { intervalMs, ...interval }: Window,
): Counts<Level>[] {
  const starts = startsOf(interval, intervalMs);
  const present = ALERT_LEVELS.filter((level) => trend.some((one) => one.level === level));
  return present.map((key) => {
    const counts = new Map(
      trend.filter(({ level }) => level === key).map(({ start, count }) => [Date.parse(start), count]),
    );
    return { key, counts: starts.map((start) => counts.get(start) ?? 0) };
  });
}

export function countsAt(
  buckets: readonly { readonly start: string; readonly count: number }[],
  starts: readonly number[],
): number[] {
  const counts = new Map(buckets.map(({ start, count }) => [Date.parse(start), count]));
  return starts.map((start) => counts.get(start) ?? 0);
}

export function sum(numbers: readonly { readonly count: number }[]): number {
  return numbers.reduce((total, { count }) => total + count, 0);
}

export interface Steps {
  readonly hasSource: boolean;
  readonly hasEvents: boolean;
  readonly hasRules: boolean;
}

/** What a new hub has already; undefined when there is nothing left to do. */
export function stepsLeft(
  sources: readonly Pick<Source, "lastSeenAt">[],
  rules: Situation["rules"],
): Steps | undefined {
  const steps = {
    hasSource: sources.length > 0,
    hasEvents: sources.some(({ lastSeenAt }) => lastSeenAt !== null),
    hasRules: rules.enabled > 0,
  };
  return steps.hasSource && steps.hasEvents && steps.hasRules ? undefined : steps;
}
