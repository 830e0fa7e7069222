// SPDX-License-Identifier: Apache-2.0
/** What a clock on the wall of some place shows, in UTC: for logs that write no zone. */

export type LocalClock = (localMs: number) => number;

/** The offsets of zones change at quarters of an hour, and logs are mostly of now: few are looked up. */
const QUARTER_MS = 15 * 60_000;
const MAX_KNOWN = 10_000;
const clocks = new Map<string, LocalClock>();

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * A date and time of the zone, given as if it were UTC, in UTC. An hour that clocks showed twice is the first of them;
 * one that they left out is as long after the change as it says. A `RangeError` where there is no such zone.
 */
export function localClock(timeZone: string): LocalClock {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  const offsets = new Map<number, number>();
  const offsetAt = (utcMs: number): number => {
    const quarter = Math.floor(utcMs / QUARTER_MS);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      if (offsets.size >= MAX_KNOWN) offsets.clear();
      offset = readOffset(format, quarter * QUARTER_MS);
      offsets.set(quarter, offset);
    }
    return offset;
  };
  const clock: LocalClock = (localMs) => {
    if (!isDate(localMs)) return localMs;
    // With the offset of a day before, the first of two hours; corrected where the change was earlier.
    const before = localMs - offsetAt(localMs - DAY_MS);
    if (offsetAt(before) === localMs - before) return before;
    const after = localMs - offsetAt(localMs + DAY_MS);
    return offsetAt(after) === localMs - after ? after : before;
  };
  clocks.set(timeZone, clock);
  return clock;
}

const DAY_MS = 24 * 60 * 60_000;
const LAST_MS = 8.64e15 - 3 * DAY_MS;

function isDate(ms: number): boolean {
  return Math.abs(ms) < LAST_MS;
}

/** `GMT`, `GMT+08:00`, and of times long ago `GMT+08:05:43`. */
function readOffset(format: Intl.DateTimeFormat, at: number): number {
  const name = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours, minutes, seconds] = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name) ?? [];
  const ms = (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000;
  return sign === "-" ? -ms : ms;
}
