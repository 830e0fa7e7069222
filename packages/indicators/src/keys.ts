// SPDX-License-Identifier: Apache-2.0
/** Under which key a value is kept: its kind, and how much more than itself it means. A byte of a record. */
import { type Indicator, KINDS, type Kind } from "./kinds.ts";

export const WITH_SUBDOMAINS = 16;
export const NETWORK = 32;
const KIND_BITS = 15;

const CODES: ReadonlyMap<Kind, number> = new Map(KINDS.map((kind, index) => [kind, index + 1]));

export function codeOf(kind: Kind): number {
  return CODES.get(kind) ?? 0;
}

export function kindOf(key: number): Kind {
  const kind = KINDS[(key & KIND_BITS) - 1];
  if (kind === undefined) throw new RangeError(`There is no kind of indicator with the key ${key}.`);
  return kind;
}

export function keyOf({ kind, value, withSubdomains = false }: Omit<Indicator, "expiresAt">): number {
  const isNetwork = (kind === "ipv4-addr" || kind === "ipv6-addr") && value.includes("/");
  const isAbove = kind === "domain-name" && withSubdomains;
  return codeOf(kind) + (isNetwork ? NETWORK : 0) + (isAbove ? WITH_SUBDOMAINS : 0);
}

/** The address and the length of a network. */
export function networkOf(value: string): { readonly address: string; readonly length: number } {
  const stroke = value.indexOf("/");
  return { address: value.slice(0, stroke), length: Number(value.slice(stroke + 1)) };
}
