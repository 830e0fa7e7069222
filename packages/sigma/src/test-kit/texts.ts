// SPDX-License-Identifier: Apache-2.0
/**
 * Texts over a small alphabet, so that literals, patterns and values overlap in every way. It has what folding gets
 * wrong easily: letters with two lower cases, letters that fold into ASCII, letters without an upper case of one
 * unit, surrogate pairs, and units that differ in their high byte alone.
 */
import fc, { type Arbitrary } from "fast-check";

export const ASCII_TOKENS: readonly string[] = [..."abABksKS01.-/ ", "ab", "ba", "aab", "\\", "\n", "_"];
const OTHER_TOKENS: readonly string[] = [
  "\u212a", // Kelvin sign, folds to k
  "\u017f", // long s, folds to s
  "\u0130", // dotted I
  "\u0131", // dotless i
  "ß",
  "ẞ",
  "σ",
  "ς",
  "Σ",
  "é",
  "É",
  "ǆ",
  "ǅ",
  "š", // the low byte is that of a
  "\u1e61", // so it is
  "😀",
  "𐐀",
  "𐐨",
  "\u2028",
];

export const asciiToken: Arbitrary<string> = fc.constantFrom(...ASCII_TOKENS);
export const anyToken: Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: asciiToken },
  { weight: 1, arbitrary: fc.constantFrom(...OTHER_TOKENS) },
);

export function textOf(token: Arbitrary<string>, maxTokens: number, minTokens = 0): Arbitrary<string> {
  return fc
    .array(token, { minLength: minTokens, maxLength: maxTokens, size: "max" })
    .map((tokens) => tokens.join(""));
}

export const shortText: Arbitrary<string> = textOf(anyToken, 6);
export const asciiText: Arbitrary<string> = textOf(asciiToken, 12);

/** Few enough that a rule and an event often have the same, or the same in another case. */
export const word: Arbitrary<string> = fc.constantFrom(
  "ab",
  "aB",
  "AB",
  "abab",
  "k",
  "\u212a",
  "aKs",
  "ba",
  "",
);

/** A long text: a filling repeated, with something in the middle and at both ends. */
export const longText: Arbitrary<string> = fc
  .tuple(shortText, textOf(anyToken, 4, 1), fc.integer({ min: 10, max: 120 }), shortText, shortText)
  .map(([start, filling, times, middle, end]) => {
    const half = filling.repeat(Math.ceil(times / 2));
    return `${start}${half}${middle}${half}${end}`;
  });

export const someText: Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: shortText },
  { weight: 2, arbitrary: textOf(anyToken, 30) },
  { weight: 1, arbitrary: longText },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
);
