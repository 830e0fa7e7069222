// SPDX-License-Identifier: Apache-2.0
/**
 * Case folding, once for the whole engine. Sigma compares strings without regard to case; the index looks for folded
 * literals in folded text. Both stay sound only if folding works on each UTF-16 code unit by itself, so that a part of
 * a text folds to the same part of the folded text. `String.prototype.toLowerCase` does not (Greek final sigma, dotted
 * I), so non-ASCII text goes through a table.
 *
 * A code unit folds to the lower case of its upper case where both are single units: a superset of Unicode's simple
 * case folding, which regular expressions with the `i` flag use. Surrogates fold to themselves.
 */

const SIZE = 0x10000;

/** Letters that Unicode folds together though neither is the other's lower or upper case (CaseFolding.txt, since 15.1). */
const TWINS: ReadonlyMap<number, number> = new Map([
  [0x1fd3, 0x0390],
  [0x1fe3, 0x03b0],
  [0xfb05, 0xfb06],
]);

function foldUnit(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return unit;
  const twin = TWINS.get(unit);
  if (twin !== undefined) return twin;
  const upper = String.fromCharCode(unit).toUpperCase();
  const lower = (upper.length === 1 ? upper : String.fromCharCode(unit)).toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : unit;
}

/** Folded code unit for every code unit: `FOLD[unit]`. */
export const FOLD: Uint16Array = Uint16Array.from({ length: SIZE }, (_, unit) => foldUnit(unit));

const NON_ASCII = /[\u0080-\uffff]/;

export function fold(text: string): string {
  if (!NON_ASCII.test(text)) return text.toLowerCase();
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = FOLD[text.charCodeAt(i)] ?? 0;
  return decodeUnits(units);
}

/** `String.fromCharCode` in pieces: a call takes a limited number of arguments. */
function decodeUnits(units: Uint16Array): string {
  const step = 8192;
  let text = "";
  for (let i = 0; i < units.length; i += step) text += String.fromCharCode(...units.subarray(i, i + step));
  return text;
}
