// SPDX-License-Identifier: Apache-2.0
/**
 * Events as tools hand them on: inside a hit of a search (`_source`), with paths for keys (`"winlog.channel"`), or with
 * the named data of a Windows event as the list that its XML has. What is around an event is looked for only where the
 * event is not recognised as it is, so that those who write events plainly pay nothing.
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../event/event.ts";

/** The event inside, or undefined where nothing is around it. */
export function unwrap(event: JsonObject): JsonObject | undefined {
  const inner = event["_source"];
  if (isJsonObject(inner)) return withPaths(inner) ?? inner;
  return withPaths(event) ?? withoutLists(event);
}

const MAX_ELEMENT_DEPTH = 8;

/** The event where, as xml2js does, each element of its XML is a list of one, with attributes in `$`, text in `_`. */
function withoutLists(event: JsonObject): JsonObject | undefined {
  const { Event: root } = event;
  if (!isJsonObject(root)) return undefined;
  const { System: header } = root;
  if (!Array.isArray(header) && !(isJsonObject(header) && Array.isArray(header["EventID"]))) return undefined;
  const plain = unlist(event, MAX_ELEMENT_DEPTH);
  return isJsonObject(plain) ? plain : undefined;
}

function unlist(value: JsonValue, depth: number): JsonValue {
  if (depth === 0) return value;
  if (Array.isArray(value)) {
    const members = value.map((member: JsonValue) => unlist(member, depth - 1));
    return members.length === 1 ? (members[0] ?? null) : members;
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [XML2JS.get(name) ?? name, unlist(member, depth - 1)]),
  );
}

const XML2JS: ReadonlyMap<string, string> = new Map([
  ["$", "#attributes"],
  ["_", "#text"],
]);

/** What agents write beside each other of every Windows event. */
const MARKS = ["winlog.channel", "winlog.event_id", "winlog.computer_name"];
const MAX_PATH_LENGTH = 16;

/** Keys with dots made into objects; undefined where it is no event of Windows written so. */
function withPaths(event: JsonObject): JsonObject | undefined {
  if (!MARKS.some((mark) => Object.hasOwn(event, mark))) return undefined;
  return nest(Object.entries(event), MAX_PATH_LENGTH);
}

type Entry = readonly [path: string, value: JsonValue];

function nest(entries: readonly Entry[], keysLeft: number): JsonObject {
  const byName = Map.groupBy(entries, ([path]) => (keysLeft > 1 ? firstKey(path) : path));
  return Object.fromEntries(
    [...byName].map(([name, members]) => {
      const own = members.find(([path]) => path === name)?.[1];
      const inner = members.flatMap(([path, value]): Entry[] =>
        path === name ? [] : [[path.slice(name.length + 1), value]],
      );
      if (inner.length === 0) return [name, own ?? null];
      return [name, { ...(isJsonObject(own) ? own : {}), ...nest(inner, keysLeft - 1) }];
    }),
  );
}

function firstKey(path: string): string {
  const dot = path.indexOf(".");
  return dot <= 0 || dot === path.length - 1 ? path : path.slice(0, dot);
}

const NAMES = ["Name", "@Name", "@_Name", "_Name", "-Name"];
const NAME_HOLDERS = ["#attributes", "$", "@attributes", "_attributes"];
const VALUES = ["#text", "_", "$text", "_text", "$t", "text", "content", "Value", "value"];

/** `<Data Name="Image">…</Data>` as converters of XML write it: a list of objects, each with its name and its text. */
export function nameData(data: JsonObject): JsonObject {
  const list = data["Data"];
  const items = Array.isArray(list) ? list : isJsonObject(list) ? [list] : [];
  const named = items.flatMap((item): Entry[] => {
    const name = isJsonObject(item) ? nameOf(item) : undefined;
    return name === undefined ? [] : [[name, textOf(item)]];
  });
  return named.length === 0 ? data : { ...data, ...Object.fromEntries(named) };
}

function nameOf(item: JsonObject): string | undefined {
  const holders = [item, ...NAME_HOLDERS.map((key) => item[key]).filter(isJsonObject)];
  const names = holders.flatMap((holder) => NAMES.map((key) => holder[key]));
  return names.filter((name) => typeof name === "string").find((name) => name !== "");
}

function textOf(item: JsonObject): JsonValue {
  const key = VALUES.find((name) => Object.hasOwn(item, name));
  return (key === undefined ? undefined : item[key]) ?? null;
}
