// SPDX-License-Identifier: Apache-2.0
/**
 * Values of rules as the texts that pipelines see. A wildcard is `*` or `?`; a star or question mark that is meant
 * literally has a backslash before it; so backslashes are doubled there, and nowhere else: `C:\Windows\*` is written
 * as rules write it, and expressions of pipelines need not know better.
 */
import { RE2JS } from "re2js";
import type { Value } from "../modifiers/value.ts";
import { ANY, ONE, type Pattern, type PatternPart, parsePattern } from "../parse/pattern.ts";

export type SingleValue = Exclude<Value, { kind: "variants" }>;

export function printPattern({ parts }: Pattern): string {
  return parts
    .map((part, index) => {
      if (part === ANY) return "*";
      if (part === ONE) return "?";
      const escaped = part.replaceAll(/(\\*)([*?])/g, "$1$1\\$2");
      return typeof parts[index + 1] === "number" ? escaped.replace(/\\+$/, "$&$&") : escaped;
    })
    .join("");
}

/** The reverse of `printPattern`. */
export function readPrinted(text: string): Pattern {
  const sigma = text.replaceAll(/(\\+)([*?]?)/g, (_, strokes: string, mark: string) =>
    mark === "" ? `${strokes}${strokes}` : `${strokes}${mark}`,
  );
  return parsePattern(sigma);
}

export function textValue(pattern: Pattern, cased = false): Value {
  const isPlain = pattern.parts.every((part) => typeof part === "string");
  const raw = isPlain ? { raw: pattern.parts.join("") } : {};
  return { kind: "text", pattern, cased, isBytes: false, ...raw };
}

/** As a rule would have it written; undefined for a value that is no plain one. */
export function printValue(value: SingleValue): string | undefined {
  switch (value.kind) {
    case "text":
      return printPattern(value.pattern);
    case "number":
      return value.text;
    case "boolean":
      return String(value.value);
    case "null":
    case "test":
      return undefined;
  }
}

/** Changes the literal runs; what stands between them stays. */
export function changeLiterals({ parts }: Pattern, change: (text: string) => Pattern): Pattern {
  const changed = parts.flatMap((part): readonly PatternPart[] =>
    typeof part === "string" ? change(part).parts : [part],
  );
  return { parts: mergeLiterals(changed) };
}

function mergeLiterals(parts: readonly PatternPart[]): PatternPart[] {
  const merged: PatternPart[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === "string" && typeof last === "string") merged[merged.length - 1] = last + part;
    else if (part !== "" && !(part === ANY && last === ANY)) merged.push(part);
  }
  return merged;
}

export function changeValue(value: Value, change: (single: SingleValue) => Value | undefined): Value {
  if (value.kind !== "variants") return change(value) ?? value;
  const of = value.of.flatMap((variant) => {
    const changed = changeValue(variant, change);
    return changed.kind === "variants" ? changed.of : [changed];
  });
  return { kind: "variants", of };
}

export function* singleValues(value: Value): Generator<SingleValue> {
  if (value.kind !== "variants") yield value;
  else for (const variant of value.of) yield* singleValues(variant);
}

/** Text, or the number of a group whose text stands there. */
type ReplacementPart = string | number;

const REPLACEMENT_PIECE = /\\(\\)|\\g<(\w+)>|\\(\d{1,2})|[^\\]+|\\/gs;

/** A replacement as Python's `re.sub` has it: `\1` and `\g<name>` are groups. Undefined where there is no such group. */
export function readReplacement(text: string, pattern: RE2JS): readonly ReplacementPart[] | undefined {
  const parts: ReplacementPart[] = [];
  for (const [piece, stroke, name, digits] of text.matchAll(REPLACEMENT_PIECE)) {
    const reference = name ?? digits;
    if (reference === undefined) parts.push(stroke ?? piece);
    else {
      const group = /^\d/.test(reference) ? Number(reference) : pattern.namedGroups()[reference];
      if (group === undefined || group > pattern.groupCount()) return undefined;
      parts.push(group);
    }
  }
  return parts;
}

/** Of a text that would become longer, no more than this is made. */
export const MAX_REPLACED = 65_536;

/** Each match replaced; undefined where that makes too long a text. */
export function replaceMatches(
  text: string,
  pattern: RE2JS,
  parts: readonly ReplacementPart[],
): string | undefined {
  const matcher = pattern.matcher(text);
  let made = "";
  let end = 0;
  while (matcher.find()) {
    made += text.slice(end, matcher.start());
    for (const part of parts) {
      made += typeof part === "string" ? part : (matcher.group(part) ?? "");
      if (made.length > MAX_REPLACED) return undefined;
    }
    end = matcher.end();
  }
  made += text.slice(end);
  return made.length > MAX_REPLACED ? undefined : made;
}

export function compilePlain(source: string): RE2JS | undefined {
  try {
    return RE2JS.compile(source);
  } catch {
    return undefined;
  }
}
