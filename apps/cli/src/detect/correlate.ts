// SPDX-License-Identifier: Apache-2.0
/** Correlations in a run: matches go in as they are found, and records of what they make together come out. */
import {
  type Correlation,
  type CorrelationMatch,
  Correlator,
  type CorrelatorStatistics,
  type Match,
} from "@fengsui/sigma";
import type { LoadedRules } from "../load-rules.ts";
import type { FoundAt, MatchedRule, MatchRecord } from "./match-record.ts";

/** A pipe is worked out as it comes: what is older than the newest by more than this comes too late. */
const LIVE_LATENESS_MS = 5_000;
/** Files are worked out at the end, in the order of their times; of very many matches, the older half before. */
const MAX_PENDING = 1_000_000;

interface Reference extends FoundAt {
  readonly host: string | undefined;
}

export interface FoundMatch extends Reference {
  readonly match: { readonly rule: { readonly id: string }; readonly read: Match["read"] };
  readonly time: number | undefined;
}

export class Correlating {
  readonly #correlator: Correlator<Reference>;
  /** One object for each, by which the summary counts. */
  readonly #rules = new Map<Correlation, MatchedRule>();
  #newest = Number.NEGATIVE_INFINITY;
  #withoutTime = 0;

  constructor({ correlations, ruleset }: Pick<LoadedRules, "correlations" | "ruleset">) {
    this.#correlator = new Correlator(correlations, ruleset.rules);
  }

  get statistics(): CorrelatorStatistics & { readonly withoutTime: number } {
    return { ...this.#correlator.statistics, withoutTime: this.#withoutTime };
  }

  /** What it will ask of a match of the rule, if it wants to have it. */
  fieldsOf(ruleId: string): readonly string[] | undefined {
    return this.#correlator.watches(ruleId) ? this.#correlator.fieldsOf(ruleId) : undefined;
  }

  /** Some correlation watches the rule and does not want its matches shown by themselves. */
  isPartOnly(ruleId: string): boolean {
    return this.#correlator.partsOnly.has(ruleId);
  }

  add({ match: { rule, read }, time, file, position, host }: FoundMatch): void {
    if (!this.#correlator.watches(rule.id)) return;
    if (time === undefined) {
      this.#withoutTime += 1;
      return;
    }
    this.#newest = Math.max(this.#newest, time);
    const key = `${file}\0${String(position).padStart(15, "0")}`;
    this.#correlator.add({ ruleId: rule.id, time, key, read, reference: { file, position, host } });
  }

  /** What is known by now, between batches. */
  workOut(isLive: boolean): readonly MatchRecord[] {
    if (isLive)
      return this.#correlator
        .advance(this.#newest - LIVE_LATENESS_MS)
        .flatMap((match) => this.#toRecord(match));
    if (this.#correlator.pending < MAX_PENDING) return [];
    return this.#correlator.advanceHalf().flatMap((match) => this.#toRecord(match));
  }

  finish(): readonly MatchRecord[] {
    return this.#correlator.finish().flatMap((match) => this.#toRecord(match));
  }

  #toRecord(match: CorrelationMatch<Reference>): MatchRecord[] {
    const { correlation, level, time, from, count, measure, group, occurrences, isPartOnly } = match;
    const last = occurrences.at(-1)?.reference;
    if (isPartOnly || last === undefined) return [];
    const rule = this.#rules.get(correlation) ?? { ...correlation, level };
    this.#rules.set(correlation, rule);
    const hosts = new Set(occurrences.map(({ reference }) => reference.host));
    return [
      {
        time,
        host: hosts.size === 1 ? last.host : undefined,
        logsource: undefined,
        rule,
        fields: [...group, { field: "count", value: String(count) }],
        event: undefined,
        file: last.file,
        position: last.position,
        correlated: {
          from,
          count,
          measure,
          occurrences: occurrences.map(({ time: at, rule, reference: { file, position } }) => ({
            time: at,
            rule,
            file,
            position,
          })),
        },
      },
    ];
  }
}
