// SPDX-License-Identifier: Apache-2.0
/** Values of an event as the tests see them: scalars. A list is each of its members; an object is only present. */
import { isJsonObject, type JsonObject, type JsonValue } from "./event.ts";

export type Scalar = string | number | boolean;

/** What stands at a field's places in an event. */
export interface FieldContent {
  /** The field is there, whatever its value. */
  readonly isPresent: boolean;
  /** It holds something other than null. */
  readonly isNotNull: boolean;
  readonly scalars: readonly Scalar[];
}

export function textOf(scalar: Scalar): string {
  return typeof scalar === "string" ? scalar : String(scalar);
}

/** A number, or a text that is one (also hexadecimal, as Windows writes many); otherwise NaN. */
export function numberOf(scalar: Scalar): number {
  if (typeof scalar === "number") return scalar;
  if (typeof scalar === "boolean" || scalar.trim() === "") return Number.NaN;
  return Number(scalar);
}

/** Calls `visit` with each scalar in an event, at any depth. Uses no recursion: events may be deep. */
export function visitScalars(event: JsonObject, visit: (scalar: Scalar) => void): void {
  const open: JsonValue[] = [];
  visitMembers(event, visit, open);
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (isJsonObject(value)) visitMembers(value, visit, open);
    else if (Array.isArray(value)) for (const member of value) visitOne(member, visit, open);
  }
}

function visitMembers(object: JsonObject, visit: (scalar: Scalar) => void, open: JsonValue[]): void {
  for (const key in object) visitOne(object[key], visit, open);
}

function visitOne(value: JsonValue | undefined, visit: (scalar: Scalar) => void, open: JsonValue[]): void {
  if (typeof value !== "object") {
    if (value !== undefined) visit(value);
  } else if (value !== null) {
    open.push(value);
  }
}
