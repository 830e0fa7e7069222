// SPDX-License-Identifier: Apache-2.0
/**
 * The value of a field: by its column, or else out of the raw JSON, where a name with dots is one key or a path. What is
 * no text there (a number, true) is taken as it is written. In what ClickHouse takes for invalid (a number beyond 64
 * bits, half a surrogate pair, a text cut off) it is looked for by its last name, wherever that stands.
 */
import { CORE_FIELDS, type CoreField } from "../event.ts";
import type { ScopedQuery } from "./scoped-query.ts";
import { mustHold } from "./words.ts";

export interface FieldFilter {
  readonly field: string;
  readonly value: string;
}

const MAX_PATH_LENGTH = 32;

export function isCore(field: string): field is CoreField {
  return CORE_FIELDS.some((core) => core === field);
}

/** "Field is value", exactly. */
export function addField(query: ScopedQuery, { field, value }: FieldFilter): void {
  const wanted = query.bind("String", value);
  if (isCore(field)) {
    query.and(`\`${field}\` = ${wanted}`);
    return;
  }
  // What a text must hold is told sooner than what JSON it is.
  for (const condition of mustHold(query, value)) query.and(condition);
  const places = pathsOf(field).map((path) => `${extract(query, path)} = ${wanted}`);
  const last = query.bind("String", lastName(field));
  const loosely = `simpleJSONExtractString(raw, ${last}) = ${wanted} OR simpleJSONExtractRaw(raw, ${last}) = ${wanted}`;
  query.and([...places, `(${loosely}) AND NOT isValidJSON(raw)`].join(" OR "));
}

/** The text of a field, empty where there is none. A name without dots is also found deeper in the event. */
export function fieldValue(query: ScopedQuery, field: string): string {
  if (isCore(field)) return `toString(\`${field}\`)`;
  const last = query.bind("String", lastName(field));
  const strictly = pathsOf(field).map((path) => extract(query, path));
  const loosely = [`simpleJSONExtractString(raw, ${last})`, `simpleJSONExtractRaw(raw, ${last})`];
  const isLoose = field.includes(".") ? "NOT isValidJSON(raw)" : "true";
  const places = [...strictly, ...loosely.map((place) => `if(${isLoose}, ${place}, '')`)];
  return `coalesce(${places.map((place) => `nullIf(${place}, '')`).join(", ")}, '')`;
}

function extract(query: ScopedQuery, path: readonly string[]): string {
  return `JSONExtractString(raw, ${path.map((key) => query.bind("String", key)).join(", ")})`;
}

function lastName(field: string): string {
  return field.slice(field.lastIndexOf(".") + 1);
}

function pathsOf(field: string): string[][] {
  const path = field.split(".");
  return path.length === 1 || path.length > MAX_PATH_LENGTH ? [[field]] : [[field], path];
}
