// SPDX-License-Identifier: Apache-2.0
/** IPv4 and IPv6 addresses and networks to their normal form, and to words. */
import ipaddr from "ipaddr.js";
import type { Observable } from "../kinds.ts";

const V4 = /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/;
const V6 = /^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/;
const LENGTH = /^(?:0|[1-9]\d{0,2})$/;
const MAPPED_BITS = 96;

/**
 * An address, or a network with its length; IPv4 with a port, IPv6 in brackets, with a port or a zone. IPv4-mapped IPv6
 * is IPv4; bits of a network behind its length are cleared; a network of one address is the address.
 */
export function normaliseAddress(text: string): Observable | undefined {
  const [address = "", length, ...more] = withoutPort(text).split("/");
  if (more.length > 0) return undefined;
  const parsed = parse(address);
  if (parsed === undefined) return undefined;
  if (length === undefined) return observableOf(parsed.address);
  if (!LENGTH.test(length)) return undefined;
  return networkOf(parsed.address, Number(length) - (parsed.isMapped ? MAPPED_BITS : 0));
}

/** Of an address in its normal form: one word for IPv4, four for IPv6, each an unsigned 32-bit number. */
export function wordsOf({ kind, value }: Observable): number[] {
  const bytes = ipaddr.parse(value).toByteArray();
  const count = kind === "ipv4-addr" ? 1 : 4;
  return Array.from({ length: count }, (_, word) =>
    [0, 1, 2, 3].reduce((sum, byte) => sum * 256 + (bytes[word * 4 + byte] ?? 0), 0),
  );
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

function parse(text: string): { readonly address: Address; readonly isMapped: boolean } | undefined {
  if (V4.test(text))
    return ipaddr.IPv4.isValid(text) ? { address: ipaddr.IPv4.parse(text), isMapped: false } : undefined;
  if (!V6.test(text) || !ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  const isMapped = address.isIPv4MappedAddress();
  return { address: isMapped ? address.toIPv4Address() : address, isMapped };
}

function observableOf(address: Address): Observable {
  return address.kind() === "ipv4"
    ? { kind: "ipv4-addr", value: address.toString() }
    : { kind: "ipv6-addr", value: address.toString() };
}

function networkOf(address: Address, length: number): Observable | undefined {
  const bits = address.kind() === "ipv4" ? 32 : 128;
  if (length < 0 || length > bits) return undefined;
  if (length === bits) return observableOf(address);
  const bytes = address.toByteArray().map((byte, index) => byte & maskOf(length - index * 8));
  const { kind, value } = observableOf(ipaddr.fromByteArray(bytes));
  return { kind, value: `${value}/${length}` };
}

/** Of a byte of which so many bits, from the highest on, count. */
function maskOf(bits: number): number {
  return bits <= 0 ? 0 : bits >= 8 ? 0xff : 0xff & (0xff << (8 - bits));
}

function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1];
  const address = bracketed ?? text;
  if (address.includes(":")) {
    const v4 = /^([\d.]+):\d{1,5}$/.exec(address)?.[1];
    return v4 ?? address.replace(/%[\w.-]{1,32}(?=$|\/)/, "");
  }
  return address;
}
