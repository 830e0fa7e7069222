// SPDX-License-Identifier: Apache-2.0
/** JSON files of unknown form, read without trusting them. */
import { existsSync, readFileSync } from "node:fs";

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object in a file; an empty one where there is no such file. */
export function readJsonObject(path: string): JsonRecord {
  const value: unknown = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  if (!isRecord(value)) throw new TypeError(`${path} does not hold a JSON object`);
  return value;
}

export function recordAt(object: JsonRecord, key: string): JsonRecord {
  const value = object[key];
  return isRecord(value) ? value : {};
}
