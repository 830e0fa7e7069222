// SPDX-License-Identifier: Apache-2.0
/** Where in a text a test found what it asks for. */
import { type Scalar, textOf } from "../event/values.ts";
import type { TestExpression, ValueTest } from "../expression.ts";
import { fold } from "../fold.ts";
import { shapeOf } from "../parse/pattern.ts";
import { compileRe2 } from "../regex/check.ts";
import { MAX_REGEX_TEXT } from "../regex/compile.ts";
import type { FoundValue } from "./explanation.ts";

type Range = readonly [from: number, to: number];

/** Code units of a value that are listed, and those of it before what matched. */
const MAX_SHOWN = 2_000;
const SHOWN_BEFORE = 200;
const MAX_RANGES = 20;

export function foundValue(scalar: Scalar, passed: readonly TestExpression[]): FoundValue {
  const text = textOf(scalar);
  const ranges = apart(passed.slice(0, MAX_RANGES).map(({ test }) => rangeOf(test, text)));
  const first = ranges[0]?.[0] ?? 0;
  if (text.length <= MAX_SHOWN) return { value: text, isCut: false, matched: passed.length > 0, at: ranges };
  const start = Math.max(0, Math.min(first - SHOWN_BEFORE, text.length - MAX_SHOWN));
  const at = ranges.flatMap(([from, to]): Range[] => {
    const range: Range = [Math.max(0, from - start), Math.min(MAX_SHOWN, to - start)];
    return range[0] < range[1] ? [range] : [];
  });
  const value = text.slice(start, start + MAX_SHOWN);
  return { value: value.toWellFormed(), isCut: true, matched: passed.length > 0, at };
}

function rangeOf(test: ValueTest, text: string): Range {
  const whole: Range = [0, text.length];
  if (test.kind === "regex") {
    const matcher = compileRe2(test.source, test.flags).matcher(text.slice(0, MAX_REGEX_TEXT));
    return matcher.find() ? [matcher.start(), matcher.end()] : whole;
  }
  if (test.kind !== "text") return whole;
  const shape = shapeOf(test.pattern);
  if (shape.kind === "glob" || shape.kind === "any" || shape.kind === "equals") return whole;
  const [haystack, wanted] = test.cased ? [text, shape.text] : [fold(text), fold(shape.text)];
  if (haystack.length !== text.length) return whole; // folding has moved the offsets
  const length = wanted.length;
  if (shape.kind === "prefix") return [0, length];
  if (shape.kind === "suffix") return [text.length - length, text.length];
  const from = haystack.indexOf(wanted);
  return [from, from + length];
}

/** In order, those that touch or overlap as one; empty ones left out. */
function apart(ranges: readonly Range[]): readonly Range[] {
  const result: [number, number][] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (from >= to) continue;
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
