// SPDX-License-Identifier: Apache-2.0
/** The groups of one correlation, each with its window. Occurrences come in order of time. */
import { fold } from "../fold.ts";
import type { Correlation } from "./correlation.ts";
import { type GroupedOccurrence, isEarly, judge, type Occurrence, Window } from "./window.ts";

export interface Matched<Reference> {
  readonly from: number;
  readonly time: number;
  readonly key: string;
  readonly group: readonly string[];
  readonly measure: number;
  readonly count: number;
  readonly occurrences: readonly Occurrence<Reference>[];
}

interface Group<Reference> {
  /** As the first occurrence writes the values. */
  readonly values: readonly string[];
  readonly window: Window<Reference>;
}

/** So much of one group is kept; of an order of rules, less, as all of it is looked at each time. */
const MAX_WINDOW = 100_000;
const MAX_ORDERED_WINDOW = 2_000;
const MAX_GROUPS = 100_000;
/** So much of what matched is given back: half from the beginning, half from the end. */
const MAX_EVIDENCE = 100;

export class Groups<Reference> {
  dropped = 0;
  readonly #correlation: Correlation;
  readonly #isEarly: boolean;
  readonly #maxWindow: number;
  /** Those that something was added to last are last. */
  readonly #groups = new Map<string, Group<Reference>>();

  constructor(correlation: Correlation) {
    this.#correlation = correlation;
    this.#isEarly = isEarly(correlation);
    this.#maxWindow = correlation.type === "temporal_ordered" ? MAX_ORDERED_WINDOW : MAX_WINDOW;
  }

  add(occurrence: GroupedOccurrence<Reference>): Matched<Reference>[] {
    const key = fold(JSON.stringify(occurrence.group));
    const group = this.#groups.get(key) ?? { values: occurrence.group, window: new Window<Reference>() };
    this.#groups.delete(key);
    this.#groups.set(key, group);
    this.#limitGroups();
    return this.#isEarly ? this.#slide(group, occurrence) : this.#collect(group, occurrence);
  }

  #slide(group: Group<Reference>, occurrence: GroupedOccurrence<Reference>): Matched<Reference>[] {
    const { window } = group;
    window.dropBefore(occurrence.time - this.#correlation.timespanMs);
    this.#put(window, occurrence);
    const measure = judge(this.#correlation, window);
    return measure === undefined ? [] : [take(group, occurrence.time, measure)];
  }

  #collect(group: Group<Reference>, occurrence: GroupedOccurrence<Reference>): Matched<Reference>[] {
    const matched = this.#close(group, (end) => occurrence.time > end);
    this.#put(group.window, occurrence);
    return matched;
  }

  #put(window: Window<Reference>, occurrence: GroupedOccurrence<Reference>): void {
    if (window.size >= this.#maxWindow) {
      const half = this.#maxWindow / 2;
      window.drop(half);
      this.dropped += half;
    }
    window.add(occurrence);
  }

  /** Looks at the windows whose time is over by `time`, and forgets what can match no more. */
  closeUntil(time: number): Matched<Reference>[] {
    const matched: Matched<Reference>[] = [];
    for (const [key, group] of this.#groups) {
      if (this.#isEarly) group.window.dropBefore(time - this.#correlation.timespanMs);
      else matched.push(...this.#close(group, (end) => time >= end));
      if (group.window.size === 0) this.#groups.delete(key);
    }
    return matched;
  }

  /**
   * A window begins with its first occurrence and takes in what follows within the timespan. Where one thing must not
   * be beside another (`not`), the next begins with the next occurrence; counts and averages begin anew.
   */
  #close({ values, window }: Group<Reference>, isOver: (end: number) => boolean): Matched<Reference>[] {
    const { timespanMs, condition } = this.#correlation;
    const matched: Matched<Reference>[] = [];
    for (let first = window.first; first !== undefined; first = window.first) {
      const end = first.time + timespanMs;
      if (!isOver(end)) break;
      const inside = new Window<Reference>();
      for (const occurrence of window.occurrences) {
        if (occurrence.time > end) break;
        inside.add(occurrence);
      }
      const measure = judge(this.#correlation, inside);
      const isSpent = measure !== undefined || condition.kind === "thresholds";
      const { size } = inside;
      if (measure !== undefined) matched.push(take({ values, window: inside }, end, measure));
      window.drop(isSpent ? size : 1);
    }
    return matched;
  }

  #limitGroups(): void {
    if (this.#groups.size <= MAX_GROUPS) return;
    const [oldest] = this.#groups.keys();
    if (oldest === undefined) return;
    this.dropped += this.#groups.get(oldest)?.window.size ?? 0;
    this.#groups.delete(oldest);
  }
}

/** The match; its occurrences make no other. */
function take<Reference>(
  { values, window }: Group<Reference>,
  time: number,
  measure: number,
): Matched<Reference> {
  const all = window.occurrences;
  const half = MAX_EVIDENCE / 2;
  const kept = all.length <= MAX_EVIDENCE ? all.slice() : [...all.slice(0, half), ...all.slice(-half)];
  const count = all.length;
  window.drop(count);
  const from = kept[0]?.time ?? time;
  const key = kept.at(-1)?.key ?? "";
  return { from, time, key, group: values, measure, count, occurrences: kept };
}
