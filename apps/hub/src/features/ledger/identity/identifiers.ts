// SPDX-License-Identifier: Apache-2.0
/** What an asset is known by, brought to the one way of writing it; what many machines have in common is nothing. */
import type { AssetKind, IdentifierKind } from "@fengsui/contract";
import { normalise as normaliseObservable } from "@fengsui/indicators";
import ipaddr from "ipaddr.js";

/**
 * What having the same says. `birth`: given to one machine, and kept for its life. `installed`: kept until it is set up
 * anew, and copied with its disk. `name`: given by people, changed and used again. `part`: of a card that can be moved.
 * `address`: lent for a time. `definition`: it is the asset.
 */
export type Strength = "birth" | "installed" | "name" | "part" | "address" | "definition";

export const STRENGTHS: Readonly<Record<IdentifierKind, Strength>> = {
  cloud_instance: "birth",
  serial: "birth",
  agent_id: "installed",
  machine_guid: "installed",
  fqdn: "name",
  hostname: "name",
  mac: "part",
  ip: "address",
  network: "definition",
  domain: "definition",
  address: "definition",
};

/** Epoch milliseconds, from `from` until before `to`; null: open. */
export interface Span {
  readonly from: number | null;
  readonly to: number | null;
}

export interface Claim extends Span {
  readonly kind: IdentifierKind;
  readonly value: string;
}

export const ALWAYS: Span = { from: null, to: null };

export function overlap(one: Span, other: Span): boolean {
  return begins(one) < ends(other) && begins(other) < ends(one);
}

/** As who says nothing of the time means it: it is so now. What was so before need not be meant. */
export function atPresent(claims: readonly Claim[], now: number): Claim[] {
  return claims.map((claim) => (claim.from === null && claim.to === null ? { ...claim, from: now } : claim));
}

export function holdsAt(span: Span, time: number): boolean {
  return begins(span) <= time && time < ends(span);
}

function begins({ from }: Span): number {
  return from ?? Number.NEGATIVE_INFINITY;
}

function ends({ to }: Span): number {
  return to ?? Number.POSITIVE_INFINITY;
}

/** Which assets can be known by it. */
export function fits(asset: AssetKind, identifier: IdentifierKind): boolean {
  return STRENGTHS[identifier] === "definition" ? asset === identifier : asset === "host";
}

/** Undefined for what is no such identifier, and for what does not tell one machine from others. */
export function normalise(kind: IdentifierKind, given: string): string | undefined {
  const text = given.trim().normalize("NFKC");
  if (text === "" || text.length > MAX_CHARACTERS) return undefined;
  return NORMALISERS[kind](text);
}

/** A name with a domain names the machine within it, too. */
export function expand(claims: readonly Claim[]): Claim[] {
  const all = claims.flatMap((claim): Claim[] =>
    claim.kind === "fqdn" ? [claim, { ...claim, kind: "hostname", value: shortName(claim.value) }] : [claim],
  );
  const distinct = new Map(all.map((claim) => [`${claim.kind} ${claim.value} ${claim.from}`, claim]));
  return [...distinct.values()].filter(({ kind, value }) => kind !== "hostname" || isTelling(value));
}

/** A host as a log writes it: an address, or a name with or without a domain. Empty where it names nothing. */
export function claimsOfHost(name: string, span: Span): Claim[] {
  const address = canonicalAddress(name);
  if (address !== undefined) return [{ ...span, kind: "ip", value: address }];
  const fqdn = normalise("fqdn", name);
  if (fqdn !== undefined) return expand([{ ...span, kind: "fqdn", value: fqdn }]);
  const hostname = normalise("hostname", name);
  return hostname === undefined ? [] : [{ ...span, kind: "hostname", value: hostname }];
}

export function shortName(name: string): string {
  return name.split(".", 1)[0] ?? name;
}

/** As indicators and what is seen in events: a port, brackets and a zone are left out, and IPv4 in IPv6 is IPv4. */
export function canonicalAddress(text: string): string | undefined {
  return text.includes("/") ? undefined : normaliseObservable("ipv4-addr", text)?.value;
}

/** The network as its first address and length; a host's own address in it does not matter. */
export function canonicalNetwork(text: string): string | undefined {
  const found = text.includes("/") ? normaliseObservable("ipv4-addr", text) : undefined;
  if (found === undefined || found.value.includes("/")) return found?.value;
  return `${found.value}/${found.kind === "ipv4-addr" ? 32 : 128}`;
}

const MAX_CHARACTERS = 500;

/** What every machine calls itself before somebody names it. */
const NO_NAMES = new Set([
  "localhost",
  "localhost4",
  "localhost6",
  "localdomain",
  "unknown",
  "none",
  "null",
  "n/a",
  "-",
]);
const NO_SERIALS =
  /^(?:0+|x+|none|n\/?a|null|unknown|default(?: string)?|to be filled by o\.?e\.?m\.?|system serial number|not specified|not applicable|invalid|123456789|chassis serial number|无|未知|-+)$/i;
/** Of every machine, or of none: these say where an address stands, not whose it is. */
const NO_RANGES = new Set(["loopback", "unspecified", "linkLocal", "multicast", "broadcast"]);

const NORMALISERS: Readonly<Record<IdentifierKind, (text: string) => string | undefined>> = {
  cloud_instance: (text) => opaque(text.toLowerCase()),
  serial: (text) => (NO_SERIALS.test(text) ? undefined : opaque(text.toUpperCase())),
  agent_id: (text) => (/^[0-]*$/.test(text) ? undefined : opaque(text.toLowerCase())),
  machine_guid: (text) => {
    const guid = text.toLowerCase().replaceAll(/[{}]/g, "");
    return /^[0-]*$|^[f-]*$/.test(guid) ? undefined : opaque(guid);
  },
  fqdn: domainName,
  domain: domainName,
  hostname: (text) => {
    const name = text.toLowerCase().replace(/\.$/, "");
    return /[\s./\\]/.test(name) || !isTelling(name) ? undefined : name;
  },
  mac: macAddress,
  ip: telling,
  address: telling,
  network: canonicalNetwork,
};

function opaque(text: string): string | undefined {
  return /[\p{Cc}]/u.test(text) || NO_NAMES.has(text) ? undefined : text;
}

function isTelling(name: string): boolean {
  return name !== "" && !NO_NAMES.has(name);
}

function domainName(text: string): string | undefined {
  const name = normaliseObservable("domain-name", text)?.value;
  const [first = "", ...rest] = name?.split(".") ?? [];
  return rest.length === 0 || NO_NAMES.has(first) ? undefined : name;
}

/** Cards that made up their address, and those that many machines share, tell of no machine. */
function macAddress(text: string): string | undefined {
  const digits = text.toLowerCase().replaceAll(/[^0-9a-f]/g, "");
  if (digits.length !== 12 || !/^[0-9a-f:.\- ]+$/i.test(text)) return undefined;
  const first = Number.parseInt(digits.slice(0, 2), 16);
  const isGroupOrLocal = (first & 0b11) !== 0;
  const isShared =
    /^0{12}$/.test(digits) || digits.startsWith("00005e0001") || digits.startsWith("00005e0002");
  return isGroupOrLocal || isShared ? undefined : digits.replaceAll(/(..)(?!$)/g, "$1:");
}

function telling(text: string): string | undefined {
  const address = canonicalAddress(text);
  return address !== undefined && !NO_RANGES.has(ipaddr.parse(address).range()) ? address : undefined;
}
