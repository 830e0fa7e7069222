// SPDX-License-Identifier: Apache-2.0
/** Times for people: how long ago, and exactly when with the zone. */

const STEPS = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
  ["day", 30],
  ["month", 12],
] as const;

const JUST_SECONDS = 5;

/** "3 minutes ago"; times ahead likewise. */
export function relativeTime(iso: string, now: number, language: string): string {
  let amount = (Date.parse(iso) - now) / 1000;
  // Clocks differ a little, and the page's is rounded: what has just been is not to come.
  if (amount > 0 && amount < JUST_SECONDS) amount = 0;
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  for (const [unit, size] of STEPS) {
    if (Math.abs(Math.round(amount)) < size) return format.format(Math.round(amount), unit);
    amount /= size;
  }
  return format.format(Math.round(amount), "year");
}

/** "2026-11-23 20:34:59 UTC+8": the same order in every language, and the zone always there. */
export function exactTime(iso: string, timeZone?: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "shortOffset",
    ...(timeZone !== undefined && { timeZone }),
  }).formatToParts(new Date(iso));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "";
  const zone = part("timeZoneName").replace("GMT", "UTC").replace(/\+0$/, "");
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}:${part("second")} ${zone}`;
}

/** "11-23 20:34" in the viewer's zone: beside others of its kind, where the zone is said once. */
export function shortTime(time: string | number, hasSeconds = false): string {
  const [, date = "", clock = ""] = /^\d+-(\S+) (\S+)/.exec(exactTime(new Date(time).toISOString())) ?? [];
  return `${date} ${hasSeconds ? clock : clock.slice(0, 5)}`;
}

/** As an input of a date and time has it, in the viewer's zone; empty for none. */
export function inputTime(iso: string | null): string {
  return iso === null ? "" : exactTime(iso).slice(0, 16).replace(" ", "T");
}

/** "UTC+8" */
export function zoneName(): string {
  return exactTime(new Date().toISOString()).split(" ")[2] ?? "UTC";
}
