// SPDX-License-Identifier: Apache-2.0
/**
 * What workers are told and what they tell. Each worker reads all inputs, and matches every n-th batch: batches come
 * in the same order for all, and the end of an input counts as one. So the results of the workers, one after the other,
 * are those of one worker, without any event having been sent from one to another.
 */
import type { LogProblem } from "@fengsui/logs";
import type { RuleFigures } from "@fengsui/sigma";
import type { FoundFile } from "../../find-files.ts";
import type { FormatChoice } from "../format.ts";
import type { FoundAt, MatchedRule } from "../match-record.ts";
import type { DetectOptions } from "../options.ts";
import type { Place } from "../summary.ts";

export interface WorkerTask {
  readonly number: number;
  readonly of: number;
  readonly files: readonly FoundFile[];
  readonly options: DetectOptions;
  readonly choice: FormatChoice | undefined;
  /** How many results the main thread has taken in: nobody may be too far ahead of it. */
  readonly taken: Int32Array<SharedArrayBuffer>;
}

/** Where `taken` keeps the count, and where it says that all is to end. */
export const TAKEN = 0;
export const IS_OVER = 1;
/** Results that a worker may have ahead. */
export const MAX_AHEAD = 16;

/** A match as the summary counts it. */
export interface CountedMatch {
  readonly rule: MatchedRule;
  readonly time: number | undefined;
  readonly host: string | undefined;
}

/** A match that correlations want, with what they will ask of it. */
export interface CorrelatedMatch extends FoundAt {
  readonly ruleId: string;
  readonly time: number | undefined;
  readonly host: string | undefined;
  readonly fields: readonly (readonly [field: string, value: string | number | boolean | undefined])[];
}

export interface BatchResult {
  readonly kind: "batch";
  readonly text: string;
  readonly matches: readonly CountedMatch[];
  readonly correlated: readonly CorrelatedMatch[];
  readonly events: number;
  readonly eventsOutOfRange: number;
  readonly eventsWithoutTime: number;
  readonly eventsUnrecognised: number;
  readonly unrecognisedPlaces: readonly Place[];
  readonly problems: readonly LogProblem[];
  /** Of the input so far. */
  readonly problemCount: number;
  readonly bytes: number;
}

export interface InputResult {
  readonly kind: "input";
  readonly bytes: number;
  readonly failure: { readonly message: string; readonly code: string | undefined } | undefined;
}

/** The last of each worker: what its rules were asked, by their places in the ruleset. */
export interface LastResult {
  readonly kind: "last";
  readonly figures: readonly (readonly [rule: number, figures: RuleFigures])[];
}

export type Result = BatchResult | InputResult | LastResult;
