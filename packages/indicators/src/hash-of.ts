// SPDX-License-Identifier: Apache-2.0
/** What of a value is hashed, and in which order. */
import { kindOf, NETWORK, networkOf } from "./keys.ts";
import { maskedWord } from "./networks.ts";
import { wordsOf } from "./normalise/address.ts";
import type { KeyedHash } from "./table/keyed-hash.ts";

export function hashValue(hash: KeyedHash, key: number, value: string): void {
  if ((key & NETWORK) !== 0) {
    const { address, length } = networkOf(value);
    hashNetwork(hash, wordsOf({ kind: kindOf(key), value: address }), length, key);
  } else if (kindOf(key) === "domain-name") hashDomain(hash, key, value);
  else hashText(hash, key, value);
}

export function hashText(hash: KeyedHash, key: number, value: string): void {
  hash.begin();
  hash.text(value, 0, value.length);
  hash.finish(key);
}

export function hashNetwork(hash: KeyedHash, words: readonly number[], length: number, key: number): void {
  hash.begin();
  hash.word(length);
  for (const [index, word] of words.entries()) hash.word(maskedWord(word, length - 32 * index));
  hash.finish(key);
}

/** From the right, label by label, so that the names above it are met on the way. */
export function hashDomain(hash: KeyedHash, key: number, name: string): void {
  hash.begin();
  for (let end = name.length; end > 0; ) end = hash.label(name, end);
  hash.finish(key);
}
