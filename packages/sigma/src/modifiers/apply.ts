// SPDX-License-Identifier: Apache-2.0
/** Applies the chain of modifiers of one detection item, in the order written (specification 2.1, "Value Modifiers"). */
import {
  and,
  type Expression,
  type Field,
  type ItemOrigin,
  KEYWORDS,
  not,
  type Origin,
  or,
  type ValueTest,
} from "../expression.ts";
import { ANY_PATTERN, concatPatterns, literalPattern } from "../parse/pattern.ts";
import { ENCODING_MODIFIERS } from "./encoding.ts";
import { TEST_MODIFIERS } from "./tests.ts";
import { TEXT_MODIFIERS } from "./text.ts";
import { MAX_VARIANTS, type Modifier, type ModifierContext, ModifierProblem, type Value } from "./value.ts";

/** Every modifier that changes values. `all` and `neq` change how values are linked and are handled here. */
export const MODIFIERS: ReadonlyMap<string, Modifier> = new Map(
  Object.entries({ ...TEXT_MODIFIERS, ...ENCODING_MODIFIERS, ...TEST_MODIFIERS }),
);
export const LINK_MODIFIERS: ReadonlySet<string> = new Set(["all", "neq"]);

/** What is wrong with one of the values of an item. */
export interface ValueProblem {
  /** Which of the values, from 0. */
  readonly value: number;
  readonly problem: ModifierProblem;
}

/** Values of one item, variants included. The public rules have at most a few hundred. */
const MAX_TESTS = 20_000;

export type Placeholders = ModifierContext["placeholders"];

/** A field with its values, to which the modifiers have been applied: what pipelines change before it becomes tests. */
export interface DetectionItem {
  readonly field: Field;
  readonly values: readonly Value[];
  /** Each of the values as the rule has it. */
  readonly written: readonly string[];
  readonly linking: "any" | "all";
  readonly negated: boolean;
  readonly origin: ItemOrigin;
}

export function readItem(
  field: Field,
  values: readonly Value[],
  placeholders: Placeholders,
  origin: ItemOrigin,
): DetectionItem | ModifierProblem | ValueProblem {
  const { modifiers } = origin;
  const changed: Value[] = [];
  let count = 0;
  for (const [index, value] of values.entries()) {
    const modified = applyChain(value, modifiers, placeholders);
    if (modified instanceof ModifierProblem) return { value: index, problem: modified };
    count += modified.kind === "variants" ? modified.of.length : 1;
    if (count > MAX_TESTS)
      return new ModifierProblem("detection.too_large", `One field has more than ${MAX_TESTS} values.`);
    changed.push(modified);
  }
  const linking = modifiers.includes("all") ? "all" : "any";
  return {
    field,
    values: changed,
    written: values.map(asWritten),
    linking,
    negated: modifiers.includes("neq"),
    origin,
  };
}

export function itemExpression(item: DetectionItem): Expression {
  const { field, values, written, linking, negated, origin } = item;
  const tests = values.map((value, index) =>
    toExpression(field, value, { item: origin, value: written[index] ?? "" }),
  );
  const linked = linking === "all" ? and(tests) : or(tests);
  return negated ? not(linked) : linked;
}

function applyChain(
  value: Value,
  modifiers: readonly string[],
  placeholders: Placeholders,
): Value | ModifierProblem {
  let current = value;
  for (const name of modifiers) {
    if (LINK_MODIFIERS.has(name)) continue;
    const modifier = MODIFIERS.get(name);
    if (modifier === undefined)
      return new ModifierProblem("modifier.unknown", `There is no modifier \`${name}\`.`);
    const next = applyOne(current, modifier, {
      name,
      concerns: current === value ? "value" : "modifiers",
      placeholders,
    });
    if (next instanceof ModifierProblem) return next;
    current = next;
  }
  return current;
}

function applyOne(value: Value, modifier: Modifier, context: ModifierContext): Value | ModifierProblem {
  if (value.kind !== "variants") return modifier(value, context);
  const results: Value[] = [];
  for (const variant of value.of) {
    const result = applyOne(variant, modifier, context);
    if (result instanceof ModifierProblem) return result;
    if (result.kind === "variants") results.push(...result.of);
    else results.push(result);
    if (results.length > MAX_VARIANTS) {
      return new ModifierProblem(
        "modifier.too_many_variants",
        `\`${context.name}\` makes over ${MAX_VARIANTS} variants.`,
      );
    }
  }
  return { kind: "variants", of: results };
}

function toExpression(field: Field, value: Value, origin: Origin): Expression {
  if (value.kind === "variants") return or(value.of.map((variant) => toExpression(field, variant, origin)));
  const expression: Expression = { kind: "test", field, test: toTest(field, value), origin };
  return value.kind === "test" && value.negated === true ? not(expression) : expression;
}

/** Before any modifier. */
function asWritten(value: Value): string {
  switch (value.kind) {
    case "text":
      return value.raw ?? "";
    case "number":
      return value.text;
    case "boolean":
      return String(value.value);
    default:
      return "null";
  }
}

function toTest(field: Field, value: Exclude<Value, { kind: "variants" }>): ValueTest {
  switch (value.kind) {
    case "text":
      return textTest(field, value.pattern, value.cased);
    case "number":
      return textTest(field, literalPattern(value.text), false);
    case "boolean":
      return textTest(field, literalPattern(String(value.value)), false);
    case "null":
      return { kind: "null" };
    case "test":
      return value.test;
  }
}

/** A keyword is looked for anywhere in a value; a field's text must match the whole value. */
function textTest(field: Field, pattern: ReturnType<typeof literalPattern>, cased: boolean): ValueTest {
  const searched = field === KEYWORDS ? concatPatterns(ANY_PATTERN, pattern, ANY_PATTERN) : pattern;
  return { kind: "text", pattern: searched, cased };
}
