// SPDX-License-Identifier: Apache-2.0
/**
 * The plain matcher: for each event, each rule whose log source fits, its tree from the top. No index, no plan,
 * every expression by RE2. It says what the fast matcher must find (they are compared on real and generated
 * events), and is slow.
 */
import type { JsonObject } from "../event/event.ts";
import { compileNetwork } from "../event/network.ts";
import { numberOf, type Scalar, textOf } from "../event/values.ts";
import type { Expression, FieldReference, ValueTest } from "../expression.ts";
import { fold } from "../fold.ts";
import type { RecognisedEvent } from "../logsource/log-type.ts";
import { compileRe2 } from "../regex/check.ts";
import { MAX_REGEX_TEXT } from "../regex/compile.ts";
import type { LogSource, SigmaRule } from "../rule.ts";
import { compareNumbers, refersTo } from "./comparisons.ts";
import { EventReader } from "./event-reader.ts";
import { compileText } from "./text.ts";
import { timePartOf } from "./time.ts";

/** Is the expression, of a rule about `logsource`, true of the event? */
export function evaluate(expression: Expression, reader: EventReader, logsource: LogSource): boolean {
  switch (expression.kind) {
    case "and":
      return expression.of.every((child) => evaluate(child, reader, logsource));
    case "or":
      return expression.of.some((child) => evaluate(child, reader, logsource));
    case "not":
      return !evaluate(expression.of, reader, logsource);
    case "constant":
      return expression.value;
    case "test":
      return passes(expression, reader, logsource);
  }
}

function passes({ field, test }: Test, reader: EventReader, logsource: LogSource): boolean {
  const content = reader.content(field, logsource);
  if (test.kind === "exists") return content.isPresent;
  if (test.kind === "null") return !content.isNotNull;
  if (test.kind !== "fieldref") return content.scalars.some(scalarTest(test));
  const others = reader.content(test.field, logsource).scalars;
  return content.scalars.some((scalar) =>
    others.some((other) => refersTo(test, textOf(scalar), textOf(other))),
  );
}

type Test = Extract<Expression, { kind: "test" }>;
type ScalarTest = (scalar: Scalar) => boolean;
type FixedTest = Exclude<ValueTest, FieldReference | { kind: "exists" | "null" }>;

const fixedTests = new WeakMap<FixedTest, ScalarTest>();

function scalarTest(test: FixedTest): ScalarTest {
  const known = fixedTests.get(test) ?? fixedTest(test);
  fixedTests.set(test, known);
  return known;
}

let lastText = "";
let lastFolded = "";

/** Folds a text; many tests in a row ask for the same one. */
function foldOnce(text: string): string {
  if (text !== lastText) {
    lastFolded = fold(text);
    lastText = text;
  }
  return lastFolded;
}

function fixedTest(test: FixedTest): ScalarTest {
  switch (test.kind) {
    case "text": {
      const { test: check } = compileText(test.pattern, test.cased);
      return test.cased ? (scalar) => check(textOf(scalar)) : (scalar) => check(foldOnce(textOf(scalar)));
    }
    case "regex": {
      const re2 = compileRe2(test.source, test.flags);
      return (scalar) => re2.test(textOf(scalar).slice(0, MAX_REGEX_TEXT));
    }
    case "cidr": {
      const contains = compileNetwork(test.network);
      return (scalar) => contains(textOf(scalar));
    }
    case "compare":
      return (scalar) => compareNumbers(numberOf(scalar), test.comparison, test.number);
    case "timePart":
      return (scalar) => timePartOf(scalar, test.part) === test.number;
  }
}

/** Rules that match, of those whose log source fits, one at a time. */
export function matchNaively(
  eligible: readonly SigmaRule[],
  event: JsonObject,
  recognised: RecognisedEvent,
): SigmaRule[] {
  const reader = new EventReader(event, recognised);
  return eligible.filter(({ logsource, detection }) => evaluate(detection, reader, logsource));
}
