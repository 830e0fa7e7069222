// SPDX-License-Identifier: Apache-2.0
/**
 * The syntax tree of a regular expression, for the two questions asked of it: which literals must a matching text
 * contain, and is it safe in V8. RE2 and ECMAScript agree on most syntax but not on all; where they might differ
 * there is no tree, and the expression is matched by RE2 alone.
 */
import { type AST, RegExpParser } from "@eslint-community/regexpp";
import type { RegexFlags } from "../expression.ts";

export interface RegexSyntax {
  readonly alternatives: readonly AST.Alternative[];
  readonly flags: RegexFlags;
}

const LEADING_FLAGS = /^\(\?([ims]+)\)/;
/**
 * Where the two differ: escapes of letters and digits that mean something else, POSIX classes, a bracket as the first
 * member of a class, groups other than `(?:`, and characters that are two code units.
 */
const DIFFERENT = /\\(?:[^dDwWsSbBtnrfvx\W_]|x(?![0-9a-fA-F]{2})|_)|\[:|\[\^?\]|\(\?(?!:)|[\ud800-\udfff]/;

const parser = new RegExpParser({ ecmaVersion: 2024 });

export function parseRegex(source: string, flags: RegexFlags): RegexSyntax | undefined {
  const leading = LEADING_FLAGS.exec(source);
  const letters = leading?.[1] ?? "";
  const rest = source.slice(leading?.[0].length ?? 0);
  if (DIFFERENT.test(rest)) return undefined;
  try {
    const pattern = parser.parsePattern(rest, 0, rest.length, { unicode: false, unicodeSets: false });
    return {
      alternatives: pattern.alternatives,
      flags: {
        ignoreCase: flags.ignoreCase || letters.includes("i"),
        multiline: flags.multiline || letters.includes("m"),
        dotAll: flags.dotAll || letters.includes("s"),
      },
    };
  } catch {
    return undefined; // RE2 has accepted it; ECMAScript reads it differently
  }
}

/** The single code unit that an element stands for, if it is one. */
export function singleUnit(element: AST.Element): number | undefined {
  if (element.type === "Character") return element.value <= 0xffff ? element.value : undefined;
  if (element.type !== "CharacterClass" || element.negate || element.elements.length !== 1) return undefined;
  const [only] = element.elements;
  return only?.type === "Character" && only.value <= 0xffff ? only.value : undefined;
}
