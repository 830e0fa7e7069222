// SPDX-License-Identifier: Apache-2.0
/**
 * Random regular expressions that RE2 accepts and that ECMAScript reads alike. Written from the syntax that both
 * describe, not from what the engine takes to be safe.
 */
import fc, { type Arbitrary } from "fast-check";
import type { RegexFlags } from "../expression.ts";

export const regexFlags: Arbitrary<RegexFlags> = fc.record({
  ignoreCase: fc.boolean(),
  multiline: fc.boolean(),
  dotAll: fc.boolean(),
});

const asciiCharacter = fc.constantFrom(..."abABks01- _", "\\.", "\\\\", "\\-", "\\n", "\\x41", "\\/", "=");
const otherCharacter = fc.constantFrom("é", "É", "\u212a", "\u017f", "σ", "ς", "ß", "\u0130");
const wideCharacter = fc.constantFrom("😀", "𐐀");
const set = fc.constantFrom(".", "\\w", "\\W", "\\d", "\\D", "\\s", "\\S");
const characterClass = fc.constantFrom(
  "[ab]",
  "[^a]",
  "[a-k]",
  "[^a-k]",
  "[A-Z0-9]",
  "[\\w-]",
  "[^\\s]",
  "[\\d.]",
  "[\\\\/]",
  "[a]",
  "[-a]",
  "[^\\W_]",
  "[a\\]b]",
);
/** Read in different ways by RE2 and ECMAScript. */
const ambiguous = fc.constantFrom(
  "[]a]",
  "[^]a]",
  "[^[:space:]]",
  "[_[:alpha:]]",
  "[[:digit:]]",
  "\\A",
  "\\z",
);
const assertion = fc.constantFrom("^", "$", "\\b", "\\B");
const quantifier = fc.constantFrom(
  "?",
  "*",
  "+",
  "{2}",
  "{1,3}",
  "{0,2}",
  "{2,}",
  "{0}",
  "??",
  "*?",
  "+?",
  "{3,40}",
);

export interface RegexKinds {
  /** Characters beside ASCII, of one code unit. */
  readonly nonAscii: boolean;
  /** Characters of two code units, and what the two engines read differently. */
  readonly everything: boolean;
}

export function regexSource({ nonAscii, everything }: RegexKinds): Arbitrary<string> {
  const character = fc.oneof(
    { weight: 8, arbitrary: asciiCharacter },
    { weight: nonAscii || everything ? 1 : 0, arbitrary: otherCharacter },
    { weight: everything ? 1 : 0, arbitrary: wideCharacter },
  );
  const one = fc.oneof(
    { weight: 8, arbitrary: character },
    { weight: 2, arbitrary: set },
    { weight: 2, arbitrary: characterClass },
    { weight: everything ? 2 : 0, arbitrary: ambiguous },
  );
  const grammar = fc.letrec<{ sequence: string; group: string; element: string }>((tie) => ({
    group: fc
      .tuple(
        fc.constantFrom("(?:", "("),
        fc.array(tie("sequence"), { minLength: 1, maxLength: 3, depthIdentifier: "regex" }),
      )
      .map(([open, alternatives]) => `${open}${alternatives.join("|")})`),
    element: fc.oneof(
      { maxDepth: 3, depthIdentifier: "regex" },
      { weight: 8, arbitrary: one },
      { weight: 1, arbitrary: assertion },
      { weight: 3, arbitrary: fc.tuple(one, quantifier).map(([element, times]) => element + times) },
      { weight: 2, arbitrary: tie("group") },
      { weight: 1, arbitrary: fc.tuple(tie("group"), quantifier).map(([group, times]) => group + times) },
    ),
    sequence: fc
      .array(tie("element"), { maxLength: 6, depthIdentifier: "regex" })
      .map((elements) => elements.join("")),
  }));
  const whole = fc
    .array(grammar.sequence, { minLength: 1, maxLength: 2 })
    .map((alternatives) => alternatives.join("|"));
  return fc.tuple(fc.constantFrom("", "", "", "(?i)", "(?s)", "(?im)"), whole).map((parts) => parts.join(""));
}
