// SPDX-License-Identifier: Apache-2.0
/** The dates of RFC 3164, `Oct 11 22:14:15`: no year, no zone. UTC is assumed unless told, and the year is found. */
import type { LocalClock } from "./limits.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const BSD_DATE = /^([A-Z][a-z]{2}) +(\d{1,2})(?: (\d{4}))? (\d\d):(\d\d):(\d\d)(\.\d+)?$/;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * ISO 8601 of the date, in the year it has, else in the latest year that puts it at most a day after `now`.
 * Without `now`, or if there is no such day, the text as it is.
 */
export function completeYear(
  text: string,
  now: number | undefined,
  toUtc: LocalClock = (localMs) => localMs,
): string {
  const parts = BSD_DATE.exec(text);
  const month = MONTHS.indexOf(parts?.[1] ?? "");
  if (parts === null || month < 0) return text;
  const numbers = [parts[2], parts[4], parts[5], parts[6]].map(Number);
  const [day = 0, hour = 0, minute = 0, second = 0] = numbers;
  const inYear = (year: number): number | undefined => {
    const time = Date.UTC(year, month, day, hour, minute, second);
    // A day that the year has not, and an hour that the day has not, roll over to another.
    const date = new Date(time);
    return date.getUTCDate() === day && date.getUTCHours() === hour ? toUtc(time) : undefined;
  };
  const time = parts[3] === undefined ? latest(inYear, now) : inYear(Number(parts[3]));
  if (time === undefined) return text;
  return `${new Date(time).toISOString().slice(0, 19)}${parts[7] ?? ""}Z`;
}

function latest(inYear: (year: number) => number | undefined, now: number | undefined): number | undefined {
  if (now === undefined) return undefined;
  const year = new Date(now).getUTCFullYear();
  // Up to eight years lie between two leap days. One year ahead: New Year's first seconds, seen in December.
  for (let back = -1; back <= 8; back++) {
    const time = inYear(year - back);
    if (time !== undefined && time <= now + DAY_MS) return time;
  }
  return undefined;
}
