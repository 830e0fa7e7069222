// SPDX-License-Identifier: Apache-2.0
/** A regular expression as a function: V8 where it is proven linear and the text is ASCII, RE2 otherwise. */
import { type Spend, unmetered } from "../budget.ts";
import type { RegexFlags } from "../expression.ts";
import { compileRe2 } from "./check.ts";
import { toLinearRegExp } from "./linear.ts";
import { minimumLength, runOfOneClass } from "./shape.ts";

/**
 * Characters of a text that an expression is tried on. Windows command lines have at most 32,767, script blocks about
 * as many; a longer text is cut here, so that one event cannot hold up the others.
 */
export const MAX_REGEX_TEXT = 65_536;

/** The engines differ in what they do outside ASCII (code units or points, folding of a few letters). */
const NON_ASCII = /[\u0080-\uffff]/;

/** V8 tries an expression that is linear in several ways at each place of the text, but quickly. */
const NATIVE_WEIGHT = 4;

export function compileRegex(source: string, flags: RegexFlags): (text: string, spend?: Spend) => boolean {
  const native = nativeTest(source, flags);
  const re2 = compileRe2(source, flags);
  const shortest = minimumLength(source, flags);
  const steps = re2.programSize();
  return (text, spend = unmetered) => {
    if (text.length < shortest) return false;
    const tested = text.length > MAX_REGEX_TEXT ? text.slice(0, MAX_REGEX_TEXT) : text;
    const isNative = native !== undefined && !NON_ASCII.test(tested);
    spend(tested.length * (isNative ? NATIVE_WEIGHT : steps));
    return isNative ? native(tested) : re2.test(tested);
  };
}

function nativeTest(source: string, flags: RegexFlags): ((text: string) => boolean) | undefined {
  const run = runOfOneClass(source, flags);
  if (run !== undefined) return (text) => hasRun(text, run.characters, run.length);
  const linear = toLinearRegExp(source, flags);
  return linear === undefined ? undefined : (text) => linear.test(text);
}

/** Each maximal run is visited once, so this is linear where a counted repeat would be tried from every place. */
function hasRun(text: string, characters: RegExp, length: number): boolean {
  for (const [run] of text.matchAll(characters)) if (run.length >= length) return true;
  return false;
}
