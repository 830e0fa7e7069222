// SPDX-License-Identifier: Apache-2.0
/** One field of a rule with its values: which of them are true, and what the event has there. */
import {
  type Expression,
  type ItemOrigin,
  KEYWORDS,
  type Origin,
  type TestExpression,
} from "../expression.ts";
import { shapeOf } from "../parse/pattern.ts";
import type { ExplainedItem, ExplainedValue, Operator } from "./explanation.ts";
import { type Leaves, testsOf } from "./leaves.ts";
import { foundValue } from "./places.ts";

const MAX_VALUES = 50;
const MAX_FOUND = 10;

/** The item that all of an expression was written in, if its tests are joined as those of an item are. */
export function itemOf(expression: Expression): ItemOrigin | undefined {
  if (expression.kind === "test") return expression.origin?.item;
  if (expression.kind !== "and" && expression.kind !== "or") return undefined;
  const [first] = testsOf(expression);
  const item = first?.origin?.item;
  if (first === undefined || item === undefined) return undefined;
  const belongs = (child: Expression): boolean =>
    child.kind === "test" && child.field === first.field && child.origin?.item === item;
  const isValue = (child: Expression): boolean =>
    belongs(child) ||
    (expression.kind === "and" && child.kind === "or" && child.of.every(belongs) && isOneValue(child));
  return expression.of.every(isValue) ? item : undefined;
}

function isOneValue(expression: Expression): boolean {
  return new Set([...testsOf(expression)].map(({ origin }) => origin)).size === 1;
}

export function explainItem(
  kind: "and" | "or",
  children: readonly Expression[],
  leaves: Leaves,
): ExplainedItem | undefined {
  const tests = children.flatMap((child) => [...testsOf(child)]);
  const [first] = tests;
  if (first === undefined) return undefined;
  const isTrue = (child: Expression): boolean => [...testsOf(child)].some((leaf) => leaves.isTrue(leaf));
  const values = valuesOf(tests, leaves);
  const listed = values.length <= MAX_VALUES ? values : values.toSorted((a, b) => rank(a) - rank(b));
  return {
    kind: "item",
    matched: kind === "and" ? children.every(isTrue) : children.some(isTrue),
    field: first.field === KEYWORDS ? "" : first.field,
    modifiers: first.origin?.item.modifiers.filter((modifier) => modifier !== "neq") ?? [],
    needs: kind === "and" && values.length > 1 ? "all" : "any",
    values: listed.slice(0, MAX_VALUES),
    moreValues: Math.max(0, values.length - MAX_VALUES),
    isPresent: leaves.isPresent(first),
    ...foundBy(tests, first, leaves),
  };
}

function rank({ matched }: ExplainedValue): number {
  return matched ? 0 : 1;
}

/** One for each value as written, whatever variants a modifier has made of it. */
function valuesOf(tests: readonly TestExpression[], leaves: Leaves): ExplainedValue[] {
  const byOrigin = new Map<Origin | TestExpression, ExplainedValue>();
  for (const leaf of tests) {
    const key = leaf.origin ?? leaf;
    const matched = byOrigin.get(key)?.matched === true || leaves.isTrue(leaf);
    byOrigin.set(key, { value: leaf.origin?.value ?? "", operator: operatorOf(leaf), matched });
  }
  return [...byOrigin.values()];
}

function operatorOf({ test }: TestExpression): Operator {
  switch (test.kind) {
    case "text":
      return TEXT_OPERATORS[shapeOf(test.pattern).kind];
    case "compare":
      return test.comparison;
    case "timePart":
      return test.part;
    default:
      return test.kind;
  }
}

const TEXT_OPERATORS = {
  equals: "equals",
  prefix: "startswith",
  suffix: "endswith",
  contains: "contains",
  glob: "like",
  any: "like",
} as const;

function foundBy(
  tests: readonly TestExpression[],
  first: TestExpression,
  leaves: Leaves,
): Pick<ExplainedItem, "found" | "moreFound"> {
  const holding = tests.filter((leaf) => leaves.isTrue(leaf)).slice(0, MAX_VALUES);
  const all = leaves.scalars(first).map((scalar) => ({ scalar, passed: leaves.passing(scalar, holding) }));
  const passing = all.filter(({ passed }) => passed.length > 0);
  const shown =
    first.field === KEYWORDS ? passing : all.length <= MAX_FOUND ? all : [...new Set([...passing, ...all])];
  return {
    found: shown.slice(0, MAX_FOUND).map(({ scalar, passed }) => foundValue(scalar, passed)),
    moreFound: Math.max(0, shown.length - MAX_FOUND),
  };
}
