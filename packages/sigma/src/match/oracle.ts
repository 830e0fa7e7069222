// SPDX-License-Identifier: Apache-2.0
/**
 * The plain matcher: for each event, each rule whose log source fits, its tree from the top. No index, no compiled
 * form, every expression by RE2. It says what the fast matcher must find (they are compared on real and generated
 * events), and is slow.
 */
import type { JsonObject } from "../event/event.ts";
import { type FieldContent, numberOf, type Scalar, textOf } from "../event/values.ts";
import type { Expression, FieldReference, ValueTest } from "../expression.ts";
import { fold } from "../fold.ts";
import { isEligible, type RecognisedEvent } from "../logsource/log-type.ts";
import { compileRe2 } from "../regex/check.ts";
import { MAX_REGEX_TEXT } from "../regex/compile.ts";
import type { SigmaRule } from "../rule.ts";
import { compareNumbers, refersTo } from "./comparisons.ts";
import { EventReader } from "./event-reader.ts";
import { compileGlob } from "./glob.ts";
import { compileNetwork } from "./network.ts";
import { timePartOf } from "./time.ts";

export function evaluate(expression: Expression, reader: EventReader): boolean {
  switch (expression.kind) {
    case "and":
      return expression.of.every((child) => evaluate(child, reader));
    case "or":
      return expression.of.some((child) => evaluate(child, reader));
    case "not":
      return !evaluate(expression.of, reader);
    case "constant":
      return expression.value;
    case "test":
      return passes(expression.test, reader.content(expression.field), reader);
  }
}

function passes(test: ValueTest, content: FieldContent, reader: EventReader): boolean {
  if (test.kind === "exists") return content.isPresent;
  if (test.kind === "null") return !content.isNotNull;
  return content.scalars.some(scalarTest(test, reader));
}

type ScalarTest = (scalar: Scalar) => boolean;
type FixedTest = Exclude<ValueTest, FieldReference | { kind: "exists" | "null" }>;

const fixedTests = new WeakMap<FixedTest, ScalarTest>();

function scalarTest(test: FixedTest | FieldReference, reader: EventReader): ScalarTest {
  if (test.kind === "fieldref") {
    const others = reader.read(test.field).scalars;
    return (scalar) => others.some((other) => refersTo(test, textOf(scalar), textOf(other)));
  }
  const known = fixedTests.get(test) ?? fixedTest(test);
  fixedTests.set(test, known);
  return known;
}

function fixedTest(test: FixedTest): ScalarTest {
  switch (test.kind) {
    case "text": {
      const normalise = test.cased ? (text: string) => text : fold;
      const glob = compileGlob(test.pattern, normalise);
      return (scalar) => glob(normalise(textOf(scalar)));
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

/** Rules that match, one at a time. */
export function matchNaively(
  rules: readonly SigmaRule[],
  event: JsonObject,
  recognised: RecognisedEvent,
): SigmaRule[] {
  return rules.filter(
    (rule) =>
      isEligible(rule.logsource, recognised.source) &&
      evaluate(rule.detection, new EventReader(event, recognised, rule)),
  );
}
