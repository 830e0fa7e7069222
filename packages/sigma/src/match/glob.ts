// SPDX-License-Identifier: Apache-2.0
/** Matching of `*` and `?` in time proportional to text × pattern, without backtracking over more than one star. */
import { ANY, ONE, type Pattern } from "../parse/pattern.ts";

export interface TextCheck {
  /** Of a text that is folded already, unless the check is `cased`. */
  readonly test: (text: string) => boolean;
  /** Units of work for each character. */
  readonly weight: number;
}

type Unit = number | typeof STAR | typeof CHARACTER;
const STAR = -1;
const CHARACTER = -2;

/** The pattern as a check of a text that is folded just as the pattern is. */
export function compileGlob(pattern: Pattern, foldLiteral: (text: string) => string): TextCheck {
  const units: Unit[] = [];
  for (const part of pattern.parts) {
    if (part === ANY) units.push(STAR);
    else if (part === ONE) units.push(CHARACTER);
    else for (const unit of foldLiteral(part).split("")) units.push(unit.charCodeAt(0));
  }
  return { test: (text) => matchesUnits(units, text), weight: 1 + units.length };
}

function matchesUnits(units: readonly Unit[], text: string): boolean {
  let unit = 0;
  let at = 0;
  let starUnit = -1;
  let starAt = 0;
  while (at < text.length) {
    const wanted = units[unit];
    if (wanted === STAR) {
      starUnit = unit++;
      starAt = at;
    } else if (wanted === CHARACTER) {
      unit++;
      at += characterLength(text, at);
    } else if (wanted === text.charCodeAt(at)) {
      unit++;
      at++;
    } else if (starUnit >= 0) {
      unit = starUnit + 1;
      at = ++starAt;
    } else {
      return false;
    }
  }
  while (units[unit] === STAR) unit++;
  return unit === units.length;
}

/** `?` is one character, which may be a pair of surrogates. */
function characterLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
