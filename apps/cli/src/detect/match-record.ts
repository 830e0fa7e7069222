// SPDX-License-Identifier: Apache-2.0
/** One match as it is printed, and what turns matches into text. */
import type { JsonObject, LogSource, MatchedField, SigmaRule } from "@fengsui/sigma";

export interface MatchRecord {
  /** Milliseconds since 1970; undefined where the event has no time. */
  readonly time: number | undefined;
  readonly host: string | undefined;
  readonly logsource: LogSource | undefined;
  readonly rule: SigmaRule;
  readonly fields: readonly MatchedField[];
  readonly event: JsonObject;
  readonly file: string;
  /** The line of a text log, the record number of a binary one. */
  readonly position: number;
}

/** A format: what is written before the first match, and for each match. */
export interface MatchFormat {
  readonly header: string;
  readonly format: (record: MatchRecord) => string;
}

const MAX_TIME = 8.64e15;

/** ISO 8601 in UTC; undefined for no time and for a time that a date cannot hold. */
export function formatTime(time: number | undefined): string | undefined {
  if (time === undefined || !(Math.abs(time) <= MAX_TIME)) return undefined;
  return new Date(time).toISOString();
}
