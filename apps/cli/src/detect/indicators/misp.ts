// SPDX-License-Identifier: Apache-2.0
/** Attributes of MISP events as indicators: those that MISP says are for detection (`to_ids`). */
import { isJsonObject, type JsonObject, type JsonValue } from "@fengsui/sigma";
import type { IndicatorList } from "./list.ts";
import { readValue } from "./values.ts";

/** Types of two values, and which of them, from 0, tells of what was seen. */
const COMPOSITE: ReadonlyMap<string, readonly [type: string, part: number][]> = new Map([
  [
    "domain|ip",
    [
      ["domain", 0],
      ["ip-dst", 1],
    ],
  ],
  ["ip-src|port", [["ip-src", 0]]],
  ["ip-dst|port", [["ip-dst", 0]]],
  ["hostname|port", [["hostname", 0]]],
  ["filename|md5", [["md5", 1]]],
  ["filename|sha1", [["sha1", 1]]],
  ["filename|sha256", [["sha256", 1]]],
]);
/** Of one value, that are observables. */
const SINGLE = new Set([
  ...["ip-src", "ip-dst", "domain", "hostname", "url", "uri", "md5", "sha1", "sha256", "email"],
  ...["email-src", "email-dst", "ja3-fingerprint-md5", "filename"],
]);

export function isMisp(value: JsonValue): value is JsonObject {
  return isJsonObject(value) && (isJsonObject(value["Event"]) || Array.isArray(value["response"]));
}

export function readMisp(value: JsonObject, list: IndicatorList): void {
  const { response, Event: event } = value;
  const events = Array.isArray(response) ? response : [{ Event: event ?? null }];
  for (const one of events)
    if (isJsonObject(one) && isJsonObject(one["Event"])) readEvent(one["Event"], list);
}

function readEvent(event: JsonObject, list: IndicatorList): void {
  readAttributes(event["Attribute"], list);
  const { Object: objects } = event;
  if (!Array.isArray(objects)) return;
  for (const object of objects) if (isJsonObject(object)) readAttributes(object["Attribute"], list);
}

function readAttributes(attributes: JsonValue | undefined, list: IndicatorList): void {
  if (!Array.isArray(attributes)) return;
  for (const attribute of attributes) if (isJsonObject(attribute)) readAttribute(attribute, list);
}

function readAttribute(
  { type, value, to_ids: isForDetection, uuid, id, deleted }: JsonObject,
  list: IndicatorList,
): void {
  if (isForDetection === false || deleted === true) {
    list.leftOut += 1;
    return;
  }
  const at = String(uuid ?? id);
  const [name, text] = [String(type), String(value)];
  const parts = text.split("|");
  const composite = COMPOSITE.get(name);
  if (composite !== undefined) {
    for (const [single, part] of composite) list.add(readValue(parts[part] ?? "", single), at, text);
  } else if (SINGLE.has(name)) list.add(readValue(text, name), at, text);
  else list.refuse(at, `${name}: ${text}`);
}
