// SPDX-License-Identifier: Apache-2.0
/**
 * "Field is value": by its column, or else out of the raw JSON, where a name with dots is one key or a path. What is
 * no text there (a number, true) is compared as it is written. In what ClickHouse takes for invalid (a number beyond 64
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

function isCore(field: string): field is CoreField {
  return CORE_FIELDS.some((core) => core === field);
}

export function addField(query: ScopedQuery, { field, value }: FieldFilter): void {
  const wanted = query.bind("String", value);
  if (isCore(field)) {
    query.and(`\`${field}\` = ${wanted}`);
    return;
  }
  // What a text must hold is told sooner than what JSON it is.
  for (const condition of mustHold(query, value)) query.and(condition);
  const places = pathsOf(field).map((path) => {
    const keys = path.map((key) => query.bind("String", key)).join(", ");
    return `JSONExtractString(raw, ${keys}) = ${wanted}`;
  });
  const last = query.bind("String", field.slice(field.lastIndexOf(".") + 1));
  const loosely = `simpleJSONExtractString(raw, ${last}) = ${wanted} OR simpleJSONExtractRaw(raw, ${last}) = ${wanted}`;
  query.and([...places, `(${loosely}) AND NOT isValidJSON(raw)`].join(" OR "));
}

function pathsOf(field: string): string[][] {
  const path = field.split(".");
  return path.length === 1 || path.length > MAX_PATH_LENGTH ? [[field]] : [[field], path];
}
