// SPDX-License-Identifier: Apache-2.0
/** Matches by hour or by day of the events' own times, in UTC, and by level. */
import { LEVELS, type Level } from "@fengsui/sigma";
import { noLevels } from "./tally.ts";

export const TIME_UNITS = ["hour", "day"] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

export interface TimeRow {
  /** ISO 8601: `2026-11-30T10:00Z` or `2026-11-30`. */
  readonly from: string;
  readonly total: number;
  readonly levels: Readonly<Record<Level, number>>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Over two days, hours are more than one wants to read. */
const MAX_SPAN_IN_HOURS = 2 * DAY_MS;
/** Times come from logs, and one that is wrong may be anywhere: hours that are told apart. */
const MAX_HOURS = 100_000;
const MAX_TIME = 8.64e15;

export class Timeline {
  readonly #hours = new Map<number, Record<Level, number>>();
  #untold = 0;

  /** Matches without a time, or with one beyond what is told apart. */
  get untold(): number {
    return this.#untold;
  }

  add(time: number | undefined, level: Level): void {
    const hour = time === undefined || !(Math.abs(time) <= MAX_TIME) ? undefined : Math.floor(time / HOUR_MS);
    let levels = hour === undefined ? undefined : this.#hours.get(hour);
    if (levels === undefined && hour !== undefined && this.#hours.size < MAX_HOURS) {
      levels = noLevels();
      this.#hours.set(hour, levels);
    }
    if (levels === undefined) this.#untold += 1;
    else levels[level] += 1;
  }

  /** What suits the span of the times. */
  get unit(): TimeUnit {
    let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const hour of this.#hours.keys()) [first, last] = [Math.min(first, hour), Math.max(last, hour)];
    return (last - first) * HOUR_MS > MAX_SPAN_IN_HOURS ? "day" : "hour";
  }

  /** In the order of time; hours and days without a match are left out. */
  rows(unit: TimeUnit): readonly TimeRow[] {
    const size = unit === "day" ? DAY_MS : HOUR_MS;
    const buckets = new Map<number, Record<Level, number>>();
    for (const [hour, levels] of this.#hours) {
      const start = Math.floor((hour * HOUR_MS) / size) * size;
      const sum = buckets.get(start) ?? noLevels();
      for (const level of LEVELS) sum[level] += levels[level];
      buckets.set(start, sum);
    }
    return [...buckets]
      .toSorted(([a], [b]) => a - b)
      .map(([start, levels]) => ({
        from: nameOf(start, unit),
        total: LEVELS.reduce((sum, level) => sum + levels[level], 0),
        levels,
      }));
  }
}

function nameOf(start: number, unit: TimeUnit): string {
  const text = new Date(start).toISOString();
  return unit === "day" ? text.replace(/T.*$/, "") : text.replace(/:00\.000Z$/, "Z");
}
