// SPDX-License-Identifier: Apache-2.0
/** A rule's tree as closures over a record: the exact test of the few candidates that the index leaves. */
import type { JsonObject } from "../event/event.ts";
import { compileNetwork } from "../event/network.ts";
import { numberOf, textOf } from "../event/values.ts";
import { type Expression, type FieldReference, KEYWORDS, type ValueTest } from "../expression.ts";
import { fold } from "../fold.ts";
import { compileRegex } from "../regex/compile.ts";
import { compareNumbers, refersTo } from "./comparisons.ts";
import type { EventRecord, ScalarCheck } from "./record.ts";
import { compileText } from "./text.ts";
import { timePartOf } from "./time.ts";

/** True if the event, already loaded into the record, passes. */
export type CompiledRule = (record: EventRecord, event: JsonObject) => boolean;

type SlotOf = (field: string) => number;

export function compileExpression(expression: Expression, slotOf: SlotOf): CompiledRule {
  switch (expression.kind) {
    case "constant":
      return () => expression.value;
    case "not": {
      const inner = compileExpression(expression.of, slotOf);
      return (record, event) => !inner(record, event);
    }
    case "and": {
      const children = inOrderOfCost(expression.of).map((child) => compileExpression(child, slotOf));
      return (record, event) => children.every((child) => child(record, event));
    }
    case "or": {
      const children = inOrderOfCost(expression.of).map((child) => compileExpression(child, slotOf));
      return (record, event) => children.some((child) => child(record, event));
    }
    case "test":
      return expression.field === KEYWORDS
        ? compileKeyword(expression.test, slotOf)
        : compileFieldTest(expression.test, slotOf(expression.field), slotOf);
  }
}

function inOrderOfCost(expressions: readonly Expression[]): readonly Expression[] {
  return expressions.toSorted((a, b) => costOf(a) - costOf(b));
}

/** Roughly what a test costs: keywords read the whole event, expressions a whole text. */
function costOf(expression: Expression): number {
  switch (expression.kind) {
    case "constant":
      return 0;
    case "not":
      return costOf(expression.of);
    case "and":
    case "or":
      return expression.of.reduce((sum, child) => sum + costOf(child), 0);
    case "test":
      if (expression.field === KEYWORDS) return 1000;
      return expression.test.kind === "regex" ? 100 : 1;
  }
}

function compileFieldTest(test: ValueTest, slot: number, slotOf: SlotOf): CompiledRule {
  if (test.kind === "exists") return (record) => record.isPresent(slot);
  if (test.kind === "null") return (record) => !record.isNotNull(slot);
  if (test.kind === "fieldref") {
    const other = slotOf(test.field);
    return (record) =>
      record.someScalar(slot, (left) =>
        record.someScalar(other, (right) => refersTo(test, textOf(left), textOf(right))),
      );
  }
  if (test.kind === "text" && !test.cased) {
    const check = compileText(test.pattern, false); // the record keeps the folded text
    return (record) => record.someFolded(slot, check);
  }
  const check = compileScalarTest(test);
  return (record) => record.someScalar(slot, check);
}

/** Keywords are looked for in every value of the event as it came. */
function compileKeyword(test: ValueTest, slotOf: SlotOf): CompiledRule {
  if (test.kind === "exists") return () => true;
  if (test.kind === "null") return () => false;
  if (test.kind === "fieldref") {
    const other = slotOf(test.field);
    return (record, event) =>
      record.someValue(event, (left) =>
        record.someScalar(other, (right) => refersTo(test, textOf(left), textOf(right))),
      );
  }
  const check = compileScalarTest(test);
  return (record, event) => record.someValue(event, check);
}

export type ScalarTest = Exclude<ValueTest, FieldReference | { kind: "exists" | "null" }>;

/** A test of one value, for those that ask of nothing else. */
export function compileScalarTest(test: ScalarTest): ScalarCheck {
  switch (test.kind) {
    case "text": {
      const { test: check, weight } = compileText(test.pattern, test.cased);
      return (scalar, spend) => {
        const text = textOf(scalar);
        spend(text.length * weight);
        return check(test.cased ? text : fold(text));
      };
    }
    case "regex": {
      const check = compileRegex(test.source, test.flags);
      return (scalar, spend) => check(textOf(scalar), spend);
    }
    case "cidr": {
      const check = compileNetwork(test.network);
      return (scalar) => check(textOf(scalar));
    }
    case "compare":
      return (scalar) => compareNumbers(numberOf(scalar), test.comparison, test.number);
    case "timePart":
      return (scalar) => timePartOf(scalar, test.part) === test.number;
  }
}
