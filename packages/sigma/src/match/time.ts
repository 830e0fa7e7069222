// SPDX-License-Identifier: Apache-2.0
/**
 * Parts of a date (specification 2.1, "Time Modifiers"): taken as they are written, without any change of time zone;
 * a number is an epoch time (seconds, or milliseconds from 10^11 on) read as UTC. Weeks are those of ISO 8601.
 */

import type { Scalar } from "../event/values.ts";
import type { TimePart } from "../expression.ts";

const WRITTEN = /^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/;
const MS_PER_DAY = 86_400_000;

interface Written {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number | undefined;
  readonly minute: number | undefined;
}

export function timePartOf(scalar: Scalar, part: TimePart): number | undefined {
  const written = read(scalar);
  if (written === undefined) return undefined;
  return part === "week" ? isoWeek(written) : written[part];
}

function read(scalar: Scalar): Written | undefined {
  if (typeof scalar === "boolean") return undefined;
  const text = typeof scalar === "number" ? isoOf(scalar) : scalar;
  const match = WRITTEN.exec(text ?? "");
  if (match === null) return undefined;
  const [, year, month, day, hour, minute] = match;
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: hour === undefined ? undefined : Number(hour),
    minute: minute === undefined ? undefined : Number(minute),
  };
}

function isoOf(epoch: number): string | undefined {
  const date = new Date(Math.abs(epoch) < 1e11 ? epoch * 1000 : epoch);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The week that holds the Thursday nearest to the date (ISO 8601, 2.2.10). */
function isoWeek({ year, month, day }: Written): number {
  const date = Date.UTC(year, month - 1, day);
  const weekday = (new Date(date).getUTCDay() + 6) % 7;
  const thursday = new Date(date + (3 - weekday) * MS_PER_DAY);
  const firstDay = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.floor((thursday.getTime() - firstDay) / MS_PER_DAY / 7) + 1;
}
