// SPDX-License-Identifier: Apache-2.0
/** A parsed correlation: which rules it watches, how it groups what they find, and when it matches. */
import type { Span } from "../diagnostics.ts";
import type { Level, RuleHead } from "../rule.ts";
import type { RuleExpression } from "./rule-expression.ts";

/** Sigma correlation specification 2.1; the four that take the measure of a field are extensions of pySigma. */
export const CORRELATION_TYPES = [
  "event_count",
  "value_count",
  "temporal",
  "temporal_ordered",
  "value_sum",
  "value_avg",
  "value_percentile",
  "value_median",
] as const;
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

export const COMPARISONS = ["gt", "gte", "lt", "lte", "eq", "neq"] as const;

export interface Threshold {
  readonly comparison: (typeof COMPARISONS)[number];
  readonly value: number;
}

/** The id or name of a rule or correlation, where it stands. */
export interface RuleReference {
  readonly name: string;
  readonly span?: Span;
}

/** What is compared: all thresholds must hold; they may make a range. */
export interface Comparing {
  readonly kind: "thresholds";
  readonly thresholds: readonly Threshold[];
  /** Of `value_*`; several are counted as one value together. */
  readonly fields: readonly string[];
  /** Of `value_percentile`, 0 to 100. */
  readonly percentile: number;
}

export interface Occurring {
  readonly kind: "expression";
  readonly expression: RuleExpression;
}

export interface Correlation extends RuleHead {
  /** Absent: the highest of the rules that it refers to. */
  readonly level?: Level;
  readonly type: CorrelationType;
  readonly rules: readonly RuleReference[];
  /** Occurrences with the same values of these, regardless of case, belong together. */
  readonly groupBy: readonly string[];
  /** For each alias: the field that it stands for, by the name or id of the rule. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly timespanMs: number;
  readonly condition: Comparing | Occurring;
  /** The rules that it refers to are alerts of their own as well. */
  readonly generate: boolean;
}

export function compares({ comparison, value }: Threshold, actual: number): boolean {
  switch (comparison) {
    case "gt":
      return actual > value;
    case "gte":
      return actual >= value;
    case "lt":
      return actual < value;
    case "lte":
      return actual <= value;
    case "eq":
      return actual === value;
    case "neq":
      return actual !== value;
  }
}

/** Once it holds, more occurrences do not change that. */
export function isLowerBound({ comparison }: Threshold): boolean {
  return comparison === "gt" || comparison === "gte";
}
