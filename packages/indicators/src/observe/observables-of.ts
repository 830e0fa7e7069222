// SPDX-License-Identifier: Apache-2.0
/** An event to the observables in it: each once, with the field in which it stands. */
import type { Kind, Observable } from "../kinds.ts";
import { normalise } from "../normalise/normalise.ts";
import { FIELD_TABLES, type FieldForm, type FieldTable } from "./fields.ts";

export interface Seen extends Observable {
  /** As the event names it, with dots. */
  readonly field: string;
}

/** Which log an event is from, by the words of Sigma. */
export interface ObservedLog {
  readonly product?: string;
  readonly service?: string;
}

/** Where shippers put the fields of an event. */
const ENVELOPES = ["Event.EventData.", "EventData.", "winlog.event_data.", "event_data.", "Event.UserData."];
const MAX_DEPTH = 8;
const MAX_SEEN = 256;

/** What is written where nothing is, and what every machine has. */
const NOTHING = new Set(["", "-", "?", "0.0.0.0", "::", "::1", "127.0.0.1", "localhost"]);

export class ObservableReader {
  readonly #forms = new Map<string, ReadonlyMap<string, readonly FieldForm[]>>();
  readonly #tables: readonly FieldTable[];

  constructor(tables: readonly FieldTable[] = FIELD_TABLES) {
    this.#tables = tables;
  }

  /** At most 256, from the event's first field on. */
  read(event: object, log: ObservedLog = {}): Seen[] {
    const forms = this.#formsFor(log);
    const seen = new Map<string, Seen>();
    walk(event, "", 0, (field, text) => {
      const found = forms.get(bareOf(field)) ?? [];
      for (const form of found) for (const observable of readField(form, text)) keep(seen, observable, field);
    });
    return [...seen.values()];
  }

  #formsFor({ product = "", service = "" }: ObservedLog): ReadonlyMap<string, readonly FieldForm[]> {
    const key = `${product}/${service}`;
    let forms = this.#forms.get(key);
    if (forms === undefined) {
      forms = formsOf(this.#tables.filter((table) => isFor(table, product, service)));
      if (this.#forms.size < 1000) this.#forms.set(key, forms);
    }
    return forms;
  }
}

function isFor(table: FieldTable, product: string, service: string): boolean {
  return (
    (table.product === undefined || table.product === product) &&
    (table.service === undefined || table.service === service)
  );
}

function formsOf(tables: readonly FieldTable[]): ReadonlyMap<string, readonly FieldForm[]> {
  const forms = new Map<string, FieldForm[]>();
  for (const { fields } of tables)
    for (const form of FORMS)
      for (const name of fields[form] ?? []) forms.set(name, [...(forms.get(name) ?? []), form]);
  return forms;
}

const FORMS: readonly FieldForm[] = [
  "address",
  "host",
  "digests",
  "dns-answers",
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

type Visit = (field: string, text: string) => void;

/** A list's members stand under the list's own name. */
function walk(value: unknown, path: string, depth: number, visit: Visit): void {
  if (typeof value === "string") visit(path, value);
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
      return text.split(";").flatMap((answer) => hostOf(answer.replace(/^type:\s*\d+\s+/, "")));
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

function hostOf(text: string): Observable[] {
  const address = one("ipv4-addr", text);
  return address.length > 0 ? address : one("domain-name", text.replace(/:\d{1,5}$/, ""));
}

const DIGESTS: readonly (readonly [RegExp, Kind])[] = [
  [/\bMD5=([0-9a-f]{32})\b/i, "md5"],
  [/\bSHA1=([0-9a-f]{40})\b/i, "sha1"],
  [/\bSHA256=([0-9a-f]{64})\b/i, "sha256"],
];

function digestsOf(text: string): Observable[] {
  return DIGESTS.flatMap(([pattern, kind]) => one(kind, pattern.exec(text)?.[1] ?? ""));
}
