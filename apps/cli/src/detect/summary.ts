// SPDX-License-Identifier: Apache-2.0
/** What a run found, counted while it runs and bounded in memory: matches by rule, host and technique, and the input. */
import type { FengsuiError } from "@fengsui/contract";
import type { LogProblem } from "@fengsui/logs";
import {
  type CorrelatorStatistics,
  LEVELS,
  type Level,
  type RuleFigures,
  type SigmaRule,
} from "@fengsui/sigma";
import type { MatchedRule, MatchRecord } from "./match-record.ts";
import { noLevels, Tally } from "./tally.ts";
import { Timeline } from "./timeline.ts";

const EXAMPLES_PER_CODE = 3;
const EXAMPLE_FILES = 3;

export interface RuleCount {
  readonly rule: MatchedRule;
  matches: number;
  first: number | undefined;
  last: number | undefined;
}

export interface ProblemExample {
  readonly file: string;
  readonly position: number;
  readonly message: string;
  readonly excerpt: string;
}

export interface ProblemCount {
  readonly code: string;
  readonly hint: string;
  count: number;
  readonly examples: ProblemExample[];
}

export interface Place {
  readonly file: string;
  readonly position: number;
}

export class Summary {
  /** Inputs begun, and inputs read to their end. */
  files = 0;
  filesDone = 0;
  bytes = 0;
  events = 0;
  /** Events that --from and --to left out, and events kept although they have no time. */
  eventsOutOfRange = 0;
  eventsWithoutTime = 0;
  eventsUnrecognised = 0;
  matches = 0;
  /** Undefined: there is no correlation among the rules. */
  correlated: (CorrelatorStatistics & { readonly withoutTime: number }) | undefined;
  /** All problems of the input, with those that are counted only. */
  problems = 0;
  readonly levels: Record<Level, number> = noLevels();
  readonly hosts = new Tally();
  readonly techniques = new Tally();
  readonly timeline = new Timeline();
  readonly unreadable: FengsuiError[] = [];
  readonly unrecognisedPlaces: Place[] = [];
  /** What rules were asked elsewhere than in the ruleset of this process. */
  readonly figures = new Map<SigmaRule, RuleFigures>();
  readonly #rules = new Map<MatchedRule, RuleCount>();
  readonly #problems = new Map<string, ProblemCount>();

  addMatch(record: Pick<MatchRecord, "rule" | "time" | "host">): void {
    const { rule, time } = record;
    this.matches += 1;
    this.levels[rule.level] += 1;
    this.timeline.add(time, rule.level);
    this.hosts.add(record.host ?? "-", rule.level);
    for (const technique of rule.techniques) this.techniques.add(technique, rule.level);
    const count = this.#rules.get(rule) ?? { rule, matches: 0, first: undefined, last: undefined };
    this.#rules.set(rule, count);
    count.matches += 1;
    if (time === undefined) return;
    count.first = Math.min(count.first ?? time, time);
    count.last = Math.max(count.last ?? time, time);
  }

  addProblem(file: string, problem: LogProblem): void {
    const { code, hint, position, message, excerpt } = problem;
    const known = this.#problems.get(code) ?? { code, hint, count: 0, examples: [] };
    this.#problems.set(code, known);
    known.count += 1;
    if (known.examples.length < EXAMPLES_PER_CODE) known.examples.push({ file, position, message, excerpt });
  }

  addUnrecognised(file: string, position: number): void {
    this.eventsUnrecognised += 1;
    if (this.unrecognisedPlaces.length >= EXAMPLE_FILES) return;
    if (this.unrecognisedPlaces.at(-1)?.file !== file) this.unrecognisedPlaces.push({ file, position });
  }

  /** Those of a batch that another thread has matched. */
  takeUnrecognised(count: number, places: readonly Place[]): void {
    for (const { file, position } of places) this.addUnrecognised(file, position);
    this.eventsUnrecognised += count - places.length;
  }

  addFigures(rule: SigmaRule, figures: RuleFigures): void {
    const known = this.figures.get(rule);
    this.figures.set(rule, known === undefined ? figures : sumOf(known, figures));
  }

  /** The most severe first, then the most frequent. */
  ruleCounts(): readonly RuleCount[] {
    return [...this.#rules.values()].toSorted(
      (a, b) =>
        LEVELS.indexOf(b.rule.level) - LEVELS.indexOf(a.rule.level) ||
        b.matches - a.matches ||
        (a.rule.title < b.rule.title ? -1 : 1),
    );
  }

  problemCounts(): readonly ProblemCount[] {
    return [...this.#problems.values()].toSorted((a, b) => b.count - a.count);
  }
}

export function sumOf(a: RuleFigures, b: RuleFigures): RuleFigures {
  return {
    evaluated: a.evaluated + b.evaluated,
    candidates: a.candidates + b.candidates,
    matches: a.matches + b.matches,
    undecided: a.undecided + b.undecided,
    cost: a.cost + b.cost,
  };
}
