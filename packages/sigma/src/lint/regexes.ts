// SPDX-License-Identifier: Apache-2.0
/** Regular expressions that cost much, or that say something else than a path. */
import type { ItemDetection } from "../parse/detection-tree.ts";
import type { Reporter } from "../parse/reporter.ts";
import { programSizeOf } from "../regex/check.ts";
import { placeOf, type ValuePlaces } from "./places.ts";

/** Of RE2; the largest of the public rules has 1,003, few have more than this. */
const MANY_STEPS = 500;
/** A path of Windows whose backslashes are not doubled: `\W` and `\S` stand for characters. */
const PATH = /(?<![\\(])\b[A-Za-z]:\\[A-Za-z](?!:)/;

export function lintRegexes({ item, at }: ItemDetection, places: ValuePlaces, reporter: Reporter): void {
  for (const [index, value] of item.values.entries()) {
    if (value.kind !== "test" || value.test.kind !== "regex") continue;
    const { source, flags } = value.test;
    const place = placeOf(at, index, places);
    if (PATH.test(source)) reporter.report("lint.regex_backslash", place);
    const steps = programSizeOf(source, flags);
    if (steps <= MANY_STEPS) continue;
    const message = `The expression compiles to ${steps} steps, each of which may be taken for every character.`;
    reporter.report("lint.costly_regex", place, message);
  }
}
