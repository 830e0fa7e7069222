// SPDX-License-Identifier: Apache-2.0
/**
 * How common each pair of units is, so that a literal can be recognised by a rare one. Counted over the literals
 * themselves, which look like the texts they are looked for in, on top of what any text is like: letters follow
 * letters, digits digits, and other signs are rarer.
 */
import type { Literal } from "./literal.ts";

const LETTER_PAIR = 6;
const MIXED_PAIR = 2;
const OTHER_PAIR = 1;
const LETTER_A = 0x61;

/** Common short endings of words and paths weigh more than the alphabet says. */
const COMMON =
  "in er on re te nd es or th \\s \\m \\w ws em32 .e ex xe .d dl ll c: :\\ ti st en at ro pr og ra am fi le se le -- //";

const isLetter = (unit: number): boolean => unit >= 0x61 && unit <= 0x7a;
const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;

const PRIOR: Uint32Array = Uint32Array.from({ length: 0x10000 }, (_, pair) => {
  const [first, second] = [pair >>> 8, pair & 0xff];
  // Every other unit of UTF-16 text in Base64 is an A: the usual dress of encoded commands.
  if (first === LETTER_A || second === LETTER_A) return LETTER_PAIR * 3;
  if ((isLetter(first) && isLetter(second)) || (isDigit(first) && isDigit(second))) return LETTER_PAIR;
  if (isLetter(first) || isLetter(second)) return MIXED_PAIR;
  return OTHER_PAIR;
});
for (const word of COMMON.split(" ")) {
  for (let i = 1; i < word.length; i++) {
    const pair = pairAt(word.charCodeAt(i - 1), word.charCodeAt(i));
    PRIOR[pair] = (PRIOR[pair] ?? 0) + 20;
  }
}

/** The index of a pair of units in a table of rarities. */
export function pairAt(first: number, second: number): number {
  return ((first & 0xff) << 8) | (second & 0xff);
}

/** For each pair of units (low bytes, first × 256 + second), a count; lower is rarer. */
export function pairRarity(literals: readonly Literal[]): Uint32Array {
  const counts = PRIOR.slice();
  for (const { text } of literals) {
    for (let end = 1; end < text.length; end++) {
      const pair = pairAt(text.charCodeAt(end - 1), text.charCodeAt(end));
      counts[pair] = (counts[pair] ?? 0) + 1;
    }
  }
  return counts;
}
