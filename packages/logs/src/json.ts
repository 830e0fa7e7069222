// SPDX-License-Identifier: Apache-2.0
/** JSON values as TypeScript sees them, and the two guards that every reader needs. */

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
/** An event under construction. */
export type EventFields = Record<string, JsonValue>;

export function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Sets a field whose name came from the input. Assigning to `__proto__` would change the object's prototype
 * instead of adding a field, so that one name is defined; all others take the fast way.
 */
export function setField(fields: EventFields, name: string, value: JsonValue): void {
  if (name === "__proto__") {
    Object.defineProperty(fields, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    fields[name] = value;
  }
}

/** As `setField`, but keeps a value that is already there. */
export function setFieldIfAbsent(fields: EventFields, name: string, value: JsonValue): void {
  if (!Object.hasOwn(fields, name)) setField(fields, name, value);
}

/**
 * Is the value nested deeper than `levels`? A flat object is one level. The walk stops at the limit, so its own
 * recursion is bounded by it, and a flat event costs one look at each of its fields.
 */
export function isDeeperThan(value: JsonValue, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  if (isJsonObject(value)) {
    for (const name in value) {
      const field = value[name];
      if (typeof field === "object" && field !== null && isDeeperThan(field, levels - 1)) return true;
    }
    return false;
  }
  for (const element of value) {
    if (typeof element === "object" && element !== null && isDeeperThan(element, levels - 1)) return true;
  }
  return false;
}
