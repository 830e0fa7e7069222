// SPDX-License-Identifier: Apache-2.0
/**
 * How long a source may be silent before somebody should know. A source has a rhythm of the week: silences that began
 * in an hour are remembered by that hour, and a silence now is expected to last as long as an earlier one that covers
 * its beginning. A source that never rested in this part of its week has the floor. Pure.
 */

/** Silences shorter than this say nothing, and are not kept. */
export const MIN_GAP_MS = 5 * 60_000;
export const FLOOR_MS = 15 * 60_000;
/** Known for less than this, a source has no rhythm yet. */
export const LEARNING_MS = 24 * 60 * 60_000;
/** A silence that has not come again for so long is forgotten. */
export const MEMORY_MS = 35 * 24 * 60 * 60_000;
/** A longer pause between two looks of the watch: the hub was down, or its clock was set. */
export const BREAK_MS = 3 * 60_000;
export const HOURS_OF_WEEK = 168;

const HOUR_MS = 60 * 60_000;
const LONGEST_MS = 7 * 24 * HOUR_MS;
/** No rhythm is exact. */
const TOLERANCE = 1.25;
/** A silence may begin earlier in the day than it did before. */
const EARLIER_HOURS = 1;
/** 1970 began on a Thursday. */
const FIRST_MONDAY_MS = 4 * 24 * HOUR_MS;

export interface Silence {
  readonly hourOfWeek: number;
  readonly longestMs: number;
}

/** 0 is Monday, 00:00 to 01:00 UTC. */
export function hourOfWeek(time: Date): number {
  const hours = Math.floor((time.getTime() - FIRST_MONDAY_MS) / HOUR_MS);
  return ((hours % HOURS_OF_WEEK) + HOURS_OF_WEEK) % HOURS_OF_WEEK;
}

/** Of a source that was last heard at that time. */
export function expectedQuietMs(lastSeen: Date, silences: readonly Silence[]): number {
  const hour = hourOfWeek(lastSeen);
  const remaining = silences.map(({ hourOfWeek: began, longestMs }) => {
    const later = (hour - began + HOURS_OF_WEEK) % HOURS_OF_WEEK;
    const sooner = HOURS_OF_WEEK - later;
    if (sooner <= EARLIER_HOURS) return longestMs + sooner * HOUR_MS;
    return longestMs - later * HOUR_MS;
  });
  const expected = Math.min(Math.max(0, ...remaining) * TOLERANCE, LONGEST_MS);
  return Math.max(FLOOR_MS, Math.round(expected));
}

export interface Watched {
  readonly quietSeconds: number | null;
  readonly firstSeen: Date | null;
  readonly lastSeen: Date | null;
}

/** As it was set, else as it was learned; undefined where nothing can be said yet. */
export function quietLimitMs(
  { quietSeconds, firstSeen, lastSeen }: Watched,
  silences: readonly Silence[],
  now: Date,
): number | undefined {
  if (lastSeen === null) return undefined;
  if (quietSeconds !== null) return quietSeconds * 1000;
  if (firstSeen === null || now.getTime() - firstSeen.getTime() < LEARNING_MS) return undefined;
  return expectedQuietMs(lastSeen, silences);
}
