// SPDX-License-Identifier: Apache-2.0
/**
 * The condition of a temporal correlation as pySigma extends it: names of rules joined by `not`, `and`, `or` (binding
 * in that order) and parentheses.
 */

import { BooleanParser } from "../parse/boolean.ts";

export type RuleExpression =
  | { readonly kind: "rule"; readonly name: string }
  | { readonly kind: "not"; readonly of: RuleExpression }
  | { readonly kind: "and" | "or"; readonly of: readonly RuleExpression[] };

const TOKEN = /[()]|[^\s()]+/g;
const MAX_DEPTH = 32;

/** The expression, or a sentence that says what is wrong. */
export function parseRuleExpression(text: string): RuleExpression | string {
  try {
    return new RuleExpressionParser(text).parse();
  } catch (problem) {
    if (problem instanceof Unreadable) return problem.message;
    throw problem;
  }
}

class Unreadable extends Error {}

class RuleExpressionParser extends BooleanParser<RuleExpression> {
  protected readonly missingName = "The name of a rule is missing.";

  constructor(text: string) {
    const join =
      (kind: "and" | "or") =>
      (of: readonly RuleExpression[]): RuleExpression =>
        of.length === 1 && of[0] !== undefined ? of[0] : { kind, of };
    const operators = {
      and: join("and"),
      or: join("or"),
      not: (of: RuleExpression): RuleExpression => ({ kind: "not", of }),
    };
    super(text.match(TOKEN) ?? [], operators, MAX_DEPTH);
  }

  parse(): RuleExpression {
    const expression = this.expression();
    const rest = this.tokens[this.next];
    if (rest !== undefined) this.fail("syntax", `\`${rest}\` is not expected here.`);
    return expression;
  }

  protected operand(name: string): RuleExpression {
    return { kind: "rule", name };
  }

  protected fail(_kind: "syntax" | "too_deep", message: string): never {
    throw new Unreadable(message);
  }
}

/** Names of the rules, in the order in which they first stand. */
export function rulesOf(expression: RuleExpression): readonly string[] {
  if (expression.kind === "rule") return [expression.name];
  const parts = expression.kind === "not" ? [expression.of] : expression.of;
  return [...new Set(parts.flatMap(rulesOf))];
}

export function hasNot(expression: RuleExpression): boolean {
  if (expression.kind === "rule") return false;
  return expression.kind === "not" || expression.of.some(hasNot);
}

/** Whether it holds, where `has` says which rules were found. */
export function holdsFor(expression: RuleExpression, has: (name: string) => boolean): boolean {
  switch (expression.kind) {
    case "rule":
      return has(expression.name);
    case "not":
      return !holdsFor(expression.of, has);
    case "and":
      return expression.of.every((part) => holdsFor(part, has));
    case "or":
      return expression.of.some((part) => holdsFor(part, has));
  }
}

/**
 * At which place of a sequence it holds first, where what `and` joins must follow each other in its order; `find` gives
 * the first place from a place on at which the rule was found. Without `not`.
 */
export function completedAt(
  expression: RuleExpression,
  from: number,
  find: (name: string, from: number) => number | undefined,
): number | undefined {
  switch (expression.kind) {
    case "rule":
      return find(expression.name, from);
    case "not":
      return undefined;
    case "or": {
      const places = expression.of.flatMap((part) => completedAt(part, from, find) ?? []);
      return places.length === 0 ? undefined : Math.min(...places);
    }
    case "and":
      return followEachOther(expression.of, from, find);
  }
}

function followEachOther(
  parts: readonly RuleExpression[],
  from: number,
  find: (name: string, from: number) => number | undefined,
): number | undefined {
  let at: number | undefined;
  let next = from;
  for (const part of parts) {
    at = completedAt(part, next, find);
    if (at === undefined) return undefined;
    next = at + 1;
  }
  return at;
}
