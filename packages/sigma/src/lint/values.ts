// SPDX-License-Identifier: Apache-2.0
/** Values of one field that say nothing that another does not say, and wildcards that are escaped by a path. */
import { fold } from "../fold.ts";
import type { Value } from "../modifiers/value.ts";
import type { ItemDetection } from "../parse/detection-tree.ts";
import { type PatternShape, shapeOf } from "../parse/pattern.ts";
import type { Reporter } from "../parse/reporter.ts";
import { placeOf, type ValuePlaces } from "./places.ts";

export function lintValues(detection: ItemDetection, places: ValuePlaces, reporter: Reporter): void {
  lintEscapes(detection, places, reporter);
  lintRepeats(detection, places, reporter);
}

/** A path with `\*` between two of its parts: as it is written, the star is a star. */
const ESCAPED_IN_PATH = /(?<!\\)\\\*(?=\\[A-Za-z0-9])/;
/** With these, the case of a value counts. */
const CASED = new Set(["cased", "re", "base64", "base64offset", "wide", "utf16", "utf16le", "utf16be"]);
/** Of one list; who removes these sees the others. */
const MAX_SUBSUMED = 5;

function lintEscapes({ item, at }: ItemDetection, places: ValuePlaces, reporter: Reporter): void {
  if (item.origin.modifiers.includes("re")) return;
  for (const [index, written] of item.written.entries())
    if (ESCAPED_IN_PATH.test(written)) reporter.report("lint.escaped_wildcard", placeOf(at, index, places));
}

interface Compared {
  readonly index: number;
  readonly written: string;
  readonly shape: PatternShape | undefined;
}

/** The public rules have at most a few hundred values in a list; each is compared with each. */
const MAX_COMPARED = 1_000;

function lintRepeats({ item, at }: ItemDetection, places: ValuePlaces, reporter: Reporter): void {
  const { values, written, linking } = item;
  const compared = values
    .slice(0, MAX_COMPARED)
    .map(
      (value, index): Compared => ({ index, written: written[index] ?? "", shape: comparableShape(value) }),
    );
  const isCased = item.origin.modifiers.some((modifier) => CASED.has(modifier));
  const seen = new Map<string, Compared>();
  for (const one of compared) {
    const key = `${values[one.index]?.kind} ${isCased ? one.written : fold(one.written)}`;
    const earlier = seen.get(key);
    if (earlier !== undefined)
      reporter.report(
        "lint.duplicate_value",
        placeOf(at, one.index, places),
        `\`${one.written}\` stands there twice.`,
      );
    else seen.set(key, one);
  }
  if (isCased) return;
  const distinct = [...seen.values()];
  let found = 0;
  for (const one of distinct) {
    if (found === MAX_SUBSUMED) return;
    const other = distinct.find((candidate) => candidate !== one && isNeedless(one, candidate, linking));
    if (other === undefined) continue;
    found += 1;
    const message = `\`${one.written}\` has no effect beside \`${other.written}\`.`;
    reporter.report("lint.subsumed_value", placeOf(at, one.index, places), message);
  }
}

function comparableShape(value: Value): PatternShape | undefined {
  return value.kind === "text" && !value.isBytes ? shapeOf(value.pattern) : undefined;
}

/** Of values any of which will do, one that matches less; of values that must all match, one that matches more. */
function isNeedless(one: Compared, other: Compared, linking: "any" | "all"): boolean {
  return linking === "any" ? isWithin(one.shape, other.shape) : isWithin(other.shape, one.shape);
}

/** Every text of the one shape is one of the other, for certain. */
function isWithin(narrow: PatternShape | undefined, wide: PatternShape | undefined): boolean {
  if (narrow === undefined || wide === undefined || !("text" in narrow) || !("text" in wide)) return false;
  const [inner, outer] = [fold(narrow.text), fold(wide.text)];
  if (inner === outer && narrow.kind === wide.kind) return false;
  switch (wide.kind) {
    case "contains":
      return inner.includes(outer);
    case "prefix":
      return (narrow.kind === "prefix" || narrow.kind === "equals") && inner.startsWith(outer);
    case "suffix":
      return (narrow.kind === "suffix" || narrow.kind === "equals") && inner.endsWith(outer);
    case "equals":
      return false;
  }
}
