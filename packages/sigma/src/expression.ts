// SPDX-License-Identifier: Apache-2.0
/** The detection of a rule as a tree: what the parser makes, the oracle walks, and the planner and compiler read. */
import type { Pattern } from "./parse/pattern.ts";

export type Expression =
  | { readonly kind: "and"; readonly of: readonly Expression[] }
  | { readonly kind: "or"; readonly of: readonly Expression[] }
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "test"; readonly field: Field; readonly test: ValueTest; readonly origin?: Origin }
  | { readonly kind: "constant"; readonly value: boolean };

export type TestExpression = Extract<Expression, { kind: "test" }>;

/** Where in its rule a test was written: one object for each value, so that its variants are known to be one value. */
export interface Origin {
  readonly item: ItemOrigin;
  /** As written, before any modifier. */
  readonly value: string;
}

/** One object for each field of a map, or list of keywords. */
export interface ItemOrigin {
  readonly selection: string;
  readonly modifiers: readonly string[];
}

/** A field by its name in the rule, or `KEYWORDS`: every value of the event, wherever it stands. */
export type Field = string | typeof KEYWORDS;
export const KEYWORDS = 0;

export type Comparison = "lt" | "lte" | "gt" | "gte";
export type TimePart = "minute" | "hour" | "day" | "week" | "month" | "year";

/** A test of one field. A field with several values (a list) passes if any of its values does. */
export type ValueTest =
  | { readonly kind: "text"; readonly pattern: Pattern; readonly cased: boolean }
  | { readonly kind: "regex"; readonly source: string; readonly flags: RegexFlags }
  | { readonly kind: "cidr"; readonly network: string }
  | { readonly kind: "compare"; readonly comparison: Comparison; readonly number: number }
  | { readonly kind: "timePart"; readonly part: TimePart; readonly number: number }
  | { readonly kind: "null" }
  | { readonly kind: "exists" }
  | FieldReference;

export interface FieldReference {
  readonly kind: "fieldref";
  readonly field: string;
  readonly startsWith: boolean;
  readonly endsWith: boolean;
  readonly cased: boolean;
}

export interface RegexFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

export function and(of: readonly Expression[]): Expression {
  return combine("and", of);
}

export function or(of: readonly Expression[]): Expression {
  return combine("or", of);
}

/** Flattens nested nodes of the same kind and folds constants away. */
function combine(kind: "and" | "or", of: readonly Expression[]): Expression {
  const absorbing = kind === "or";
  const children: Expression[] = [];
  for (const child of of) {
    if (child.kind === kind) for (const grandchild of child.of) children.push(grandchild);
    else if (child.kind !== "constant") children.push(child);
    else if (child.value === absorbing) return child;
  }
  const [only] = children;
  if (only === undefined) return { kind: "constant", value: !absorbing };
  return children.length === 1 ? only : { kind, of: children };
}

export function not(of: Expression): Expression {
  if (of.kind === "constant") return { kind: "constant", value: !of.value };
  return of.kind === "not" ? of.of : { kind: "not", of };
}

/** Rewrites every test of a tree, folding what becomes constant. */
export function mapTests(expression: Expression, change: (test: TestExpression) => Expression): Expression {
  switch (expression.kind) {
    case "and":
      return and(expression.of.map((child) => mapTests(child, change)));
    case "or":
      return or(expression.of.map((child) => mapTests(child, change)));
    case "not":
      return not(mapTests(expression.of, change));
    case "test":
      return change(expression);
    case "constant":
      return expression;
  }
}

/** Tests in a tree. */
export function countTests(expression: Expression): number {
  switch (expression.kind) {
    case "and":
    case "or":
      return expression.of.reduce((sum, child) => sum + countTests(child), 0);
    case "not":
      return countTests(expression.of);
    case "test":
      return 1;
    case "constant":
      return 0;
  }
}
