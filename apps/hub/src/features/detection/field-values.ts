// SPDX-License-Identifier: Apache-2.0
/** What an event says in a field: as its log names it, with dots between the names of nested ones; or as the rule does. */
import { isJsonObject, type JsonObject, type JsonValue, type MatchedField } from "@fengsui/sigma";

export interface Described {
  readonly event: JsonObject;
  /** What made a rule match. */
  readonly fields: readonly MatchedField[];
}

export function valuesOf({ event, fields }: Described, field: string): string[] {
  return [
    ...fields.filter((matched) => matched.field === field).map(({ value }) => value),
    ...textsAt(event, field),
    ...field.split(".").reduce<JsonValue[]>(step, [event]).flatMap(textOf),
  ];
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
