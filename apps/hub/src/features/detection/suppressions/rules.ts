// SPDX-License-Identifier: Apache-2.0
/** When a suppression silences a match: it is about the rule, and every condition holds. Pure. */
import type { JsonObject, JsonValue, MatchedField } from "@fengsui/sigma";
import { isJsonObject } from "@fengsui/sigma";
import type { Id } from "../../../platform/ids.ts";

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

export interface Silenceable {
  readonly ruleId: Id<"rule">;
  readonly event: JsonObject;
  readonly fields: readonly MatchedField[];
}

export function silences({ ruleId, conditions }: Omit<Suppression, "id">, match: Silenceable): boolean {
  if (ruleId !== null && ruleId !== match.ruleId) return false;
  // Nothing is silenced wholesale: a suppression is about a rule, or about fields.
  if (ruleId === null && conditions.length === 0) return false;
  return conditions.every((condition) => holds(condition, match));
}

function holds({ field, equals }: Condition, { event, fields }: Silenceable): boolean {
  const wanted = equals.toLowerCase();
  const found = [
    ...fields.filter((matched) => matched.field === field).map(({ value }) => value),
    ...textsAt(event, field),
    ...field.split(".").reduce<JsonValue[]>(step, [event]).flatMap(textOf),
  ];
  return found.some((value) => value.toLowerCase() === wanted);
}

function textsAt(event: JsonObject, key: string): string[] {
  const value = Object.hasOwn(event, key) ? event[key] : undefined;
  return value === undefined ? [] : textOf(value);
}

function step(values: JsonValue[], key: string): JsonValue[] {
  return values.flatMap((value) => {
    const child = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    return child === undefined ? [] : [child];
  });
}

function textOf(value: JsonValue): string[] {
  if (value === null || isJsonObject(value)) return [];
  if (typeof value === "object") return value.flatMap(textOf);
  return [String(value)];
}
