// SPDX-License-Identifier: Apache-2.0
/** The tests of one rule, each by the closure that the engine runs, over one event loaded as the engine loads it. */
import type { JsonObject } from "../event/event.ts";
import { type Scalar, visitScalars } from "../event/values.ts";
import { type Expression, KEYWORDS, type TestExpression } from "../expression.ts";
import type { RecognisedEvent } from "../logsource/log-type.ts";
import { type CompiledRule, compileExpression, compileScalarTest } from "../match/compile.ts";
import { EventRecord } from "../match/record.ts";
import { FieldSlots } from "../plan/field-slots.ts";
import type { SigmaRule } from "../rule.ts";

export class Leaves {
  readonly #event: JsonObject;
  readonly #record: EventRecord;
  readonly #slotOf: (field: string) => number;
  readonly #compiled = new Map<TestExpression, CompiledRule>();
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
    this.#record = new EventRecord(slots, () => undefined);
    this.#record.load(record);
  }

  isTrue(leaf: TestExpression): boolean {
    return this.#compiled.get(leaf)?.(this.#record, this.#event) === true;
  }

  isPresent({ field }: TestExpression): boolean {
    return field === KEYWORDS || this.#record.isPresent(this.#slotOf(field));
  }

  /** What the event has in the field of a test. */
  scalars({ field }: TestExpression): readonly Scalar[] {
    if (field === KEYWORDS) return this.#allScalars();
    const scalars: Scalar[] = [];
    this.#record.someScalar(this.#slotOf(field), (scalar) => {
      scalars.push(scalar);
      return false;
    });
    return scalars;
  }

  #allScalars(): readonly Scalar[] {
    if (this.#everything === undefined) {
      const scalars: Scalar[] = [];
      visitScalars(this.#event, (scalar) => scalars.push(scalar));
      this.#everything = scalars;
    }
    return this.#everything;
  }
}

/** Whether one value alone passes; undefined for tests that ask for more than a value. */
export function valueCheck({ test }: TestExpression): ((scalar: Scalar) => boolean) | undefined {
  if (test.kind === "exists" || test.kind === "null" || test.kind === "fieldref") return undefined;
  return compileScalarTest(test);
}

export function* testsOf(expression: Expression): Generator<TestExpression> {
  if (expression.kind === "test") yield expression;
  else if (expression.kind === "not") yield* testsOf(expression.of);
  else if (expression.kind !== "constant") for (const child of expression.of) yield* testsOf(child);
}
