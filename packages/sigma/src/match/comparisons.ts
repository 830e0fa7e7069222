// SPDX-License-Identifier: Apache-2.0
/** What the comparing modifiers mean, for the oracle and for compiled rules. */
import type { Comparison, FieldReference } from "../expression.ts";
import { fold } from "../fold.ts";

export function compareNumbers(value: number, comparison: Comparison, bound: number): boolean {
  switch (comparison) {
    case "lt":
      return value < bound;
    case "lte":
      return value <= bound;
    case "gt":
      return value > bound;
    case "gte":
      return value >= bound;
  }
}

export function refersTo(
  test: Pick<FieldReference, "cased" | "startsWith" | "endsWith">,
  value: string,
  other: string,
): boolean {
  const [left, right] = test.cased ? [value, other] : [fold(value), fold(other)];
  if (test.startsWith && test.endsWith) return left.includes(right);
  if (test.startsWith) return left.startsWith(right);
  return test.endsWith ? left.endsWith(right) : left === right;
}
