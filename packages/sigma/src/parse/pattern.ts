// SPDX-License-Identifier: Apache-2.0
/**
 * Sigma strings: text with `*` (any number of characters) and `?` (exactly one).
 *
 * Escaping (specification 2.1, "Escaping"): a backslash before `*`, `?` or another backslash takes it literally, any
 * other backslash is itself. So `\` and `\\` are one backslash, `\\\` and `\\\\` two, `\*` a star, `\\*` a backslash
 * and a wildcard, `\\\*` a backslash and a star.
 */

export const ANY = 1;
export const ONE = 2;

/** A literal run, `ANY` for `*`, `ONE` for `?`. Never two `ANY`s in a row, never an empty literal. */
export type PatternPart = string | typeof ANY | typeof ONE;

export interface Pattern {
  readonly parts: readonly PatternPart[];
}

export function literalPattern(text: string): Pattern {
  return { parts: text === "" ? [] : [text] };
}

export function parsePattern(source: string): Pattern {
  const parts: PatternPart[] = [];
  let literal = "";
  for (let i = 0; i < source.length; i++) {
    const char = source.charAt(i);
    const next = source.charAt(i + 1);
    if (char === "\\" && (next === "*" || next === "?" || next === "\\")) {
      literal += next;
      i++;
    } else if (char === "*" || char === "?") {
      parts.push(literal, char === "*" ? ANY : ONE);
      literal = "";
    } else {
      literal += char;
    }
  }
  parts.push(literal);
  return { parts: normalise(parts) };
}

function normalise(parts: readonly PatternPart[]): PatternPart[] {
  const result: PatternPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part === "" || (part === ANY && last === ANY)) continue;
    if (typeof part === "string" && typeof last === "string") result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}

export function concatPatterns(...patterns: readonly Pattern[]): Pattern {
  return { parts: normalise(patterns.flatMap((pattern) => pattern.parts)) };
}

export const ANY_PATTERN: Pattern = { parts: [ANY] };

export function isLiteral(pattern: Pattern): boolean {
  return pattern.parts.every((part) => typeof part === "string");
}

/** The text of a pattern without wildcards. */
export function literalText(pattern: Pattern): string {
  return pattern.parts.filter((part) => typeof part === "string").join("");
}

/** Applies `change` to each literal run; wildcards stay. */
export function mapLiterals(pattern: Pattern, change: (literal: string) => string): Pattern {
  return { parts: normalise(pattern.parts.map((part) => (typeof part === "string" ? change(part) : part))) };
}

/**
 * How a pattern constrains a text: `equals`, `prefix`, `suffix`, `contains` with one literal, `any` (a lone `*`), or
 * `glob` for everything else.
 */
export type PatternShape =
  | { readonly kind: "equals" | "prefix" | "suffix" | "contains"; readonly text: string }
  | { readonly kind: "any" }
  | { readonly kind: "glob" };

export function shapeOf(pattern: Pattern): PatternShape {
  const [first, second, third] = pattern.parts;
  switch (pattern.parts.length) {
    case 0:
      return { kind: "equals", text: "" };
    case 1:
      if (typeof first === "string") return { kind: "equals", text: first };
      return first === ANY ? { kind: "any" } : { kind: "glob" };
    case 2:
      if (typeof first === "string" && second === ANY) return { kind: "prefix", text: first };
      if (first === ANY && typeof second === "string") return { kind: "suffix", text: second };
      return { kind: "glob" };
    case 3:
      if (first === ANY && typeof second === "string" && third === ANY)
        return { kind: "contains", text: second };
      return { kind: "glob" };
    default:
      return { kind: "glob" };
  }
}
