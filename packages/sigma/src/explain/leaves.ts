// SPDX-License-Identifier: Apache-2.0
/** The tests of one rule, each by the closure that the engine runs, over one event loaded as the engine loads it. */
import { Budget, BudgetSpent } from "../budget.ts";
import type { JsonObject } from "../event/event.ts";
import { type Scalar, visitScalars } from "../event/values.ts";
import { type Expression, KEYWORDS, type TestExpression } from "../expression.ts";
import type { RecognisedEvent } from "../logsource/log-type.ts";
import { type CompiledRule, compileExpression, compileScalarTest } from "../match/compile.ts";
import { EventRecord, type ScalarCheck } from "../match/record.ts";
import { FieldSlots } from "../plan/field-slots.ts";
import type { SigmaRule } from "../rule.ts";

/** Values of a field that are looked at one by one, to say which of them it was. */
const MAX_SCALARS = 1_000;

export class Leaves {
  readonly #event: JsonObject;
  readonly #record: EventRecord;
  readonly #slotOf: (field: string) => number;
  readonly #verdicts = new Map<TestExpression, boolean>();
  readonly #compiled = new Map<TestExpression, CompiledRule>();
  readonly #checks = new Map<TestExpression, ScalarCheck>();
  readonly #budget = new Budget();
  /** For all of the tree together. */
  readonly #details = new Budget();
  #isDecided = true;
  #everything: readonly Scalar[] | undefined;

  constructor(rule: SigmaRule, event: JsonObject, { record, source }: RecognisedEvent) {
    const slots = new FieldSlots(1);
    this.#event = event;
    this.#slotOf = (field) => slots.slotOf(source.logType.places(field, rule.logsource, source));
    // All are compiled before the record is made, so that all slots are known.
    for (const leaf of testsOf(rule.detection)) {
      if (leaf.field !== KEYWORDS) this.#slotOf(leaf.field);
      this.#compiled.set(leaf, compileExpression(leaf, this.#slotOf));
    }
    this.#record = new EventRecord(slots, () => undefined, this.#budget);
    this.#record.load(record);
  }

  /** Each has the budget of a whole event: a person waits for it. */
  isTrue(leaf: TestExpression): boolean {
    let verdict = this.#verdicts.get(leaf);
    if (verdict === undefined) {
      verdict = this.#test(leaf);
      this.#verdicts.set(leaf, verdict);
    }
    return verdict;
  }

  #test(leaf: TestExpression): boolean {
    this.#budget.beginEvent();
    try {
      return this.#compiled.get(leaf)?.(this.#record, this.#event) === true;
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      this.#isDecided = false;
      return false;
    }
  }

  /** Every test that was asked for could be decided. */
  get isDecided(): boolean {
    return this.#isDecided;
  }

  isPresent({ field }: TestExpression): boolean {
    return field === KEYWORDS || this.#record.isPresent(this.#slotOf(field));
  }

  /** What the event has in the field of a test. */
  scalars({ field }: TestExpression): readonly Scalar[] {
    if (field === KEYWORDS) return this.#allScalars();
    return this.#record.scalars(this.#slotOf(field)).slice(0, MAX_SCALARS);
  }

  /** The tests that one value alone passes, as far as that can be told at a moderate price. */
  passing(scalar: Scalar, tests: readonly TestExpression[]): readonly TestExpression[] {
    try {
      return tests.filter((leaf) => this.#check(leaf)(scalar, this.#details.spend));
    } catch (error) {
      if (error instanceof BudgetSpent) return [];
      throw error;
    }
  }

  #check(leaf: TestExpression): ScalarCheck {
    let check = this.#checks.get(leaf);
    if (check === undefined) {
      const { test } = leaf;
      const asksForMore = test.kind === "exists" || test.kind === "null" || test.kind === "fieldref";
      check = asksForMore ? () => false : compileScalarTest(test);
      this.#checks.set(leaf, check);
    }
    return check;
  }

  #allScalars(): readonly Scalar[] {
    if (this.#everything === undefined) {
      const scalars: Scalar[] = [];
      visitScalars(this.#event, (scalar) => {
        if (scalars.length < MAX_SCALARS) scalars.push(scalar);
      });
      this.#everything = scalars;
    }
    return this.#everything;
  }
}

export function* testsOf(expression: Expression): Generator<TestExpression> {
  if (expression.kind === "test") yield expression;
  else if (expression.kind === "not") yield* testsOf(expression.of);
  else if (expression.kind !== "constant") for (const child of expression.of) yield* testsOf(child);
}
