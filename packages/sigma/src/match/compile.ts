// SPDX-License-Identifier: Apache-2.0
/** A rule's tree as closures over a record: the exact test of the few candidates that the index leaves. */
import type { JsonObject } from "../event/event.ts";
import { numberOf, textOf, visitScalars } from "../event/values.ts";
import { type Expression, KEYWORDS, type ValueTest } from "../expression.ts";
import { fold } from "../fold.ts";
import { compileRegex } from "../regex/compile.ts";
import { compareNumbers, refersTo } from "./comparisons.ts";
import { compileNetwork } from "./network.ts";
import type { EventRecord } from "./record.ts";
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
        ? compileKeyword(expression.test)
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
  switch (test.kind) {
    case "exists":
      return (record) => record.isPresent(slot);
    case "null":
      return (record) => !record.isNotNull(slot);
    case "text": {
      const check = compileText(test.pattern, test.cased);
      if (!test.cased) return (record) => record.someFolded(slot, check);
      return (record) => record.someScalar(slot, (scalar) => check(textOf(scalar)));
    }
    case "regex": {
      const check = compileRegex(test.source, test.flags);
      return (record) => record.someScalar(slot, (scalar) => check(textOf(scalar)));
    }
    case "cidr": {
      const check = compileNetwork(test.network);
      return (record) => record.someScalar(slot, (scalar) => check(textOf(scalar)));
    }
    case "compare":
      return (record) =>
        record.someScalar(slot, (scalar) => compareNumbers(numberOf(scalar), test.comparison, test.number));
    case "timePart":
      return (record) => record.someScalar(slot, (scalar) => timePartOf(scalar, test.part) === test.number);
    case "fieldref": {
      const other = slotOf(test.field);
      return (record) =>
        record.someScalar(slot, (left) =>
          record.someScalar(other, (right) => refersTo(test, textOf(left), textOf(right))),
        );
    }
  }
}

/** Keywords are looked for in every value of the event as it came. */
function compileKeyword(test: ValueTest): CompiledRule {
  if (test.kind !== "text" && test.kind !== "regex") return () => test.kind === "exists";
  const check =
    test.kind === "text" ? compileText(test.pattern, test.cased) : compileRegex(test.source, test.flags);
  const isFolded = test.kind === "text" && !test.cased;
  return (_, event) => {
    let isFound = false;
    visitScalars(event, (scalar) => {
      isFound ||= check(isFolded ? fold(textOf(scalar)) : textOf(scalar));
    });
    return isFound;
  };
}
