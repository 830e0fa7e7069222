// SPDX-License-Identifier: Apache-2.0
/** Pure decisions of constituency: how a claim is written, where its proof is looked for, and what a check makes of it. */
import { isIP } from "node:net";
import { type ClaimKind, type ClaimOutcome, FengsuiError } from "@fengsui/contract";
import ipaddr from "ipaddr.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const RECHECK_MS = 7 * DAY_MS;
/** One that failed is looked at again sooner. */
const AGAIN_MS = DAY_MS;
/** A short outage loses no proof. */
const MAX_FAILURES = 3;
export const MAX_CLAIMS = 200;
const LABEL = "_fengsui-challenge";
const FILE = "/.well-known/fengsui-challenge.txt";

export interface ClaimedValue {
  readonly kind: ClaimKind;
  /** The one way in which it is written. */
  readonly value: string;
  readonly network: string | null;
}

export function readClaim(kind: ClaimKind, text: string): ClaimedValue {
  if (kind === "domain") return { kind, value: readDomain(text), network: null };
  if (kind === "asn") return { kind, value: readAsn(text), network: null };
  const network = readNetwork(text);
  return { kind, value: network, network };
}

const LDH = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

export function readDomain(text: string): string {
  const host = URL.parse(`http://${text.trim().replace(/\.$/, "")}`);
  const name = host?.hostname ?? "";
  if (/[/:@?#\\\s]/.test(text.trim()) || isIP(name) !== 0 || !LDH.test(name))
    throw invalid(`${text} is no domain such as example.org`);
  return name;
}

function readAsn(text: string): string {
  const number = Number(/^(?:AS)?(\d{1,10})$/i.exec(text.trim())?.[1]);
  if (!(number >= 1 && number < 4_294_967_295)) throw invalid(`${text} is no number such as AS64500`);
  return `AS${number}`;
}

function readNetwork(text: string): string {
  const trimmed = text.trim();
  if (!ipaddr.isValidCIDR(trimmed)) throw invalid(`${text} is no network such as 192.0.2.0/24`);
  const [address, prefix] = ipaddr.parseCIDR(trimmed);
  const isWide = address.kind() === "ipv4" ? prefix < 8 : prefix < 16;
  if (isWide) throw invalid(`${text} is wider than any organisation's own`);
  const first =
    address instanceof ipaddr.IPv4
      ? ipaddr.IPv4.networkAddressFromCIDR(trimmed)
      : ipaddr.IPv6.networkAddressFromCIDR(trimmed);
  if (["loopback", "multicast", "unspecified", "linkLocal", "ipv4Mapped"].includes(first.range()))
    throw invalid(`${text} is nobody's own`);
  return `${first.toString()}/${prefix}`;
}

function invalid(detail: string): FengsuiError {
  return new FengsuiError("claim.invalid", detail);
}

export function challengeText(challenge: string): string {
  return `fengsui-challenge=${challenge}`;
}

/** The name whose TXT record proves it; null where no zone is just as large as it is. */
export function recordOf({ kind, value }: Pick<ClaimedValue, "kind" | "value">): string | null {
  if (kind === "domain") return `${LABEL}.${value}`;
  if (kind === "asn") return null;
  const [address, prefix] = ipaddr.parseCIDR(value);
  if (address instanceof ipaddr.IPv4) {
    if (prefix % 8 !== 0 || prefix > 24) return null;
    return `${LABEL}.${address.octets
      .slice(0, prefix / 8)
      .toReversed()
      .join(".")}.in-addr.arpa`;
  }
  if (prefix % 4 !== 0) return null;
  const nibbles = address.parts.map((part) => part.toString(16).padStart(4, "0")).join("");
  return `${LABEL}.${[...nibbles.slice(0, prefix / 4)].toReversed().join(".")}.ip6.arpa`;
}

/** One machine speaks for no more than what is usually one owner's. */
export function mayBeProvedByAddress({ kind, value }: Pick<ClaimedValue, "kind" | "value">): boolean {
  if (kind !== "network") return false;
  const [address, prefix] = ipaddr.parseCIDR(value);
  return prefix >= (address.kind() === "ipv4" ? 24 : 64);
}

export function fileOf(claim: Pick<ClaimedValue, "kind" | "value">, address?: string): string | null {
  if (claim.kind === "domain") return `https://${claim.value}${FILE}`;
  if (!mayBeProvedByAddress(claim)) return null;
  if (address === undefined) return `http://<address>${FILE}`;
  return `http://${isIP(address) === 6 ? `[${address}]` : address}${FILE}`;
}

export function isWithin(address: string, network: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  const [first, prefix] = ipaddr.parseCIDR(network);
  return parsed.kind() === first.kind() && parsed.match(first, prefix);
}

/** A text alone in a line of the file. */
export function fileHolds(content: string, text: string): boolean {
  return content.split(/\r?\n/).some((line) => line.trim() === text);
}

export interface Standing {
  readonly state: "claimed" | "proved" | "lost";
  readonly failures: number;
}

export interface Check {
  readonly outcome: ClaimOutcome;
  readonly method: "dns" | "file" | undefined;
}

export interface Verdict extends Standing {
  readonly nextCheckAt: Date | null;
  /** What was proved is so no longer. */
  readonly isLostNow: boolean;
}

/** What was never proved is looked at when somebody asks; what was, goes on being looked at, also once it is lost. */
export function judge({ state, failures }: Standing, { outcome }: Check, now: Date): Verdict {
  const at = (ms: number) => new Date(now.getTime() + ms);
  if (outcome === "found")
    return { state: "proved", failures: 0, nextCheckAt: at(RECHECK_MS), isLostNow: false };
  if (state === "claimed") return { state, failures: 0, nextCheckAt: null, isLostNow: false };
  if (state === "lost") return { state, failures, nextCheckAt: at(RECHECK_MS), isLostNow: false };
  const failed = failures + 1;
  return failed < MAX_FAILURES
    ? { state, failures: failed, nextCheckAt: at(AGAIN_MS), isLostNow: false }
    : { state: "lost", failures: failed, nextCheckAt: at(RECHECK_MS), isLostNow: true };
}

/** The domain itself and those above it, the most specific first. */
export function domainAndAbove(domain: string): string[] {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
}

export type Asked =
  | { readonly kind: "address"; readonly address: string }
  | { readonly kind: "domain"; readonly domain: string }
  | { readonly kind: "asn"; readonly asn: string };

export function readAsked(text: string): Asked {
  const trimmed = text.trim();
  if (isIP(trimmed) !== 0) return { kind: "address", address: ipaddr.process(trimmed).toString() };
  if (/^(?:AS)?\d+$/i.test(trimmed)) return { kind: "asn", asn: readAsn(trimmed) };
  return { kind: "domain", domain: readDomain(trimmed) };
}
