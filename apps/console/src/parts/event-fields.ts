// SPDX-License-Identifier: Apache-2.0
/** An event as names and values: what a reader of JSON sees, in rows. */

export interface FieldValue {
  readonly field: string;
  readonly value: string;
}

const MAX_DEPTH = 8;

/** Undefined where it is no JSON object: a line of text is shown as it is. */
export function parseEvent(raw: string): object | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

export function fieldsOf(raw: string): readonly FieldValue[] {
  return flatten(parseEvent(raw), "");
}

function flatten(value: unknown, path: string, depth = 0): FieldValue[] {
  if (value === undefined) return [];
  if (value === null || typeof value !== "object" || depth === MAX_DEPTH)
    return path === "" ? [] : [{ field: path, value: textOf(value) }];
  return Object.entries(value).flatMap(([key, inner]) =>
    flatten(inner, path === "" ? key : `${path}.${key}`, depth + 1),
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The event as it came, put on lines where it is JSON. */
export function prettyRaw(raw: string): string {
  const value = parseEvent(raw);
  return value === undefined ? raw : JSON.stringify(value, undefined, 2);
}
