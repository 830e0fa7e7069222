// SPDX-License-Identifier: Apache-2.0
/** Log types for schemas of events of all kinds (ECS, OCSF): what an event says of itself decides its source. */
import type { JsonObject, JsonValue } from "../event/event.ts";
import { isJsonObject } from "../event/event.ts";
import type { Place } from "../event/places.ts";
import { makeSource, type SourceNames } from "./fixed-source.ts";
import { type EventSource, type LogType, plainPlaces } from "./log-type.ts";
import { type NamesFor, namesIn } from "./names.ts";

export interface Schema {
  readonly name: string;
  readonly times: readonly Place[];
  readonly hosts: readonly Place[];
  readonly names: readonly NamesFor[];
  /** Undefined where the event is not of this schema, or is of a kind that no rule is about. */
  sourceOf(event: JsonObject): SourceNames | undefined;
}

/** More than there are kinds of events; past it, one of a new kind is not recognised. */
const MAX_SOURCES = 500;

export function schemaLogType({ name, times, hosts, names, sourceOf }: Schema): LogType {
  const sources = new Map<string, EventSource>();
  const logType: LogType = {
    name,
    times,
    hosts,
    recognise(event) {
      const found = sourceOf(event);
      if (found === undefined) return undefined;
      const key = JSON.stringify([found.product, found.services, found.categories]);
      let source = sources.get(key);
      if (source === undefined) {
        if (sources.size >= MAX_SOURCES) return undefined;
        source = makeSource(logType, found);
        sources.set(key, source);
      }
      return { source, record: event };
    },
    places: (field, rule) => namesIn(names, field, rule.category)?.flatMap(plainPlaces) ?? plainPlaces(field),
  };
  return logType;
}

/** A value by its path, whether its keys are nested or joined by dots. */
export function valueAt(event: JsonObject, path: string): JsonValue | undefined {
  const whole = event[path];
  if (whole !== undefined) return whole;
  let value: JsonValue | undefined = event;
  for (const key of path.split(".")) value = isJsonObject(value) ? value[key] : undefined;
  return value;
}

export function textAt(event: JsonObject, path: string): string {
  const value = valueAt(event, path);
  return typeof value === "string" ? value.toLowerCase() : "";
}

/** One text, or the texts of a list. */
export function textsAt(event: JsonObject, path: string): readonly string[] {
  const value = valueAt(event, path);
  const values: readonly JsonValue[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return values.flatMap((one) => (typeof one === "string" ? [one.toLowerCase()] : []));
}
