// SPDX-License-Identifier: Apache-2.0
/**
 * What rules found of one group, within the timespan of a correlation, and whether that is what it looks for. Two ways
 * to go on: a window that only grows true is looked at with each occurrence and slides (`isEarly`); one that can become
 * untrue again (`lt`, `eq`, averages, `not`) begins with an occurrence and is looked at when its time is over.
 */
import { type Correlation, compares, isLowerBound } from "./correlation.ts";
import { completedAt, hasNot, holdsFor, type RuleExpression } from "./rule-expression.ts";

export interface Occurrence<Reference> {
  readonly time: number;
  /** Tells occurrences of one time apart, and puts them in order. */
  readonly key: string;
  /** As the correlation names the rule that found it. */
  readonly name: string;
  /** Of the condition's fields: their values as one text, and as a number where there is one field. */
  readonly value: string | undefined;
  readonly number: number | undefined;
  /** What the correlations further out ask of it. */
  readonly fields: ReadonlyMap<string, string>;
  readonly reference: Reference;
}

export interface GroupedOccurrence<Reference> extends Occurrence<Reference> {
  /** The values of the fields of `group-by`. */
  readonly group: readonly string[];
}

/** What was measured when it matched: a count of events, values or rules, or the value of a field. */
export type Verdict = number | undefined;

export function isEarly({ type, condition }: Correlation): boolean {
  if (condition.kind === "expression") return !hasNot(condition.expression);
  const { thresholds } = condition;
  const onlyGrows = type === "event_count" || type === "value_count" || type.startsWith("temporal");
  return onlyGrows && thresholds.every(isLowerBound);
}

/** Occurrences of one group, in order of time, with the counts that most conditions need. */
export class Window<Reference> {
  #occurrences: Occurrence<Reference>[] = [];
  #names = new Map<string, number>();
  #values = new Map<string, number>();

  get size(): number {
    return this.#occurrences.length;
  }

  get occurrences(): readonly Occurrence<Reference>[] {
    return this.#occurrences;
  }

  get values(): number {
    return this.#values.size;
  }

  get names(): ReadonlyMap<string, number> {
    return this.#names;
  }

  get first(): Occurrence<Reference> | undefined {
    return this.#occurrences[0];
  }

  add(occurrence: Occurrence<Reference>): void {
    this.#occurrences.push(occurrence);
    count(this.#names, occurrence.name, 1);
    if (occurrence.value !== undefined) count(this.#values, occurrence.value, 1);
  }

  /** Lets go of the first so many. */
  drop(number: number): void {
    for (const { name, value } of this.#occurrences.splice(0, number)) {
      count(this.#names, name, -1);
      if (value !== undefined) count(this.#values, value, -1);
    }
  }

  /** Lets go of what is older than `time`. */
  dropBefore(time: number): void {
    let number = 0;
    while ((this.#occurrences[number]?.time ?? time) < time) number += 1;
    if (number > 0) this.drop(number);
  }
}

function count(counts: Map<string, number>, key: string, change: number): void {
  const now = (counts.get(key) ?? 0) + change;
  if (now > 0) counts.set(key, now);
  else counts.delete(key);
}

/** The measure, where the condition holds for what is in the window. */
export function judge<Reference>(correlation: Correlation, window: Window<Reference>): Verdict {
  const { condition } = correlation;
  if (condition.kind === "expression")
    return isFound(correlation, condition.expression, window) ? window.names.size : undefined;
  const measured = measure(correlation, condition.percentile, window);
  if (measured === undefined) return undefined;
  return condition.thresholds.every((threshold) => compares(threshold, measured)) ? measured : undefined;
}

function isFound<Reference>(
  { type }: Correlation,
  expression: RuleExpression,
  { names, occurrences }: Window<Reference>,
): boolean {
  if (!holdsFor(expression, (name) => names.has(name))) return false;
  if (type !== "temporal_ordered") return true;
  const places = placesByName(occurrences);
  return completedAt(expression, 0, (name, from) => places.get(name)?.find((at) => at >= from)) !== undefined;
}

function placesByName<Reference>(
  occurrences: readonly Occurrence<Reference>[],
): ReadonlyMap<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [at, { name }] of occurrences.entries()) {
    const known = places.get(name);
    if (known === undefined) places.set(name, [at]);
    else known.push(at);
  }
  return places;
}

function measure<Reference>(
  { type, rules }: Correlation,
  percentile: number,
  window: Window<Reference>,
): number | undefined {
  switch (type) {
    case "event_count":
      return window.size;
    case "value_count":
      return window.values;
    case "temporal":
      return window.names.size;
    case "temporal_ordered":
      return longestChain(
        rules.map(({ name }) => name),
        window.occurrences,
      );
    case "value_sum":
    case "value_avg":
    case "value_percentile":
    case "value_median":
      return measureNumbers(
        type,
        percentile,
        window.occurrences.flatMap(({ number }) => number ?? []),
      );
  }
}

function measureNumbers(
  type: "value_sum" | "value_avg" | "value_percentile" | "value_median",
  percentile: number,
  numbers: readonly number[],
): number | undefined {
  if (numbers.length === 0) return undefined;
  const sum = numbers.reduce((total, number) => total + number, 0);
  if (type === "value_sum") return sum;
  if (type === "value_avg") return sum / numbers.length;
  return interpolate(
    numbers.toSorted((a, b) => a - b),
    percentile / 100,
  );
}

/** Between the two nearest values, as spreadsheets and NumPy do by default. */
function interpolate(sorted: readonly number[], share: number): number | undefined {
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) return undefined;
  return low + (high - low) * (place - Math.floor(place));
}

/** So many of the rules were found one after the other in their order. */
function longestChain<Reference>(
  order: readonly string[],
  occurrences: readonly Occurrence<Reference>[],
): number {
  const places = new Map(order.map((name, at) => [name, at]));
  const longest = order.map(() => 0);
  for (const { name } of occurrences) {
    const at = places.get(name);
    if (at === undefined) continue;
    const before = Math.max(0, ...longest.slice(0, at));
    longest[at] = Math.max(longest[at] ?? 0, before + 1);
  }
  return Math.max(0, ...longest);
}
