// SPDX-License-Identifier: Apache-2.0
/**
 * The log records of an OTLP request as events. A record's attributes, and the fields of its body, are fields of the
 * event by their own names, as rules name them; a body of text is the message. What is of OTLP has the names of its
 * data model; resource and scope stay whole.
 */
import { FengsuiError } from "@fengsui/contract";
import type { JsonObject, JsonValue } from "@fengsui/logs";
import { type RawRecord, requireFew } from "../ingest/split.ts";

type Fields = Record<string, JsonValue>;

const MAX_DEPTH = 100;
/** Each record repeats its resource and scope, so that a small request can become far more than was sent. */
export const MAX_RECORDS_BYTES = 128 * 1024 * 1024;

/** `request` is of the JSON form; what in it is not as it should be is not there. */
export function recordsOf(request: JsonObject): RawRecord[] {
  const records: RawRecord[] = [];
  let byteCount = 0;
  for (const ofResource of listAt(request, "resourceLogs")) {
    const resource = attributesOf(objectAt(ofResource, "resource"));
    for (const ofScope of listAt(ofResource, "scopeLogs")) {
      const context = {
        ...named("resource", resource),
        ...named("scope", scopeOf(objectAt(ofScope, "scope"))),
      };
      for (const record of listAt(ofScope, "logRecords")) {
        requireFew(records.length);
        const bytes = Buffer.from(JSON.stringify(eventOf(record, context, resource)), "utf8");
        byteCount += bytes.length;
        if (byteCount > MAX_RECORDS_BYTES) throw tooLarge();
        records.push({ position: records.length, bytes });
      }
    }
  }
  return records;
}

function tooLarge(): FengsuiError {
  const detail = `With their resources and scopes, the records have more than ${MAX_RECORDS_BYTES} bytes.`;
  return new FengsuiError("ingest.too_large", detail);
}

function eventOf(record: JsonObject, context: Fields, resource: Fields): Fields {
  const event: Fields = Object.create(null);
  Object.assign(event, ofTheModel(record), context);
  // The host of the resource is where all other logs have it, unless the record says another.
  const host = resource["host.name"];
  for (const [prefix, fields] of [
    ["body", bodyOf(record)],
    ["attributes", attributesOf(record)],
  ] as const)
    for (const [name, value] of Object.entries(fields))
      event[Object.hasOwn(event, name) ? `${prefix}.${name}` : name] = value;
  if (host !== undefined && event["host"] === undefined && event["host.name"] === undefined)
    event["host"] = { name: host };
  return event;
}

function ofTheModel(record: JsonObject): Fields {
  const fields: Fields = {};
  const time = isoTime(record["timeUnixNano"]) ?? isoTime(record["observedTimeUnixNano"]);
  if (time !== undefined) fields["@timestamp"] = time;
  const names = [
    ["severityText", "severity_text"],
    ["severityNumber", "severity_number"],
    ["traceId", "trace_id"],
    ["spanId", "span_id"],
    ["eventName", "event_name"],
  ] as const;
  for (const [theirs, ours] of names) {
    const value = record[theirs];
    if (value === undefined || value === "" || value === null || typeof value === "object") continue;
    fields[ours] = theirs === "severityNumber" ? Number(value) : value;
  }
  return fields;
}

const NANO_DIGITS = 9;
const LAST_SECOND = 253_402_300_799;

/** With all nine digits; 0 is no time. */
function isoTime(nanos: JsonValue | undefined): string | undefined {
  const text =
    typeof nanos === "number" && Number.isFinite(nanos) ? BigInt(Math.trunc(nanos)).toString() : nanos;
  if (typeof text !== "string" || !/^[1-9]\d{0,20}$/.test(text)) return undefined;
  const padded = text.padStart(NANO_DIGITS + 1, "0");
  const seconds = Number(padded.slice(0, -NANO_DIGITS));
  if (seconds > LAST_SECOND) return undefined;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${padded.slice(-NANO_DIGITS)}Z`;
}

function bodyOf(record: JsonObject): Fields {
  const body = objectAt(record, "body");
  if (body["kvlistValue"] !== undefined)
    return pairsOf(listAt(objectAt(body, "kvlistValue"), "values"), MAX_DEPTH);
  const value = plainOf(body, MAX_DEPTH);
  return value === null ? {} : { message: value };
}

function scopeOf(scope: JsonObject): Fields {
  const fields: Fields = {};
  for (const name of ["name", "version"]) {
    const value = scope[name];
    if (typeof value === "string" && value !== "") fields[name] = value;
  }
  return { ...fields, ...named("attributes", attributesOf(scope)) };
}

function named(name: string, fields: Fields): Fields {
  return Object.keys(fields).length === 0 ? {} : { [name]: fields };
}

function attributesOf(holder: JsonObject): Fields {
  return pairsOf(listAt(holder, "attributes"), MAX_DEPTH);
}

function pairsOf(pairs: readonly JsonObject[], depthLeft: number): Fields {
  const fields: Fields = Object.create(null);
  for (const pair of pairs) {
    const { key } = pair;
    if (typeof key === "string") fields[key] = plainOf(objectAt(pair, "value"), depthLeft);
  }
  return fields;
}

function plainOf(value: JsonObject, depthLeft: number): JsonValue {
  if (depthLeft === 0) return null;
  if (value["arrayValue"] !== undefined)
    return listAt(objectAt(value, "arrayValue"), "values").map((one) => plainOf(one, depthLeft - 1));
  if (value["kvlistValue"] !== undefined)
    return pairsOf(listAt(objectAt(value, "kvlistValue"), "values"), depthLeft - 1);
  const { intValue } = value;
  if (intValue !== undefined) return numberOf(intValue);
  const scalar = value["stringValue"] ?? value["boolValue"] ?? value["doubleValue"] ?? value["bytesValue"];
  return scalar === undefined || typeof scalar === "object" ? null : scalar;
}

/** One that a number of JavaScript cannot hold stays as its digits. */
function numberOf(value: JsonValue): JsonValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

const NOTHING: JsonObject = {};

function objectAt(holder: JsonObject, name: string): JsonObject {
  return isPlain(holder[name]) ? holder[name] : NOTHING;
}

function listAt(holder: JsonObject, name: string): readonly JsonObject[] {
  const list = holder[name];
  return Array.isArray(list) ? list.filter(isPlain) : [];
}

function isPlain(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
