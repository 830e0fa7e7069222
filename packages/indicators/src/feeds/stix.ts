// SPDX-License-Identifier: Apache-2.0
/**
 * Indicators of a STIX 2.1 bundle whose patterns are comparisons of one object with values: `[ipv4-addr:value = '…']`,
 * several joined by OR. What a pattern demands beyond that cannot be seen in a value, so such a pattern is left out.
 */
import type { Kind, Observable } from "../kinds.ts";
import { normaliseDefanged } from "../normalise/normalise.ts";
import { type FeedItem, itemOf } from "./item.ts";
import { isList, isMap, type Json, type JsonMap, textIn } from "./json.ts";
import { endOf } from "./values.ts";

const PATHS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["ipv4-addr:value", "ipv4-addr"],
  ["ipv6-addr:value", "ipv6-addr"],
  ["domain-name:value", "domain-name"],
  ["url:value", "url"],
  ["email-addr:value", "email-addr"],
  ["email-message:from_ref.value", "email-addr"],
  ["network-traffic:dst_ref.value", "ipv4-addr"],
  ["network-traffic:src_ref.value", "ipv4-addr"],
  ["file:hashes.md5", "md5"],
  ["file:hashes.sha-1", "sha1"],
  ["file:hashes.sha1", "sha1"],
  ["file:hashes.sha-256", "sha256"],
  ["file:hashes.sha256", "sha256"],
  ["user-account:user_id", "account"],
  ["user-account:account_login", "account"],
]);

const COMPARISON = /^([a-z0-9-]+:[A-Za-z0-9_.'-]+)\s*=\s*'((?:[^'\\]|\\.)*)'$/;
const MAX_PATTERN = 100_000;
/** A text in quotes, be it closed or not, or what stands between texts. */
const PIECES = /'(?:[^'\\]|\\.?)*(?:'|$)|[^']+/gs;
/** Tried at the first of several blanks only, so that many of them take no longer than they are long. */
const OR = /(?:\]|(?<!\s))\s+OR\s+\[?/;

/** The observables any of which the pattern is; undefined where it demands something else. */
export function readPattern(pattern: string): readonly Observable[] | undefined {
  const inner = /^\s*\[(.*)\]\s*$/s.exec(pattern)?.[1];
  if (inner === undefined || pattern.length > MAX_PATTERN) return undefined;
  const comparisons = splitOr(inner);
  const found = comparisons.flatMap((comparison) => readComparison(comparison.trim()) ?? []);
  return found.length === comparisons.length ? found : undefined;
}

/** At each OR that is in no text; brackets too, of `[…] OR […]`. */
function splitOr(text: string): readonly string[] {
  const parts = [""];
  for (const [piece] of text.matchAll(PIECES)) {
    const split = piece.startsWith("'") ? [piece] : piece.split(OR);
    parts[parts.length - 1] += split[0] ?? "";
    parts.push(...split.slice(1));
  }
  return parts;
}

function readComparison(text: string): Observable | undefined {
  const [, path = "", value = ""] = COMPARISON.exec(text) ?? [];
  const kind = PATHS.get(path.replaceAll("'", "").toLowerCase());
  return kind === undefined ? undefined : normaliseDefanged(kind, value.replaceAll(/\\(.)/g, "$1"));
}

export function isBundle(value: Json): value is JsonMap {
  if (!isMap(value)) return false;
  const { type, objects } = value;
  // The answer of a TAXII server is an envelope that does not say what it is.
  return type === "bundle" || (type === undefined && isList(objects) && objects.some(isIndicator));
}

export function isIndicator(value: Json): value is JsonMap {
  return isMap(value) && value["type"] === "indicator";
}

export function* readBundle({ objects }: JsonMap): Generator<FeedItem> {
  if (!isList(objects)) return;
  for (const object of objects) if (isIndicator(object)) yield* readIndicator(object);
}

export function* readIndicator(object: JsonMap): Generator<FeedItem> {
  const { id, pattern_type: type, revoked } = object;
  const at = String(id);
  if (revoked === true) {
    yield { is: "left_out", at };
    return;
  }
  const text = textIn(object, "pattern") ?? "";
  const found = type === undefined || type === "stix" ? readPattern(text) : undefined;
  const said = { ...endOf(textIn(object, "valid_until")), note: textIn(object, "name") };
  if (found === undefined) yield itemOf(undefined, at, text);
  for (const observable of found ?? []) yield itemOf(observable, at, text, said);
}
