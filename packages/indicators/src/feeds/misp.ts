// SPDX-License-Identifier: Apache-2.0
/** Attributes of MISP events as indicators: those that MISP says are for detection (`to_ids`). */
import { type FeedItem, itemOf } from "./item.ts";
import { isList, isMap, type Json, type JsonMap, textIn } from "./json.ts";
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

export function isMisp(value: Json): value is JsonMap {
  return isMap(value) && (isMap(value["Event"]) || isList(value["response"]));
}

export function* readMisp({ response, Event: event }: JsonMap): Generator<FeedItem> {
  const events = isList(response) ? response : [{ Event: event ?? null }];
  for (const one of events) if (isMap(one) && isMap(one["Event"])) yield* readEvent(one["Event"]);
}

function* readEvent(event: JsonMap): Generator<FeedItem> {
  const info = textIn(event, "info") ?? "";
  yield* readAttributes(event["Attribute"], info);
  const { Object: objects } = event;
  if (!isList(objects)) return;
  for (const object of objects) if (isMap(object)) yield* readAttributes(object["Attribute"], info);
}

function* readAttributes(attributes: Json | undefined, info: string): Generator<FeedItem> {
  if (!isList(attributes)) return;
  for (const attribute of attributes) if (isMap(attribute)) yield* readAttribute(attribute, info);
}

function* readAttribute(attribute: JsonMap, info: string): Generator<FeedItem> {
  const { type, value, to_ids: isForDetection, uuid, id, deleted } = attribute;
  const at = String(uuid ?? id);
  if (isForDetection === false || deleted === true) {
    yield { is: "left_out", at };
    return;
  }
  const [name, text] = [String(type), String(value)];
  const note = [info, textIn(attribute, "comment") ?? ""].filter((part) => part !== "").join(": ");
  const parts = text.split("|");
  const composite = COMPOSITE.get(name);
  if (composite !== undefined) {
    for (const [single, part] of composite)
      yield itemOf(readValue(parts[part] ?? "", single), at, text, { note });
  } else if (SINGLE.has(name)) yield itemOf(readValue(text, name), at, text, { note });
  else yield itemOf(undefined, at, `${name}: ${text}`);
}
