// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc, { type Arbitrary } from "fast-check";
import type { Expression } from "../expression.ts";
import { runs } from "../test-kit/property-runs.ts";
import { ConditionProblem, parseCondition } from "./condition.ts";

const NAMES = ["a", "a1", "a2", "ab", "b1", "b_x", "_a", "_hidden", "sel-1", "not_this", "1"] as const;
type Values = Readonly<Record<(typeof NAMES)[number], boolean>>;

/** A condition as text, and what it means. */
interface Condition {
  readonly text: string;
  readonly value: (values: Values) => boolean;
}

const PATTERNS = ["a*", "*1", "a*1", "*", "b*", "_*", "*_x", "a", "a**", "them", "THEM"];

function named(pattern: string, values: Values): boolean[] {
  const isThem = pattern.toLowerCase() === "them";
  const glob = new RegExp(`^${isThem ? ".*" : pattern.replaceAll("*", ".*")}$`);
  return NAMES.filter((name) => glob.test(name) && (pattern.startsWith("_") || !name.startsWith("_"))).map(
    (name) => values[name],
  );
}

const space = fc.constantFrom(" ", " ", "  ", "\n", "\t ");
const word = (text: string): Arbitrary<string> => fc.constantFrom(text, text, text.toUpperCase());

const quantified: Arbitrary<Condition> = fc
  .tuple(fc.constantFrom("1", "all", "ALL", "any"), space, word("of"), space, fc.constantFrom(...PATTERNS))
  .map(([quantifier, before, of, after, pattern]) => ({
    text: `${quantifier}${before}${of}${after}${pattern}`,
    value: (values) =>
      quantifier.toLowerCase() === "all"
        ? named(pattern, values).every(Boolean)
        : named(pattern, values).some(Boolean),
  }));
const name: Arbitrary<Condition> = fc
  .constantFrom(...NAMES)
  .map((text) => ({ text, value: (values) => values[text] }));

/** By precedence, so that parentheses stand only where they are drawn: or of ands of nots of operands. */
const conditions = fc.letrec<Record<"or" | "and" | "not" | "operand", Condition>>((tie) => ({
  or: fc
    .tuple(fc.array(tie("and"), { minLength: 1, maxLength: 3, depthIdentifier: "c" }), space, word("or"))
    .map(([operands, gap, or]) => ({
      text: operands.map(({ text }) => text).join(`${gap}${or}${gap}`),
      value: (values) => operands.some(({ value }) => value(values)),
    })),
  and: fc
    .tuple(fc.array(tie("not"), { minLength: 1, maxLength: 3, depthIdentifier: "c" }), space, word("and"))
    .map(([operands, gap, and]) => ({
      text: operands.map(({ text }) => text).join(`${gap}${and}${gap}`),
      value: (values) => operands.every(({ value }) => value(values)),
    })),
  not: fc.tuple(fc.nat(2), word("not"), tie("operand")).map(([times, not, operand]) => ({
    text: `${`${not} `.repeat(times)}${operand.text}`,
    value: (values) => (times % 2 === 1) !== operand.value(values),
  })),
  operand: fc.oneof(
    { maxDepth: 5, depthIdentifier: "c" },
    { weight: 4, arbitrary: name },
    { weight: 2, arbitrary: quantified },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom("", " "), tie("or")).map(([gap, { text, value }]) => ({
        text: `(${gap}${text}${gap})`,
        value,
      })),
    },
  ),
}));

const values: Arbitrary<Values> = fc
  .tuple(...NAMES.map(() => fc.boolean()))
  .map((drawn) => Object.fromEntries(NAMES.map((key, at) => [key, drawn[at]])) as Values);

function detectionsOf(given: Values): Map<string, Expression> {
  return new Map(NAMES.map((key) => [key, { kind: "constant", value: given[key] }]));
}

test("a condition means what its operators say", () => {
  fc.assert(
    fc.property(conditions.or, fc.array(values, { minLength: 1, maxLength: 8 }), (condition, drawn) => {
      for (const given of drawn) {
        const parsed = parseCondition(condition.text, detectionsOf(given));
        assert.ok(!(parsed instanceof ConditionProblem), condition.text);
        assert.deepEqual(
          parsed.expression,
          { kind: "constant", value: condition.value(given) },
          condition.text,
        );
      }
    }),
    runs(process.env, 3000),
  );
});

test("the search identifiers that a condition uses are known", () => {
  const detections = detectionsOf(Object.fromEntries(NAMES.map((key) => [key, true])) as Values);
  const used = (text: string): readonly string[] => {
    const parsed = parseCondition(text, detections);
    assert.ok(!(parsed instanceof ConditionProblem));
    return [...parsed.used].sort();
  };
  assert.deepEqual(used("a1 or not b1"), ["a1", "b1"]);
  assert.deepEqual(used("1 of a*"), ["a", "a1", "a2", "ab"]);
  assert.deepEqual(used("all of _*"), ["_a", "_hidden"]);
  assert.equal(used("1 of them").length, NAMES.length - 2);
});

test("any text is a condition or a problem at one of its words", () => {
  const piece = fc.constantFrom(
    ..."()|*_",
    "and",
    "or",
    "not",
    "of",
    "them",
    "all",
    "1",
    "a",
    "a1",
    "x",
    " ",
    "\n",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.string({ unit: piece, maxLength: 20 }),
  );
  const detections = detectionsOf(Object.fromEntries(NAMES.map((key) => [key, true])) as Values);
  fc.assert(
    fc.property(text, (condition) => {
      const parsed = parseCondition(condition, detections);
      if (!(parsed instanceof ConditionProblem)) return;
      assert.match(parsed.code, /^condition\./);
      const words = condition.match(/[()|]|[^\s()|]+/g) ?? [];
      assert.deepEqual(parsed.tokens, words.slice(0, parsed.tokens.length));
    }),
    runs(process.env, 3000),
  );
});
