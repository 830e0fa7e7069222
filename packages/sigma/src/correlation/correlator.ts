// SPDX-License-Identifier: Apache-2.0
/**
 * Correlations at work: what rules found goes in, in any order; correlations that match come out. Everything is worked
 * out in the order of the events' own times, up to a time that the caller gives: so the result is the same in whatever
 * order things arrived, as long as they arrived before that. What comes later than that is counted and left out.
 */
import { numberOf, type Scalar, textOf } from "../event/values.ts";
import { fold } from "../fold.ts";
import type { Level } from "../rule.ts";
import type { Correlation } from "./correlation.ts";
import { Groups, type Matched } from "./groups.ts";
import { type Resolution, type Resolved, resolveCorrelations } from "./resolve.ts";
import type { GroupedOccurrence } from "./window.ts";

/** Something that a rule found: a match of an event. */
export interface RuleOccurrence<Reference> {
  readonly ruleId: string;
  /** Epoch time in ms. */
  readonly time: number;
  /** Tells occurrences of one time apart, and puts them in order: the same in every run. */
  readonly key: string;
  /** The value of a field of the event, by the rule's names. Only asked during `add`. */
  read(field: string): Scalar | undefined;
  /** What the caller wants back as evidence. */
  readonly reference: Reference;
}

export interface CorrelationMatch<Reference> {
  readonly correlation: Correlation;
  readonly level: Level;
  /** Of the first and the last occurrence. */
  readonly from: number;
  readonly time: number;
  /** The fields that the occurrences have in common. */
  readonly group: readonly { readonly field: string; readonly value: string }[];
  /** What the condition compared. */
  readonly measure: number;
  readonly count: number;
  /** The first and last of them. */
  readonly occurrences: readonly {
    readonly time: number;
    readonly rule: string;
    readonly reference: Reference;
  }[];
  /** Another correlation watches it without `generate`: it is no alert of its own. */
  readonly isPartOnly: boolean;
}

export interface CorrelatorStatistics {
  readonly occurrences: number;
  /** Came when their time was over. */
  readonly late: number;
  /** Had no value in a field of `group-by`. */
  readonly ungrouped: number;
  /** Let go of before their time, as a group or the number of groups was too large. */
  readonly dropped: number;
}

interface Node<Reference> {
  readonly resolved: Resolved;
  readonly groups: Groups<Reference>;
  /** Not yet worked out. */
  pending: GroupedOccurrence<Reference>[];
}

/** Who watches a rule, what it calls it, and which of the fields it wants to know. */
interface Watcher<Reference> {
  readonly node: Node<Reference>;
  readonly name: string;
  readonly groupFields: readonly string[];
  readonly valueFields: readonly string[];
  readonly otherFields: readonly string[];
}

export class Correlator<Reference> {
  readonly diagnostics: Resolution["diagnostics"];
  readonly partsOnly: ReadonlySet<string>;
  readonly #nodes: readonly Node<Reference>[];
  readonly #watchers = new Map<string, Watcher<Reference>[]>();
  #reached = Number.NEGATIVE_INFINITY;
  #occurrences = 0;
  #late = 0;
  #ungrouped = 0;

  constructor(...sources: Parameters<typeof resolveCorrelations>) {
    const { resolved, partsOnly, diagnostics } = resolveCorrelations(...sources);
    this.diagnostics = diagnostics;
    this.partsOnly = partsOnly;
    this.#nodes = resolved.map((one) => ({
      resolved: one,
      groups: new Groups(one.correlation),
      pending: [],
    }));
    // From the outside in: what is asked of an inner one is known when those around it are.
    const asked = new Map<string, Set<string>>();
    for (const node of this.#nodes.toReversed()) this.#watch(node, asked);
  }

  #watch(node: Node<Reference>, asked: Map<string, Set<string>>): void {
    const { correlation, watches } = node.resolved;
    const others = [...(asked.get(correlation.id) ?? [])];
    for (const { id, name } of watches) {
      const named = (field: string) => correlation.aliases.get(field)?.get(name) ?? field;
      const { condition } = correlation;
      const watcher = {
        node,
        name,
        groupFields: correlation.groupBy.map(named),
        valueFields: condition.kind === "thresholds" ? condition.fields.map(named) : [],
        otherFields: others,
      };
      const wanted = asked.get(id) ?? new Set();
      for (const field of [...watcher.groupFields, ...watcher.valueFields, ...others]) wanted.add(field);
      asked.set(id, wanted);
      const known = this.#watchers.get(id);
      if (known === undefined) this.#watchers.set(id, [watcher]);
      else known.push(watcher);
    }
  }

  /** Whether something that the rule finds has to be added. */
  watches(ruleId: string): boolean {
    return this.#watchers.has(ruleId);
  }

  /** The fields of a rule's events that are asked for when something that it finds is added. */
  fieldsOf(ruleId: string): readonly string[] {
    const watchers = this.#watchers.get(ruleId) ?? [];
    const fields = watchers.flatMap((one) => [...one.groupFields, ...one.valueFields, ...one.otherFields]);
    return [...new Set(fields)];
  }

  /** So many wait to be worked out. */
  get pending(): number {
    return this.#nodes.reduce((sum, { pending }) => sum + pending.length, 0);
  }

  get statistics(): CorrelatorStatistics {
    const dropped = this.#nodes.reduce((sum, { groups }) => sum + groups.dropped, 0);
    return { occurrences: this.#occurrences, late: this.#late, ungrouped: this.#ungrouped, dropped };
  }

  add(occurrence: RuleOccurrence<Reference>): void {
    const watchers = this.#watchers.get(occurrence.ruleId);
    if (watchers === undefined) return;
    this.#occurrences += 1;
    if (occurrence.time <= this.#reached) this.#late += 1;
    else for (const watcher of watchers) this.#put(watcher, occurrence);
  }

  #put(
    { node, name, groupFields, valueFields, otherFields }: Watcher<Reference>,
    { time, key, reference, read }: Omit<RuleOccurrence<Reference>, "ruleId">,
  ): void {
    const texts = (fields: readonly string[]) => fields.map((field) => optionalText(read(field)));
    const group = texts(groupFields);
    if (group.includes(undefined)) {
      this.#ungrouped += 1;
      return;
    }
    const values = texts(valueFields);
    const [valueField] = valueFields;
    const single = valueField === undefined ? undefined : read(valueField);
    const number = single === undefined ? Number.NaN : numberOf(single);
    const fields = new Map<string, string>();
    for (const field of otherFields) {
      const text = optionalText(read(field));
      if (text !== undefined) fields.set(field, text);
    }
    node.pending.push({
      time,
      key,
      name,
      group: group.flatMap((text) => text ?? []),
      value: values.length === 0 || values.includes(undefined) ? undefined : fold(JSON.stringify(values)),
      number: Number.isFinite(number) ? number : undefined,
      fields,
      reference,
    });
  }

  /** Works out everything up to this time. What is added after that must be later. */
  advance(time: number): readonly CorrelationMatch<Reference>[] {
    if (time <= this.#reached) return [];
    this.#reached = time;
    return this.#nodes.flatMap((node) => this.#workOut(node, time)).sort(byTime);
  }

  /** Works out the older half of what waits, so that there is room. */
  advanceHalf(): readonly CorrelationMatch<Reference>[] {
    const times = this.#nodes.flatMap(({ pending }) => pending.map(({ time }) => time)).sort((a, b) => a - b);
    const middle = times[Math.floor(times.length / 2)];
    return middle === undefined ? [] : this.advance(middle);
  }

  /** Works out the rest: nothing more will come. */
  finish(): readonly CorrelationMatch<Reference>[] {
    return this.advance(Number.POSITIVE_INFINITY);
  }

  #workOut(node: Node<Reference>, time: number): CorrelationMatch<Reference>[] {
    const due = node.pending.filter((occurrence) => occurrence.time <= time);
    node.pending = node.pending.filter((occurrence) => occurrence.time > time);
    due.sort((a, b) => a.time - b.time || compareTexts(a.key, b.key));
    const matched = due.flatMap((occurrence) => node.groups.add(occurrence));
    matched.push(...node.groups.closeUntil(time));
    matched.sort((a, b) => a.time - b.time || compareTexts(a.key, b.key));
    for (const match of matched) this.#passOn(node, match);
    return matched.map((match) => this.#toMatch(node.resolved, match));
  }

  /** A correlation that matched is an occurrence for those that watch it. */
  #passOn({ resolved: { correlation } }: Node<Reference>, match: Matched<Reference>): void {
    const last = match.occurrences.at(-1);
    if (last === undefined) return;
    const grouped = new Map(correlation.groupBy.map((field, at) => [field, match.group[at]]));
    const read = (field: string) =>
      grouped.get(field) ?? match.occurrences.findLast(({ fields }) => fields.has(field))?.fields.get(field);
    for (const watcher of this.#watchers.get(correlation.id) ?? [])
      this.#put(watcher, { time: match.time, key: match.key, reference: last.reference, read });
  }

  #toMatch({ correlation, level }: Resolved, match: Matched<Reference>): CorrelationMatch<Reference> {
    const { occurrences, time, measure, count, from } = match;
    return {
      correlation,
      level,
      from,
      time,
      group: correlation.groupBy.map((field, at) => ({ field, value: match.group[at] ?? "" })),
      measure,
      count,
      occurrences: occurrences.map(({ time: at, name, reference }) => ({ time: at, rule: name, reference })),
      isPartOnly: this.partsOnly.has(correlation.id),
    };
  }
}

function byTime<Reference>(a: CorrelationMatch<Reference>, b: CorrelationMatch<Reference>): number {
  return a.time - b.time;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function optionalText(scalar: Scalar | undefined): string | undefined {
  return scalar === undefined ? undefined : textOf(scalar);
}
