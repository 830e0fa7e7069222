// SPDX-License-Identifier: Apache-2.0
/** JSON as it is met in feeds. */

export type Json = null | boolean | number | string | readonly Json[] | JsonMap;
export interface JsonMap {
  readonly [name: string]: Json | undefined;
}

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Undefined where it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function textIn(map: JsonMap, name: string | undefined): string | undefined {
  const value = name === undefined || !Object.hasOwn(map, name) ? undefined : map[name];
  return typeof value === "string" ? value : undefined;
}
