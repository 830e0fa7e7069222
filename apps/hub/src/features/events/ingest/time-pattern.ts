// SPDX-License-Identifier: Apache-2.0
/** Times as a person says that a log writes them: numbers of some unit, or text by a pattern such as `dd.MM.yyyy HH:mm`. */
import type { SourceMapping } from "@fengsui/contract";
import type { JsonValue } from "@fengsui/sigma";
import type { LocalClock } from "../../../platform/local-clock.ts";

type Format = NonNullable<SourceMapping["time"]>;
export type TimeReader = (value: JsonValue | undefined) => number | undefined;

/** Of one of these, a millisecond has so many. */
const UNITS = { seconds: 0.001, milliseconds: 1, microseconds: 1000, nanoseconds: 1_000_000 } as const;
const MAX_CHARACTERS = 200;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const TOKENS: Readonly<Record<string, string>> = {
  yyyy: String.raw`(?<year>\d{4})`,
  yy: String.raw`(?<year>\d{2})`,
  MMM: String.raw`(?<name>\p{L}{3})\p{L}*`,
  MM: String.raw`(?<month>\d{1,2})`,
  dd: String.raw`(?<day>[ \d]?\d)`,
  d: String.raw`(?<day>\d{1,2})`,
  HH: String.raw`(?<hour>\d{2})`,
  H: String.raw`(?<hour>\d{1,2})`,
  mm: String.raw`(?<minute>\d{2})`,
  ss: String.raw`(?<second>\d{2})`,
  SSS: String.raw`(?<fraction>\d{1,9})`,
  XX: String.raw`(?<zone>Z|[+-]\d{2}:?\d{2})`,
};
const TOKEN = /yyyy|yy|MMM|MM|dd|d|HH|H|mm|ss|SSS|XX| +|./gsu;

/** Undefined for `auto`, which the log types do themselves. */
export function timeReader({ format, pattern }: Format, toUtc?: LocalClock): TimeReader | undefined {
  if (format === "auto") return undefined;
  if (format === "pattern") return patternReader(pattern ?? "", toUtc);
  return (value) => {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && Number.isFinite(number)
      ? Math.round(number / UNITS[format])
      : undefined;
  };
}

function patternReader(pattern: string, toUtc: LocalClock = (localMs) => localMs): TimeReader {
  const seen = new Set<string>();
  const source = [...pattern.matchAll(TOKEN)].map(([token]) => {
    const part = TOKENS[token];
    // A name can stand in an expression once; what comes again is text.
    if (part === undefined || seen.has(nameOf(part))) return escapeText(token);
    seen.add(nameOf(part));
    return part;
  });
  const expression = new RegExp(`^\\s*${source.join("")}\\s*$`, "u");
  return (value) => {
    const found =
      typeof value === "string" && value.length <= MAX_CHARACTERS
        ? expression.exec(value)?.groups
        : undefined;
    return found === undefined ? undefined : timeOf(found, toUtc);
  };
}

function nameOf(part: string): string {
  return part.slice(0, part.indexOf(">"));
}

function escapeText(text: string): string {
  return text.startsWith(" ") ? " +" : text.replace(/[\\^$.*+?()[\]{}|/]/u, "\\$&");
}

function timeOf(found: Readonly<Record<string, string | undefined>>, toUtc: LocalClock): number | undefined {
  const number = (name: string, absent: number) => (found[name] === undefined ? absent : Number(found[name]));
  const month =
    found["name"] === undefined ? number("month", 1) : MONTHS.indexOf(found["name"].toLowerCase()) + 1;
  const written = number("year", Number.NaN);
  const year = written < 100 ? 2000 + written : written;
  const day = number("day", 1);
  const time = Date.UTC(year, month - 1, day, number("hour", 0), number("minute", 0), number("second", 0));
  const date = new Date(time);
  if (Number.isNaN(time) || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const ms = time + Math.trunc(Number(`0.${found["fraction"] ?? "0"}`) * 1000);
  const { zone } = found;
  return zone === undefined ? toUtc(ms) : ms - offsetMs(zone);
}

function offsetMs(zone: string): number {
  if (zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}
