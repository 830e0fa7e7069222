// SPDX-License-Identifier: Apache-2.0
/** When a suppression silences a match: it is about the rule, and every condition holds. Pure. */
import type { Id } from "../../../platform/ids.ts";
import { type Described, valuesOf } from "../field-values.ts";

export interface Condition {
  /** A field of the event as its log names it, with dots between the names of nested ones; or one that the rule names. */
  readonly field: string;
  /** The same text, without regard to case. */
  readonly equals: string;
}

export interface Suppression {
  readonly id: Id<"suppression">;
  /** Every rule, where there is none. */
  readonly ruleId: Id<"rule"> | null;
  readonly conditions: readonly Condition[];
}

export interface Silenceable extends Described {
  readonly ruleId: Id<"rule">;
}

export function silences({ ruleId, conditions }: Omit<Suppression, "id">, match: Silenceable): boolean {
  if (ruleId !== null && ruleId !== match.ruleId) return false;
  // Nothing is silenced wholesale: a suppression is about a rule, or about fields.
  if (ruleId === null && conditions.length === 0) return false;
  return conditions.every((condition) => holds(condition, match));
}

function holds({ field, equals }: Condition, match: Silenceable): boolean {
  const wanted = equals.toLowerCase();
  return valuesOf(match, field).some((value) => value.toLowerCase() === wanted);
}
