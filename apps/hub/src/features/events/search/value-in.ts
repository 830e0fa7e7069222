// SPDX-License-Identifier: Apache-2.0
/** The text of a field in an event that was read: from its columns, else by key or by path out of its JSON. */
import type { Event } from "@fengsui/contract";

export function valueIn({ fields, raw }: Pick<Event, "fields" | "raw">, name: string): string {
  if (Object.hasOwn(fields, name)) return fields[name] ?? "";
  const event = parse(raw);
  return textOf(at(event, [name]) ?? at(event, name.split(".")));
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined; // a line of text has no fields
  }
}

function at(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (!isObject(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
