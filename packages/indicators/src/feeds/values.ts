// SPDX-License-Identifier: Apache-2.0
/** What feeds call their kinds and columns. */
import { KINDS, type Kind, type Observable } from "../kinds.ts";
import { normaliseDefanged, recognise } from "../normalise/normalise.ts";

const KIND_NAMES: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...KINDS.map((kind) => [kind, kind] as const),
  ...(["ip", "ipv4", "ip-src", "ip-dst", "ip_address", "address", "cidr", "dst_ip", "src_ip"] as const).map(
    (name) => [name, "ipv4-addr"] as const,
  ),
  ...(["ipv6"] as const).map((name) => [name, "ipv6-addr"] as const),
  ...(["domain", "hostname", "host", "fqdn"] as const).map((name) => [name, "domain-name"] as const),
  ...(["uri", "link"] as const).map((name) => [name, "url"] as const),
  ...(["email", "email-src", "email-dst"] as const).map((name) => [name, "email-addr"] as const),
  ...(["md5_hash"] as const).map((name) => [name, "md5"] as const),
  ...(["sha-1", "sha1_hash"] as const).map((name) => [name, "sha1"] as const),
  ...(["sha-256", "sha256_hash"] as const).map((name) => [name, "sha256"] as const),
  ...(["ja3-fingerprint-md5", "ja3_md5", "ja3_hash"] as const).map((name) => [name, "ja3"] as const),
  ...(["ja4-fingerprint"] as const).map((name) => [name, "ja4"] as const),
  ...(["filename", "file_path", "path"] as const).map((name) => [name, "file-path"] as const),
  ...(["user", "username", "user-account"] as const).map((name) => [name, "account"] as const),
]);

/** What MISP's types of two values are, and which of them, from 0, tells of what was seen. */
const COMPOSITE: ReadonlyMap<string, readonly (readonly [type: string, part: number])[]> = new Map<
  string,
  readonly (readonly [string, number])[]
>([
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

/** Names under which a host may be an address, too. */
const HOSTS = new Set(["host", "hostname"]);

/** As `readValue`, of a type of two values those that tell. */
export function readValues(
  written: string,
  kindName: string | undefined,
): readonly (Observable | undefined)[] {
  const parts = written.split("|");
  const composite = COMPOSITE.get((kindName ?? "").toLowerCase().trim());
  return composite === undefined
    ? [readValue(written, kindName)]
    : composite.map(([single, part]) => readValue(parts[part] ?? "", single));
}

/** A value whose kind is said, by one of its names, or is to be seen by its looks. */
export function readValue(written: string, kindName: string | undefined): Observable | undefined {
  const text = written.replace(/^\*?\.(?=[^.])/, "");
  const name = (kindName ?? "").toLowerCase().trim();
  const kind = KIND_NAMES.get(name);
  if (kind === undefined) return recognise(text);
  return normaliseDefanged(kind, text) ?? (HOSTS.has(name) ? recognise(text) : undefined);
}

/** A line of a file of hosts that leads a name nowhere. */
const BLOCKED = /^(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+([^\s#]+)(?:\s*#.*)?$/;

/** What of a line is the value, where a comment stands after it, or an address that leads a name nowhere before it. */
export function valueInLine(line: string): string {
  const blocked = BLOCKED.exec(line)?.[1];
  if (blocked !== undefined) return blocked;
  const bare = line.replace(/\s(?:#|;|\/\/).*$/s, "").trim();
  // In the name of a file, a number sign may be meant.
  const found = bare === line ? undefined : readValue(bare, undefined);
  return found === undefined || found.kind === "file-path" ? line : bare;
}

const VALUE_COLUMNS = ["value", "indicator", "ioc", "ioc_value", "observable", "pattern"];
const KIND_COLUMNS = ["kind", "type", "indicator_type", "indicator type", "ioc_type", "observable_type"];
const END_COLUMNS = ["valid_until", "expires", "expires_at", "expiration"];
const NOTE_COLUMNS = ["note", "comment", "description", "threat", "malware_printable", "malware", "title"];

export interface Columns {
  readonly value: string;
  readonly kind: string | undefined;
  readonly end: string | undefined;
  readonly note: string | undefined;
  /** Where MISP says whether a value is for detection. */
  readonly forDetection: string | undefined;
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
  return {
    value,
    kind: find(KIND_COLUMNS),
    end: find(END_COLUMNS),
    note: find(NOTE_COLUMNS),
    forDetection: find(["to_ids"]),
  };
}

export function kindOfColumn({ value }: Columns): string | undefined {
  const name = value.trim().toLowerCase();
  return VALUE_COLUMNS.includes(name) ? undefined : name;
}

export function isForDetection(said: unknown): boolean {
  return !/^\s*(?:0|false|no)\s*$/i.test(String(said));
}

export function endOf(text: string | undefined): { readonly expiresAt?: number } {
  const time = text === undefined || text === "" ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? {} : { expiresAt: time };
}
