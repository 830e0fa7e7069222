// SPDX-License-Identifier: Apache-2.0
/** What can be observed and indicated. Names as STIX 2.1 has them, where it has them. */

/** Their order is part of the form of a snapshot: new ones come last. */
export const KINDS = [
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
] as const;
export type Kind = (typeof KINDS)[number];

/** A value in its one normal form: what `normalise` gives. */
export interface Observable {
  readonly kind: Kind;
  readonly value: string;
}

/** An observable that tells of something. */
export interface Indicator extends Observable {
  /** By which the caller knows it again: an id, a line of a feed. Several may have one value. */
  readonly reference: string;
  /** Of a domain: names below it, too. A network of addresses is written as one, `192.0.2.0/24`. */
  readonly withSubdomains?: boolean;
  /** Epoch milliseconds, kept to the second; without it, it does not expire. */
  readonly expiresAt?: number;
}
