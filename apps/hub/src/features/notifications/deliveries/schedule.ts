// SPDX-License-Identifier: Apache-2.0
/** When something is sent: at once, in a digest, after quiet hours, and again after a failure. Pure. */
import { ALERT_LEVELS, type NotificationPreferences } from "@fengsui/contract";

export type Level = (typeof ALERT_LEVELS)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MINUTES_OF_DAY = 1440;
/** Of mails that are sent at once, one comes in so long: a storm of alerts is a mail, and then another. */
export const GATHER_MS = 5 * MINUTE_MS;
/** After so many failures it is given up: two days. */
const RETRY_MINUTES = [1, 5, 15, 60, 180, 360, 720, 1440];

/** Above 0 where the first is the higher. */
export function compareLevels(one: Level, other: Level): number {
  return ALERT_LEVELS.indexOf(one) - ALERT_LEVELS.indexOf(other);
}

export function isAtLeast(level: Level, lowest: Level): boolean {
  return compareLevels(level, lowest) >= 0;
}

export function highest(levels: readonly Level[]): Level {
  return ALERT_LEVELS[Math.max(0, ...levels.map((level) => ALERT_LEVELS.indexOf(level)))] ?? "informational";
}

/** `tries` have failed. Undefined: it is not tried again. */
export function retryAt(tries: number, now: Date): Date | undefined {
  const minutes = RETRY_MINUTES[tries - 1];
  return minutes === undefined ? undefined : new Date(now.getTime() + minutes * MINUTE_MS);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function minuteOfDay(time: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
    formats.set(timeZone, format);
  }
  const [hour = 0, minute = 0] = format.format(time).split(":").map(Number);
  return hour * 60 + minute;
}

/** The next moment at which the clocks there show it; where they skip it, as long after the skip as it was within. */
export function nextAt(
  wanted: number,
  { after, timeZone }: { readonly after: Date; readonly timeZone: string },
) {
  const start = Math.floor(after.getTime() / MINUTE_MS) * MINUTE_MS;
  const ahead = (wanted - minuteOfDay(start, timeZone) + MINUTES_OF_DAY) % MINUTES_OF_DAY;
  const guess = start + (ahead === 0 ? MINUTES_OF_DAY : ahead) * MINUTE_MS;
  const off = minuteOfDay(guess, timeZone) - wanted;
  if (off === 0) return new Date(guess);
  // The clocks were changed in between, by less than half a day.
  const wrapped =
    off > MINUTES_OF_DAY / 2 ? off - MINUTES_OF_DAY : off < -MINUTES_OF_DAY / 2 ? off + MINUTES_OF_DAY : off;
  const mended = guess - wrapped * MINUTE_MS;
  return new Date(mended > after.getTime() ? mended : guess);
}

type When = Pick<NotificationPreferences, "dailyAt" | "timeZone" | "quietHours" | "urgentLevel">;

/** When quiet hours end; undefined where there are none at that time. */
export function quietUntil({ quietHours, timeZone }: When, at: Date): Date | undefined {
  if (quietHours === null) return undefined;
  const { from, to } = quietHours;
  const minute = minuteOfDay(at.getTime(), timeZone);
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  return isQuiet ? nextAt(to, { after: at, timeZone }) : undefined;
}

export interface Planned {
  readonly mode: "now" | "held" | "hourly" | "daily";
  readonly state: "waiting" | "held";
  readonly dueAt: Date;
}

export interface ToPlan {
  readonly channel: "now" | "hourly" | "daily";
  readonly level: Level;
  readonly now: Date;
  /** When the last mail that was sent at once was due. */
  readonly lastNow: Date | undefined;
}

export function plan(when: When, { channel, level, now, lastNow }: ToPlan): Planned {
  if (channel === "now") {
    const until = isAtLeast(level, when.urgentLevel) ? undefined : quietUntil(when, now);
    if (until !== undefined) return { mode: "held", state: "held", dueAt: until };
    const gathered = (lastNow?.getTime() ?? Number.NEGATIVE_INFINITY) + GATHER_MS;
    return { mode: "now", state: "waiting", dueAt: new Date(Math.max(now.getTime(), gathered)) };
  }
  const due =
    channel === "hourly"
      ? new Date((Math.floor(now.getTime() / HOUR_MS) + 1) * HOUR_MS)
      : nextAt(when.dailyAt, { after: now, timeZone: when.timeZone });
  return { mode: channel, state: "waiting", dueAt: quietUntil(when, due) ?? due };
}
