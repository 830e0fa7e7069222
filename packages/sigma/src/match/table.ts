// SPDX-License-Identifier: Apache-2.0
/**
 * The matcher for one event source: scans the fields of an event once, marks the groups that are seen, and tests the
 * rules of the branches that are complete. Marks are generations, so nothing is cleared between events.
 */
import { Budget, BudgetSpent } from "../budget.ts";
import type { JsonObject } from "../event/event.ts";
import { type Scalar, textOf, visitScalars } from "../event/values.ts";
import { KEYWORDS } from "../expression.ts";
import type { EventSource } from "../logsource/log-type.ts";
import type { AtomKind } from "../plan/atoms.ts";
import { type Plan, type PlannedBranch, planRules } from "../plan/plan.ts";
import type { SigmaRule } from "../rule.ts";
import type { Literal } from "../scan/literal.ts";
import { makeKeywordScanner, makeScanner } from "../scan/scanner.ts";
import type { Scanner, Sink } from "../scan/scanner-types.ts";
import { Sightings } from "../scan/sightings.ts";
import { type CompiledRule, compileExpression } from "./compile.ts";
import { EventRecord } from "./record.ts";

/** What a table has done, for figures. */
export interface TableStatistics {
  events: number;
  /** Branches whose trigger was seen. */
  triggered: number;
  /** Rules tested. */
  candidates: number;
  matches: number;
  /** Rules that the budget of an event did not suffice to decide. */
  undecided: number;
}

/** What one rule has done. */
export interface RuleFigures {
  /** Events that its log source applies to. */
  evaluated: number;
  /** Of these, those in which everything was seen that the rule needs: only they were tested. */
  candidates: number;
  matches: number;
  undecided: number;
  /** Units of work (see budget) that its tests took. */
  cost: number;
}

export interface TableOptions {
  readonly eventBudget?: number | undefined;
  /** Told of each rule that could not be decided for an event. */
  readonly onUndecided?: ((rule: SigmaRule, event: JsonObject) => void) | undefined;
}

export class RuleTable {
  readonly statistics: TableStatistics = {
    events: 0,
    triggered: 0,
    candidates: 0,
    matches: 0,
    undecided: 0,
  };
  readonly #plan: Plan;
  readonly #budget: Budget;
  readonly #onUndecided: TableOptions["onUndecided"];
  readonly #figures: Omit<RuleFigures, "evaluated">[];
  readonly #record: EventRecord;
  readonly #scanners: readonly (Scanner | undefined)[];
  readonly #keywords: Scanner | undefined;
  readonly #onKeywordValue: (scalar: Scalar) => void = (scalar) => {
    // Most values are short, and a number is never written as anything but digits, a sign, a point and an exponent.
    if (typeof scalar === "string" ? scalar.length >= this.#shortestKeyword : this.#hasNumericKeyword) {
      this.#keywords?.scan(textOf(scalar), this.#sink);
    }
  };
  readonly #shortestKeyword: number;
  readonly #hasNumericKeyword: boolean;
  /** For each slot the atom "has a value", or -1. */
  readonly #valueAtoms: Int32Array;
  readonly #groupsOfAtom: readonly Int32Array[];
  readonly #branchesOfGroup: readonly (readonly PlannedBranch[])[];
  readonly #atomsSeen: Sightings;
  readonly #groupsSeen: Sightings;
  readonly #rulesTested: Sightings;
  readonly #compiled: (CompiledRule | undefined)[];
  readonly #pending: PlannedBranch[] = [];
  readonly #sink: Sink = { has: (atom) => this.#atomsSeen.has(atom), see: (atom) => this.#see(atom) };

  constructor(rules: readonly SigmaRule[], source: EventSource, options: TableOptions = {}) {
    const plan = planRules(rules, source);
    this.#plan = plan;
    this.#budget = new Budget(options.eventBudget);
    this.#onUndecided = options.onUndecided;
    this.#figures = plan.rules.map(() => ({ candidates: 0, matches: 0, undecided: 0, cost: 0 }));
    const { atoms, groups } = plan.atoms;
    // Closures may ask for fields that no atom speaks of: compile first, so that all slots are known.
    this.#compiled = plan.rules.map(({ detection, slotOf }) => compileExpression(detection, slotOf));
    this.#record = new EventRecord(
      plan.slots,
      (slot, scalar, isFirst) => this.#scan(slot, scalar, isFirst),
      this.#budget,
    );
    const literals = literalsBySlot(plan);
    const keywords = literals[KEYWORDS] ?? NO_LITERALS;
    this.#keywords = makeKeywordScanner(keywords);
    this.#shortestKeyword = this.#keywords?.shortest ?? Number.POSITIVE_INFINITY;
    this.#hasNumericKeyword = keywords.contains.some(({ text }) => NOT_A_TEXT.test(text));
    this.#scanners = literals.map((ofSlot, slot) => (slot === KEYWORDS ? undefined : makeScanner(ofSlot)));
    this.#valueAtoms = new Int32Array(plan.slots.count).fill(-1);
    atoms.forEach(({ slot, kind }, id) => {
      if (kind === "value") this.#valueAtoms[slot] = id;
    });
    this.#groupsOfAtom = invert(groups, atoms.length);
    this.#branchesOfGroup = groups.map((_, group) => plan.triggered.get(group) ?? []);
    this.#atomsSeen = new Sightings(atoms.length);
    this.#groupsSeen = new Sightings(groups.length);
    this.#rulesTested = new Sightings(plan.rules.length);
  }

  get size(): number {
    return this.#plan.rules.length;
  }

  /** The rules that match, in the order in which they were given. */
  match(event: JsonObject, record: JsonObject): readonly SigmaRule[] {
    this.statistics.events++;
    if (this.#plan.rules.length === 0) return NO_RULES;
    for (const seen of [this.#atomsSeen, this.#groupsSeen, this.#rulesTested]) seen.next();
    this.#record.load(record);
    if (this.#keywords !== undefined) visitScalars(event, this.#onKeywordValue);
    this.statistics.triggered += this.#pending.length;
    if (this.#pending.length === 0 && this.#plan.untriggered.length === 0) return NO_RULES;
    return this.#testCandidates(event);
  }

  /** Of every rule that may apply to this source. Asked for now and then between events, so it makes nothing new. */
  addFigures(sums: Map<SigmaRule, RuleFigures>): void {
    for (const [index, { candidates, matches, undecided, cost }] of this.#figures.entries()) {
      const { rule } = this.#plan.rules[index]!;
      let sum = sums.get(rule);
      if (sum === undefined) {
        sum = { evaluated: 0, candidates: 0, matches: 0, undecided: 0, cost: 0 };
        sums.set(rule, sum);
      }
      sum.evaluated += this.statistics.events;
      sum.candidates += candidates;
      sum.matches += matches;
      sum.undecided += undecided;
      sum.cost += cost;
    }
  }

  #testCandidates(event: JsonObject): readonly SigmaRule[] {
    const matched: number[] = [];
    this.#budget.beginEvent();
    for (const branch of this.#pending) this.#testBranch(branch, event, matched);
    for (const branch of this.#plan.untriggered) this.#testBranch(branch, event, matched);
    this.#pending.length = 0;
    if (matched.length === 0) return NO_RULES;
    this.statistics.matches += matched.length;
    return matched.sort((a, b) => a - b).flatMap((index) => this.#plan.rules[index]?.rule ?? []);
  }

  #testBranch({ rule, needs, kills }: PlannedBranch, event: JsonObject, matched: number[]): void {
    const seen = this.#groupsSeen;
    if (this.#rulesTested.has(rule)) return;
    for (const group of needs) if (!seen.has(group)) return;
    for (const kill of kills) if (kill.every((group) => seen.has(group))) return;
    this.#rulesTested.add(rule);
    this.statistics.candidates++;
    if (this.#testRule(rule, event)) matched.push(rule);
  }

  #testRule(rule: number, event: JsonObject): boolean {
    const figures = this.#figures[rule]!;
    const before = this.#budget.spent;
    figures.candidates++;
    this.#budget.beginRule();
    try {
      const isMatch = this.#compiled[rule]?.(this.#record, event) === true;
      if (isMatch) figures.matches++;
      return isMatch;
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      this.#noteUndecided(rule, event);
      return false;
    } finally {
      figures.cost += this.#budget.spent - before;
    }
  }

  #noteUndecided(rule: number, event: JsonObject): void {
    this.#figures[rule]!.undecided++;
    this.statistics.undecided++;
    const undecided = this.#plan.rules[rule]?.rule;
    if (undecided !== undefined) this.#onUndecided?.(undecided, event);
  }

  #scan(slot: number, scalar: Scalar | undefined, isFirst: boolean): void {
    if (isFirst && this.#valueAtoms[slot]! >= 0) this.#see(this.#valueAtoms[slot]!);
    if (scalar !== undefined) this.#scanners[slot]?.scan(textOf(scalar), this.#sink);
  }

  #see(atom: number): void {
    if (!this.#atomsSeen.add(atom)) return;
    for (const group of this.#groupsOfAtom[atom]!) {
      if (!this.#groupsSeen.add(group)) continue;
      for (const branch of this.#branchesOfGroup[group]!) this.#pending.push(branch);
    }
  }
}

const NO_RULES: readonly SigmaRule[] = [];

/** What may be part of a number or a truth value as text. */
const NOT_A_TEXT = /^(?:[-+.0-9e]+|[truefals]+)$/;

type Literals = Record<AtomKind, Literal[]>;
const NO_LITERALS: Literals = { equals: [], prefix: [], suffix: [], contains: [], value: [] };

function literalsBySlot({ atoms, slots, watched }: Plan): Literals[] {
  const bySlot = Array.from(
    { length: slots.count },
    (): Literals => ({ equals: [], prefix: [], suffix: [], contains: [], value: [] }),
  );
  atoms.atoms.forEach(({ slot, kind, text }, id) => {
    if (watched.has(id)) bySlot[slot]?.[kind].push({ text, id });
  });
  return bySlot;
}

function invert(groups: readonly (readonly number[])[], atomCount: number): Int32Array[] {
  const lists: number[][] = Array.from({ length: atomCount }, () => []);
  groups.forEach((atoms, group) => {
    for (const atom of atoms) lists[atom]?.push(group);
  });
  return lists.map((list) => Int32Array.from(list));
}
