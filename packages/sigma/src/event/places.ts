// SPDX-License-Identifier: Apache-2.0
/** Reads a field from an event by its places, one field at a time: for the oracle, evidence, and event descriptions. */
import { isJsonObject, type JsonObject, type JsonValue } from "./event.ts";
import type { FieldContent, Scalar } from "./values.ts";

/** Keys from the root of the record; `"*"` stands for any key of an object. Lists on the way are each of their members. */
export interface Place {
  readonly keys: readonly string[];
  /** Replaces a value before it is compared, where one log writes another word for the same thing. */
  readonly translate?: ReadonlyMap<string, string>;
}

export function place(...keys: readonly string[]): Place {
  return { keys };
}

export function readPlaces(record: JsonObject, places: readonly Place[]): FieldContent {
  const scalars: Scalar[] = [];
  let isPresent = false;
  let isNotNull = false;
  for (const { keys, translate } of places) {
    let found: JsonValue[] = [record];
    for (const key of keys) found = found.flatMap((value) => step(value, key));
    if (found.length > 0) isPresent = true;
    for (const value of found.flatMap(membersOf)) {
      if (value === null) continue;
      isNotNull = true;
      if (typeof value !== "object") scalars.push(translate?.get(String(value)) ?? value);
    }
  }
  return { isPresent, isNotNull, scalars };
}

/** What `read` makes of the first scalar that it makes something of. */
export function readFirst<T>(
  record: JsonObject,
  places: readonly Place[],
  read: (scalar: Scalar, place: Place) => T | undefined,
): T | undefined {
  for (const place of places)
    for (const scalar of scalarsAt(record, place)) {
      const found = read(scalar, place);
      if (found !== undefined) return found;
    }
  return undefined;
}

const NO_SCALARS: readonly Scalar[] = [];

/** Most places are a key of the record itself, with one value: nothing else need be made. */
function scalarsAt(record: JsonObject, place: Place): readonly Scalar[] {
  const { keys, translate } = place;
  const [key] = keys;
  if (keys.length > 1 || key === undefined || key === "*" || translate !== undefined)
    return readPlaces(record, [place]).scalars;
  const value = Object.hasOwn(record, key) ? record[key] : undefined;
  if (value === undefined || value === null) return NO_SCALARS;
  return typeof value === "object" ? readPlaces(record, [place]).scalars : [value];
}

function step(value: JsonValue, key: string): JsonValue[] {
  return membersOf(value).flatMap((member) => {
    if (!isJsonObject(member)) return [];
    if (key === "*") return Object.values(member);
    const child = Object.hasOwn(member, key) ? member[key] : undefined;
    return child === undefined ? [] : [child];
  });
}

/** A list is each of its members, at any depth; anything else is itself. */
function membersOf(value: JsonValue): JsonValue[] {
  if (!Array.isArray(value)) return [value];
  const members: JsonValue[] = [];
  const open: JsonValue[] = value.toReversed();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) for (let i = next.length - 1; i >= 0; i--) open.push(next[i]);
    else members.push(next);
  }
  return members;
}
