// SPDX-License-Identifier: Apache-2.0
/**
 * Where the logs we know write who did something and from where. Looked up in the event itself and in the places
 * where shippers put an event's own fields. The event keeps its own names: rules need them.
 */
import { isJsonObject, type JsonObject, type JsonValue } from "@fengsui/sigma";
import { toKeepable } from "../../../platform/keepable-text.ts";

type Path = readonly string[];

const OWN_FIELDS: readonly Path[] = [
  [],
  ["Event", "EventData"],
  ["EventData"],
  ["winlog", "event_data"],
  ["event_data"],
];

const ACCOUNTS: readonly Path[] = [
  ["user", "name"],
  ["userIdentity", "userName"],
  ["userIdentity", "arn"],
  ["TargetUserName"],
  ["SubjectUserName"],
  ["User"],
  ["AccountName"],
  ["acct"],
  ["user"],
];

const ADDRESSES: readonly Path[] = [
  ["source", "ip"],
  ["sourceIPAddress"],
  ["SourceIp"],
  ["IpAddress"],
  ["id.orig_h"],
  ["id_orig_h"],
  ["id", "orig_h"],
  ["src_ip"],
  ["SourceAddress"],
  ["addr"],
];

/** What logs write for "none". */
const NOTHING = new Set(["", "-", "?", "N/A", "::1", "127.0.0.1", "LOCAL"]);
const MAX_CHARACTERS = 500;

export function accountOf(event: JsonObject): string {
  return firstText(event, ACCOUNTS);
}

export function addressOf(event: JsonObject): string {
  return firstText(event, ADDRESSES);
}

export function firstText(event: JsonObject, paths: readonly Path[]): string {
  for (const prefix of OWN_FIELDS) {
    const root = valueAt(event, prefix);
    if (!isJsonObject(root)) continue;
    for (const path of paths) {
      const text = textAt(root, path);
      if (!NOTHING.has(text)) return toKeepable(text.slice(0, MAX_CHARACTERS));
    }
  }
  return "";
}

/** The text or number there; empty where there is none. */
export function textAt(event: JsonObject, path: Path): string {
  const value = valueAt(event, path);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

export function valueAt(event: JsonObject, path: Path): JsonValue | undefined {
  let value: JsonValue | undefined = event;
  for (const key of path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}
