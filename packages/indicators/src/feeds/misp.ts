// SPDX-License-Identifier: Apache-2.0
/** Attributes of MISP events as indicators: those that MISP says are for detection (`to_ids`). */
import { type FeedItem, itemOf } from "./item.ts";
import { isList, isMap, type Json, type JsonMap, textIn } from "./json.ts";
import { isForDetection, readValues } from "./values.ts";

/** Those that are observables. */
const TYPES = new Set([
  ...["ip-src", "ip-dst", "domain", "hostname", "url", "uri", "md5", "sha1", "sha256", "email"],
  ...["email-src", "email-dst", "ja3-fingerprint-md5", "filename"],
  ...["domain|ip", "ip-src|port", "ip-dst|port", "hostname|port"],
  ...["filename|md5", "filename|sha1", "filename|sha256"],
]);

export function isMisp(value: Json): value is JsonMap {
  if (!isMap(value)) return false;
  return isMap(value["Event"]) || isList(value["response"]) || hasAttributes(value["response"]);
}

/** The answer to a search for attributes. */
function hasAttributes(response: Json | undefined): response is JsonMap {
  return isMap(response) && isList(response["Attribute"]);
}

export function* readMisp({ response, Event: event }: JsonMap): Generator<FeedItem> {
  if (hasAttributes(response)) yield* readAttributes(response["Attribute"], "");
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
  const { type, value, to_ids: said, uuid, id, deleted } = attribute;
  const at = String(uuid ?? id);
  if (!isForDetection(said) || deleted === true) {
    yield { is: "left_out", at };
    return;
  }
  const [name, text] = [String(type), String(value)];
  const note = [info, textIn(attribute, "comment") ?? ""].filter((part) => part !== "").join(": ");
  if (TYPES.has(name)) for (const found of readValues(text, name)) yield itemOf(found, at, text, { note });
  else yield itemOf(undefined, at, `${name}: ${text}`);
}
