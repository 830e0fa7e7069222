// SPDX-License-Identifier: Apache-2.0
/** An event to the observables in it: each once, with the field in which it stands. */
import type { Kind, Observable } from "../kinds.ts";
import { normalise } from "../normalise/normalise.ts";
import { FIELD_TABLES, type FieldForm, type FieldTable, type UrlParts } from "./fields.ts";

export interface Seen extends Observable {
  /** As the event names it, with dots. */
  readonly field: string;
}

/** Which log an event is from, by the words of Sigma. */
export interface ObservedLog {
  readonly product?: string;
  readonly service?: string;
  readonly category?: string;
}

/** Where shippers put the fields of an event. */
const ENVELOPES = ["Event.EventData.", "EventData.", "winlog.event_data.", "event_data.", "Event.UserData."];
const MAX_DEPTH = 8;
const MAX_SEEN = 256;
/** Of a text in which several stand. */
const MAX_TEXT = 16_384;

/** What is written where nothing is, and what every machine has. */
const NOTHING = new Set(["", "-", "?", "0.0.0.0", "::", "::1", "127.0.0.1", "localhost"]);

/** How the fields of one log are read. */
interface Reading {
  readonly forms: ReadonlyMap<string, readonly FieldForm[]>;
  readonly urls: readonly UrlParts[];
  /** Names of fields that are parts of URLs. */
  readonly parts: ReadonlySet<string>;
}

interface Part {
  readonly field: string;
  readonly text: string;
}

export class ObservableReader {
  readonly #readings = new Map<string, Reading>();
  readonly #tables: readonly FieldTable[];

  constructor(tables: readonly FieldTable[] = FIELD_TABLES) {
    this.#tables = tables;
  }

  /** At most 256, from the event's first field on. */
  read(event: object, log: ObservedLog = {}): Seen[] {
    const { forms, urls, parts } = this.#readingFor(log);
    const seen = new Map<string, Seen>();
    const found = new Map<string, Part>();
    walk(event, "", 0, (field, value) => {
      const name = bareOf(field);
      if (parts.has(name) && !found.has(name)) found.set(name, { field, text: String(value) });
      if (typeof value === "string")
        for (const form of forms.get(name) ?? [])
          for (const observable of readField(form, value)) keep(seen, observable, field);
    });
    for (const url of urls) {
      const field = found.get(url.path)?.field;
      if (field !== undefined) for (const one of readUrl(url, found)) keep(seen, one, field);
    }
    return [...seen.values()];
  }

  #readingFor(log: ObservedLog): Reading {
    const key = `${log.product ?? ""}/${log.service ?? ""}/${log.category ?? ""}`;
    let reading = this.#readings.get(key);
    if (reading === undefined) {
      const tables = this.#tables.filter((table) => isFor(table, log));
      const urls = tables.flatMap((table) => table.urls ?? []);
      const parts = new Set(urls.flatMap(({ host, path, port = path }) => [host, path, port]));
      reading = { forms: formsOf(tables), urls, parts };
      if (this.#readings.size < 1000) this.#readings.set(key, reading);
    }
    return reading;
  }
}

function isFor(table: FieldTable, log: ObservedLog): boolean {
  return (["product", "service", "category"] as const).every(
    (key) => table[key] === undefined || table[key] === log[key],
  );
}

/** A host may stand in two tables of one log. */
function formsOf(tables: readonly FieldTable[]): ReadonlyMap<string, readonly FieldForm[]> {
  const forms = new Map<string, Set<FieldForm>>();
  for (const { fields } of tables)
    for (const form of FORMS)
      for (const name of fields[form] ?? []) forms.set(name, (forms.get(name) ?? new Set()).add(form));
  return new Map([...forms].map(([name, found]) => [name, [...found]]));
}

const FORMS: readonly FieldForm[] = [
  "address",
  "host",
  "digests",
  "dns-answers",
  "text",
  "ipv4-addr",
  "ipv6-addr",
  "domain-name",
  "url",
  "email-addr",
  "md5",
  "sha1",
  "sha256",
  "ja3",
  "ja4",
  "file-path",
  "account",
];

type Visit = (field: string, value: string | number) => void;

/** A list's members stand under the list's own name. */
function walk(value: unknown, path: string, depth: number, visit: Visit): void {
  if (typeof value === "string" || typeof value === "number") visit(path, value);
  if (typeof value !== "object" || value === null || depth >= MAX_DEPTH) return;
  const isList = Array.isArray(value);
  for (const [name, member] of Object.entries(value))
    walk(member, isList ? path : path === "" ? name : `${path}.${name}`, depth + 1, visit);
}

function bareOf(field: string): string {
  const envelope = ENVELOPES.find((one) => field.startsWith(one));
  return envelope === undefined ? field : field.slice(envelope.length);
}

function keep(seen: Map<string, Seen>, { kind, value }: Observable, field: string): void {
  const key = `${kind} ${value}`;
  if (seen.size < MAX_SEEN && !seen.has(key)) seen.set(key, { kind, value, field });
}

function readField(form: FieldForm, text: string): Observable[] {
  if (NOTHING.has(text)) return [];
  switch (form) {
    case "address":
      return one("ipv4-addr", text);
    case "host":
      return hostOf(text);
    case "digests":
      return digestsOf(text);
    case "dns-answers":
      return text
        .slice(0, MAX_TEXT)
        .split(";")
        .flatMap((answer) => hostOf(answer.replace(/^type:\s*\d+\s+/, "")));
    case "text":
      return addressesIn(text);
    case "email-addr":
      return (text.slice(0, MAX_TEXT).match(MAIL_ADDRESSES) ?? []).flatMap((part) => one("email-addr", part));
    case "url":
      return one("url", text).flatMap((url) => [url, ...hostOf(URL.parse(url.value)?.hostname ?? "")]);
    default:
      return one(form, text);
  }
}

function one(kind: Kind, text: string): Observable[] {
  const observable = normalise(kind, text);
  return observable === undefined || NOTHING.has(observable.value) ? [] : [observable];
}

/** `"One, Some" <some.one@example>, other@example`: a comma within quotes is none. */
const MAIL_ADDRESSES = /(?:"[^"]*"|[^",;])+/g;

function hostOf(text: string): Observable[] {
  const address = one("ipv4-addr", text);
  return address.length > 0 ? address : one("domain-name", text);
}

const DIGESTS: readonly (readonly [RegExp, Kind])[] = [
  [/\bMD5=([0-9a-f]{32})\b/i, "md5"],
  [/\bSHA1=([0-9a-f]{40})\b/i, "sha1"],
  [/\bSHA256=([0-9a-f]{64})\b/i, "sha256"],
];

const BARE_DIGESTS: ReadonlyMap<number, Kind> = new Map([
  [32, "md5"],
  [40, "sha1"],
  [64, "sha256"],
]);

function digestsOf(text: string): Observable[] {
  const bare = BARE_DIGESTS.get(text.length);
  if (bare !== undefined) return one(bare, text);
  return DIGESTS.flatMap(([pattern, kind]) => one(kind, pattern.exec(text)?.[1] ?? ""));
}

const MAX_WORDS = 16;
const ADDRESS_LIKE =
  /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\.\d{1,3}){0,3})(?![\w:])/gi;

function addressesIn(text: string): Observable[] {
  const words = text.slice(0, MAX_TEXT).match(ADDRESS_LIKE) ?? [];
  return words.slice(0, MAX_WORDS).flatMap((word) => one("ipv4-addr", word));
}

/** Where what is asked is a whole URL, as of a proxy, that is it. */
function readUrl({ host, path, port }: UrlParts, found: ReadonlyMap<string, Part>): Observable[] {
  const asked = found.get(path)?.text ?? "";
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(asked)) return one("url", asked);
  const name = found.get(host)?.text ?? "";
  if (name === "" || !asked.startsWith("/")) return [];
  const number = port === undefined ? undefined : found.get(port)?.text;
  return one("url", `http://${number === undefined ? name : `${name}:${number}`}${asked}`);
}
