// SPDX-License-Identifier: Apache-2.0
/**
 * The one place where a value becomes what it is compared by. Indicators, events, ledger, reports: who normalises
 * elsewhere finds other things.
 */
import type { Kind, Observable } from "../kinds.ts";
import { normaliseAddress } from "./address.ts";
import { normaliseDomain } from "./domain.ts";
import { refang, refangPath } from "./refang.ts";
import { normaliseUrl } from "./url.ts";
import { normaliseAccount, normaliseEmail, normaliseHex, normaliseJa4, normalisePath } from "./words.ts";

const MAX_LENGTH = 16_384;

type Normaliser = (text: string) => string | undefined;

const NORMALISERS: Readonly<Record<Exclude<Kind, "ipv4-addr" | "ipv6-addr">, Normaliser>> = {
  "domain-name": (text) => normaliseDomain(text, true),
  url: normaliseUrl,
  "email-addr": normaliseEmail,
  md5: (text) => normaliseHex(text, 32),
  sha1: (text) => normaliseHex(text, 40),
  sha256: (text) => normaliseHex(text, 64),
  ja3: (text) => normaliseHex(text, 32),
  ja4: normaliseJa4,
  "file-path": normalisePath,
  account: normaliseAccount,
};

/** Undefined where the text is none of the kind. An address may turn out to be of the other version. */
export function normalise(kind: Kind, text: string): Observable | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const trimmed = text.trim();
  if (kind === "ipv4-addr" || kind === "ipv6-addr") return normaliseAddress(trimmed);
  const value = NORMALISERS[kind](trimmed);
  return value === undefined ? undefined : { kind, value };
}

/** As `normalise`, of a text that people wrote: `hxxps[:]//evil[.]example`. */
export function normaliseDefanged(kind: Kind, text: string): Observable | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  return normalise(kind, kind === "file-path" ? refangPath(text) : refang(text));
}

/**
 * In the order in which they are tried, each in time linear in the text; what else it could be (a JA3 looks like an
 * MD5) must be said.
 */
const GUESSES: readonly { readonly kind: Kind; readonly looks: RegExp }[] = [
  { kind: "md5", looks: /^[0-9a-f]{32}$/i },
  { kind: "sha1", looks: /^[0-9a-f]{40}$/i },
  { kind: "sha256", looks: /^[0-9a-f]{64}$/i },
  { kind: "ja4", looks: /^[tqd](?:\d\d|s\d)[di]\d{4}\w\w_/i },
  { kind: "url", looks: /^[a-z][a-z0-9+.-]{0,30}:\/\//i },
  { kind: "ipv4-addr", looks: /^[\d.]+(?:\/\d{1,2}|:\d{1,5})?$/ },
  { kind: "ipv6-addr", looks: /^\[?(?=[0-9a-f.]*:)[0-9a-f:.]+(?:%\w+)?\]?(?:\/\d{1,3}|:\d{1,5})?$/i },
  { kind: "email-addr", looks: /^(?:mailto:)?[^\s@/]+@[^\s@/]+$/i },
  { kind: "url", looks: /^(?=[^\s/@]+\.[^\s/@])[^\s/@]+\/\S*$/ },
  { kind: "domain-name", looks: /^(?=[^\s/@]+[.。．｡][^\s/@])[^\s/@]+$/ },
];
const PATH = /^\s*(?:[a-z]:[\\/]|\\\\|%[\w()]+%\\|\/)/i;

/** What a text is by its looks, defanged or not; undefined where it is nothing we know. */
export function recognise(text: string): Observable | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  if (PATH.test(text)) return normaliseDefanged("file-path", text);
  const plain = refang(text);
  for (const { kind, looks } of GUESSES) {
    const found = looks.test(plain) ? normalise(kind, plain) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
