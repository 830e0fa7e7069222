// SPDX-License-Identifier: Apache-2.0
/** A mapping made ready for many events: where each has what the hub needs of it. */
import type { SourceMapping } from "@fengsui/contract";
import { isJsonObject, type JsonObject, type JsonValue } from "@fengsui/sigma";
import { toKeepable } from "../../../platform/keepable-text.ts";
import type { LocalClock } from "../../../platform/local-clock.ts";
import { type TimeReader, timeReader } from "./time-pattern.ts";

export interface Mapped {
  /** The event, with what rules call its fields beside its own names. */
  readonly fields: JsonObject;
  /** What stands where the time is to be found, read by its format; absent where that is for the log types. */
  readonly time?: number | undefined;
  readonly host: string;
  readonly account: string;
  readonly address: string;
  readonly destination: string;
}

export type Mapper = (event: JsonObject) => Mapped;

/** Where log types look first for a time. */
const TIME_FIELD = "@timestamp";
const MAX_CHARACTERS = 500;

export function mapperOf(mapping: SourceMapping, toUtc?: LocalClock): Mapper {
  const reader = mapping.time === undefined ? undefined : timeReader(mapping.time, toUtc);
  const places = Object.entries(mapping.fields ?? {});
  const textAt = (event: JsonObject, path: string | undefined) =>
    path === undefined ? "" : textOf(valueAt(event, path));
  return (event) => ({
    fields: withFields(event, mapping.time, reader, places),
    ...(mapping.time !== undefined &&
      reader !== undefined && { time: reader(valueAt(event, mapping.time.path)) }),
    host: textAt(event, mapping.host),
    account: textAt(event, mapping.user),
    address: textAt(event, mapping.sourceIp),
    destination: textAt(event, mapping.destinationIp),
  });
}

type Fields = Record<string, JsonValue>;

function withFields(
  event: JsonObject,
  time: SourceMapping["time"],
  reader: TimeReader | undefined,
  places: readonly (readonly [name: string, path: string])[],
): JsonObject {
  const added: Fields = Object.create(null);
  if (time !== undefined && reader === undefined) add(added, TIME_FIELD, valueAt(event, time.path));
  for (const [name, path] of places) if (!Object.hasOwn(event, name)) add(added, name, valueAt(event, path));
  return Object.keys(added).length === 0 ? event : { ...event, ...added };
}

function add(fields: Fields, name: string, value: JsonValue | undefined): void {
  if (value !== undefined && value !== null) fields[name] = value;
}

/** By the key as it is, else as keys of objects in each other. */
export function valueAt(event: JsonObject, path: string): JsonValue | undefined {
  if (Object.hasOwn(event, path)) return event[path];
  for (let dot = path.indexOf("."); dot > 0; dot = path.indexOf(".", dot + 1)) {
    const key = path.slice(0, dot);
    const inner = Object.hasOwn(event, key) ? event[key] : undefined;
    if (inner === undefined || !isObject(inner)) continue;
    const found = valueAt(inner, path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && isJsonObject(value);
}

function textOf(value: JsonValue | undefined): string {
  const first: JsonValue | undefined = Array.isArray(value) ? value[0] : value;
  if (typeof first === "number") return String(first);
  return typeof first === "string" && first !== "-" ? toKeepable(first.slice(0, MAX_CHARACTERS)) : "";
}
