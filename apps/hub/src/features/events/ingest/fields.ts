// SPDX-License-Identifier: Apache-2.0
/**
 * Where the logs we know write who did something and from where. Looked up in the event itself and in the places
 * where shippers put an event's own fields. The event keeps its own names: rules need them.
 */
import { isJsonObject, type JsonObject, type JsonValue } from "@fengsui/sigma";
import { toKeepable } from "../../../platform/keepable-text.ts";

type Path = readonly string[];
/** All of them are names of ours, and none is one that every object of JavaScript has. */
export type Paths = readonly Path[];

const OWN_FIELDS: Paths = [["Event", "EventData"], ["EventData"], ["winlog", "event_data"], ["event_data"]];

const ACCOUNTS: Paths = [
  ["user", "name"],
  ["userIdentity", "userName"],
  ["userIdentity", "arn"],
  ["TargetUserName"],
  ["SubjectUserName"],
  ["User"],
  ["AccountName"],
  ["acct"],
  ["remote_user"],
  ["user"],
];

const ADDRESSES: Paths = [
  ["source", "ip"],
  ["sourceIPAddress"],
  ["SourceIp"],
  ["IpAddress"],
  ["id.orig_h"],
  ["id_orig_h"],
  ["id", "orig_h"],
  ["src_ip"],
  ["remote_addr"],
  ["SourceAddress"],
  ["addr"],
];

/** What logs write for "none". */
const NOTHING = new Set(["", "-", "?", "N/A", "::1", "127.0.0.1", "LOCAL"]);
const MAX_CHARACTERS = 500;

/** The event, and the objects in it that hold fields of its own. */
export type Roots = readonly JsonObject[];

export function rootsOf(event: JsonObject): Roots {
  const roots = [event];
  for (const path of OWN_FIELDS) {
    const root = valueAt(event, path);
    if (root !== undefined && isJsonObject(root)) roots.push(root);
  }
  return roots;
}

export function accountOf(roots: Roots): string {
  return firstText(roots, ACCOUNTS);
}

export function addressOf(roots: Roots): string {
  return firstText(roots, ADDRESSES);
}

export function firstText(roots: Roots, paths: Paths): string {
  for (const root of roots)
    for (const path of paths) {
      const text = textAt(root, path);
      if (text !== "" && !NOTHING.has(text)) return toKeepable(text.slice(0, MAX_CHARACTERS));
    }
  return "";
}

/** The text or number there; empty where there is none. */
export function textAt(event: JsonObject, path: Path): string {
  const value = valueAt(event, path);
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : "";
}

function valueAt(event: JsonObject, path: Path): JsonValue | undefined {
  let value: JsonValue | undefined = event;
  for (const key of path) {
    if (value === undefined || typeof value !== "object" || !isJsonObject(value)) return undefined;
    value = value[key];
  }
  return value;
}
