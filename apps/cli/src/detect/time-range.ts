// SPDX-License-Identifier: Apache-2.0
/** The times that --from and --to name: ISO 8601, UTC unless an offset is given. */

/** `2026-11-23`, `2026-11-23T10:00`, `…:00.5`, each with `Z` or an offset or without. */
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface TimeRange {
  /** Inclusive, in milliseconds since 1970. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** The first millisecond that the text names; undefined where it is not such a time. */
export function parseStart(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, day = "", clock = "00:00", zone = "Z"] = match;
  const offset = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  const time = Date.parse(`${day}T${clock}${offset}`);
  return Number.isNaN(time) || !isRealDay(day) ? undefined : time;
}

/** The last millisecond that the text names: of a day alone, its end. */
export function parseEnd(text: string): number | undefined {
  const start = parseStart(text);
  if (start === undefined) return undefined;
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? start + DAY_MS - 1 : start;
}

/** Date.parse takes 30 February for 2 March. */
function isRealDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
