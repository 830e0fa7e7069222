// SPDX-License-Identifier: Apache-2.0
/** What feeds call their kinds and columns. */
import { KINDS, type Kind, type Observable } from "../kinds.ts";
import { normaliseDefanged, recognise } from "../normalise/normalise.ts";

const KIND_NAMES: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...KINDS.map((kind) => [kind, kind] as const),
  ...(["ip", "ipv4", "ip-src", "ip-dst", "ip_address", "address", "cidr"] as const).map(
    (name) => [name, "ipv4-addr"] as const,
  ),
  ...(["ipv6"] as const).map((name) => [name, "ipv6-addr"] as const),
  ...(["domain", "hostname", "host", "fqdn"] as const).map((name) => [name, "domain-name"] as const),
  ...(["uri", "link"] as const).map((name) => [name, "url"] as const),
  ...(["email", "email-src", "email-dst"] as const).map((name) => [name, "email-addr"] as const),
  ...(["sha-1"] as const).map((name) => [name, "sha1"] as const),
  ...(["sha-256"] as const).map((name) => [name, "sha256"] as const),
  ...(["ja3-fingerprint-md5"] as const).map((name) => [name, "ja3"] as const),
  ...(["ja4-fingerprint"] as const).map((name) => [name, "ja4"] as const),
  ...(["filename", "file_path", "path"] as const).map((name) => [name, "file-path"] as const),
  ...(["user", "username", "user-account"] as const).map((name) => [name, "account"] as const),
]);

/** A value whose kind is said, by one of its names, or is to be seen by its looks. */
export function readValue(written: string, kindName: string | undefined): Observable | undefined {
  const text = written.replace(/^\*?\.(?=[^.])/, "");
  if (kindName === undefined || kindName === "") return recognise(text);
  const kind = KIND_NAMES.get(kindName.toLowerCase().trim());
  return kind === undefined ? recognise(text) : normaliseDefanged(kind, text);
}

const VALUE_COLUMNS = ["value", "indicator", "ioc", "ioc_value", "observable", "pattern"];
const KIND_COLUMNS = ["kind", "type", "indicator_type", "ioc_type", "observable_type"];
const END_COLUMNS = ["valid_until", "expires", "expires_at", "expiration"];
const NOTE_COLUMNS = ["note", "comment", "description", "threat", "malware_printable", "malware", "title"];

export interface Columns {
  readonly value: string;
  readonly kind: string | undefined;
  readonly end: string | undefined;
  readonly note: string | undefined;
}

/** Which of the names are of the columns that count; undefined where none holds the value. */
export function columnsOf(names: readonly string[]): Columns | undefined {
  const find = (wanted: readonly string[]): string | undefined =>
    wanted
      .map((one) => names.find((name) => name.trim().toLowerCase() === one))
      .find((name) => name !== undefined);
  const value = find(VALUE_COLUMNS) ?? names.find((name) => KIND_NAMES.has(name.trim().toLowerCase()));
  if (value === undefined) return undefined;
  // A column that is called as a kind says the kind of all its values.
  return { value, kind: find(KIND_COLUMNS), end: find(END_COLUMNS), note: find(NOTE_COLUMNS) };
}

export function kindOfColumn({ value }: Columns): string | undefined {
  const name = value.trim().toLowerCase();
  return VALUE_COLUMNS.includes(name) ? undefined : name;
}

export function endOf(text: string | undefined): { readonly expiresAt?: number } {
  const time = text === undefined || text === "" ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? {} : { expiresAt: time };
}
