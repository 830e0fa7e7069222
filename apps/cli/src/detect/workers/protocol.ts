// SPDX-License-Identifier: Apache-2.0
/**
 * What workers are given and what they tell. The main thread reads and frames, and gives stretches of lines away, with
 * the memory they are in; what is not split is given as a whole file. Each worker does what it is given one after the
 * other, and the results are taken in the order of the shares, so that they are those of one.
 */
import type { FoundProblems, LogStretch } from "@fengsui/logs";
import type { RuleFigures, SigmaRule } from "@fengsui/sigma";
import type { FoundFile } from "../../find-files.ts";
import type { LoadedRules } from "../../load-rules.ts";
import type { FormatChoice } from "../format.ts";
import type { FoundAt, MatchedRule } from "../match-record.ts";
import type { DetectOptions } from "../options.ts";
import type { Place } from "../summary.ts";

export interface WorkerTask {
  readonly number: number;
  readonly options: DetectOptions;
  readonly choice: FormatChoice | undefined;
  /** As they were parsed, which takes longest; undefined where they cannot be sent, and are to be loaded anew. */
  readonly rules: PlainRules | undefined;
  /** For each worker, about how many bytes of results were sent and not taken in yet: `MAX_HELD` at most. */
  readonly held: Int32Array<SharedArrayBuffer>;
}

export interface PlainRules extends Pick<LoadedRules, "correlations"> {
  readonly rules: readonly SigmaRule[];
}

/** A worker waits where it is so far ahead, as it may be where another has a large file. */
export const MAX_HELD = 16 * 1024 * 1024;

export type Share =
  | { readonly is: "stretch"; readonly file: FoundFile; readonly stretch: LogStretch }
  | { readonly is: "whole"; readonly file: FoundFile }
  /** The last of each worker. */
  | { readonly is: "figures" };

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

export interface BatchResult extends FoundProblems {
  readonly is: "batch";
  readonly text: string;
  readonly matches: readonly CountedMatch[];
  readonly correlated: readonly CorrelatedMatch[];
  readonly events: number;
  readonly eventsOutOfRange: number;
  readonly eventsWithoutTime: number;
  readonly eventsUnrecognised: number;
  readonly unrecognisedPlaces: readonly Place[];
  /** Bytes of a whole file so far. */
  readonly bytes: number | undefined;
  /** What it adds to `held`. */
  readonly weight: number;
}

/** The end of a whole file. */
export interface EndResult {
  readonly is: "end";
  readonly bytes: number;
  readonly failure: ToldError | undefined;
}

export interface ToldError {
  readonly message: string;
  readonly code: string | undefined;
}

/** What the worker's rules were asked, by their places in the ruleset. */
export interface FiguresResult {
  readonly is: "figures";
  readonly figures: readonly (readonly [rule: number, figures: RuleFigures])[];
}

export type Result = BatchResult | EndResult | FiguresResult;
/** `undefined`: the share is done. */
export type Told = Result | undefined;
