// SPDX-License-Identifier: Apache-2.0
/** The door to matching: a set of rules, a table for each event source that is met, and what a match tells. */
import { DIAGNOSTICS, type Diagnostic } from "../diagnostics.ts";
import type { JsonObject } from "../event/event.ts";
import type { Scalar } from "../event/values.ts";
import { type EventSource, isEligible, type RecognisedEvent } from "../logsource/log-type.ts";
import { recogniseAs } from "../logsource/said-source.ts";
import type { LogSource, SigmaRule } from "../rule.ts";
import { EventReader } from "./event-reader.ts";
import { evidenceOf, type MatchedField } from "./evidence.ts";
import { matchNaively } from "./oracle.ts";
import { type RuleFigures, RuleTable, type TableOptions, type TableStatistics } from "./table.ts";

export interface Match {
  readonly rule: SigmaRule;
  /** The fields that made the rule match, by the rule's names, with their values. */
  readonly fields: readonly MatchedField[];
  /** The first value of any field of the event, by the rule's names. */
  read(field: string): Scalar | undefined;
}

export class Ruleset {
  readonly rules: readonly SigmaRule[];
  readonly diagnostics: readonly Diagnostic[];
  readonly #options: TableOptions;
  readonly #tables = new Map<EventSource, RuleTable>();
  readonly #eligibleRules = new Map<EventSource, readonly SigmaRule[]>();
  readonly #forced = new Map<string, EventSource>();

  constructor(rules: readonly SigmaRule[], options: TableOptions) {
    this.rules = rules;
    this.#options = options;
    this.diagnostics = duplicateIds(rules);
  }

  /**
   * The rules that an event matches. Without `source`, the event is recognised by its form; one of no known form
   * matches nothing. With it, the event is taken to be of that log source; what it leaves open conflicts with no rule.
   */
  match(event: JsonObject, source?: LogSource): readonly Match[] {
    const recognised = this.#recognise(event, source);
    if (recognised === undefined) return NO_MATCHES;
    const matched = this.#table(recognised.source).match(event, recognised.record);
    if (matched.length === 0) return NO_MATCHES;
    const reader = new EventReader(event, recognised);
    return matched.map((rule) => ({
      rule,
      fields: evidenceOf(rule, reader),
      read: (field) => readFirst(field, rule, reader),
    }));
  }

  /** The same as `match`, rule by rule and without the index: slow, for comparison. */
  matchNaively(event: JsonObject, source?: LogSource): readonly SigmaRule[] {
    const recognised = this.#recognise(event, source);
    if (recognised === undefined) return [];
    return matchNaively(this.#eligible(recognised.source), event, recognised);
  }

  /** Sums over all tables since the ruleset was made. */
  statistics(): TableStatistics {
    const sum: TableStatistics = { events: 0, triggered: 0, candidates: 0, matches: 0, undecided: 0 };
    for (const { statistics } of this.#tables.values()) {
      sum.events += statistics.events;
      sum.triggered += statistics.triggered;
      sum.candidates += statistics.candidates;
      sum.matches += statistics.matches;
      sum.undecided += statistics.undecided;
    }
    return sum;
  }

  /** What each rule has done and cost since the ruleset was made; rules that no event was for are left out. */
  figures(): ReadonlyMap<SigmaRule, RuleFigures> {
    const sums = new Map<SigmaRule, RuleFigures>();
    for (const table of this.#tables.values()) table.addFigures(sums);
    return sums;
  }

  #recognise(event: JsonObject, source: LogSource | undefined): RecognisedEvent | undefined {
    return recogniseAs(event, source, this.#forced);
  }

  #eligible(source: EventSource): readonly SigmaRule[] {
    let eligible = this.#eligibleRules.get(source);
    if (eligible === undefined) {
      eligible = this.rules.filter((rule) => isEligible(rule.logsource, source));
      this.#eligibleRules.set(source, eligible);
    }
    return eligible;
  }

  #table(source: EventSource): RuleTable {
    let table = this.#tables.get(source);
    if (table === undefined) {
      table = new RuleTable(this.rules, source, this.#options);
      this.#tables.set(source, table);
    }
    return table;
  }
}

function readFirst(field: string, rule: SigmaRule, reader: EventReader): Scalar | undefined {
  const names = rule.namesOf?.(field) ?? [field];
  for (const name of names) {
    const [scalar] = reader.content(name, rule.logsource).scalars;
    if (scalar !== undefined) return scalar;
  }
  return undefined;
}

const NO_MATCHES: readonly Match[] = [];

export function compileRules(rules: readonly SigmaRule[], options: TableOptions = {}): Ruleset {
  return new Ruleset(rules, options);
}

function duplicateIds(rules: readonly SigmaRule[]): Diagnostic[] {
  const first = new Map<string, SigmaRule>();
  const diagnostics: Diagnostic[] = [];
  for (const rule of rules) {
    const earlier = first.get(rule.id);
    if (earlier === undefined) {
      first.set(rule.id, rule);
      continue;
    }
    const { severity, hint } = DIAGNOSTICS["rule.duplicate_id"];
    const message = `The id ${rule.id} is also that of "${earlier.title}" (${earlier.file}).`;
    diagnostics.push({
      code: "rule.duplicate_id",
      severity,
      message,
      hint,
      file: rule.file,
      span: rule.span,
    });
  }
  return diagnostics;
}
