// SPDX-License-Identifier: Apache-2.0
/** One match as it is printed, and what turns matches into text. */
import type { JsonObject, LogSource, MatchedField, SigmaRule } from "@fengsui/sigma";

/** The rule or correlation that matched, or what stands for the indicators of one kind of a file. */
export type MatchedRule = Pick<SigmaRule, "id" | "title" | "level" | "file" | "tags" | "techniques">;

/** The indicator that was met. */
export interface MetIndicator {
  readonly kind: string;
  readonly value: string;
  /** Where it is written: the file, and its line or id there. */
  readonly file: string;
  readonly at: string;
  /** What met it, and in which field of the event. */
  readonly field: string;
  readonly observable: string;
  /** Lists of what is known to be harmless, on which the observable stands. */
  readonly warninglists: readonly string[];
}

/** Where something was found. */
export interface FoundAt {
  readonly file: string;
  /** The line of a text log, the record number of a binary one. */
  readonly position: number;
}

/** What a correlation found together. */
export interface Correlated {
  /** Of the first; the record's own time is that of the last. */
  readonly from: number;
  /** How many there are; the first and last are in `occurrences`. */
  readonly count: number;
  /** What its condition compared. */
  readonly measure: number;
  readonly occurrences: readonly (FoundAt & { readonly time: number; readonly rule: string })[];
}

export interface MatchRecord extends FoundAt {
  /** Milliseconds since 1970; undefined where the event has no time. */
  readonly time: number | undefined;
  readonly host: string | undefined;
  readonly logsource: LogSource | undefined;
  readonly rule: MatchedRule;
  readonly fields: readonly MatchedField[];
  /** Undefined: a correlation, which is made of several. */
  readonly event: JsonObject | undefined;
  readonly correlated?: Correlated;
  readonly indicator?: MetIndicator;
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
