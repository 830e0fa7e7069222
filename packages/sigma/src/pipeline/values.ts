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

/** A replacement as Python's `re.sub` has it, for RE2: `\1` and `\g<name>` are groups, a dollar is a dollar. */
export function readReplacement(text: string): string {
  return text
    .replaceAll("$", "\\$")
    .replaceAll(/\\g<(\w+)>/g, "$${$1}")
    .replaceAll(/\\(\d+)/g, "$$$1")
    .replaceAll(/\\(?![$\\])/g, "\\\\");
}

export function compilePlain(source: string): RE2JS | undefined {
  try {
    return RE2JS.compile(source);
  } catch {
    return undefined;
  }
}
