// SPDX-License-Identifier: Apache-2.0
/** Modifiers that make a value into a test of another kind: regular expressions, numbers, times, networks, fields. */
import { isNetwork } from "../event/network.ts";
import type { Comparison, RegexFlags, TimePart } from "../expression.ts";
import {
  concatPatterns,
  isLiteral,
  literalText,
  type Pattern,
  type PatternPart,
  parsePattern,
} from "../parse/pattern.ts";
import { checkRegex } from "../regex/check.ts";
import { asText, MAX_VARIANTS, type Modifier, ModifierProblem, notApplicable, type Value } from "./value.ts";

const NO_FLAGS: RegexFlags = { ignoreCase: false, multiline: false, dotAll: false };

const re: Modifier = (value, context) => {
  const source = value.kind === "number" ? value.text : value.kind === "text" ? value.raw : undefined;
  if (source === undefined) return notApplicable(context, "a text that no other modifier has changed");
  const problem = checkRegex(source, NO_FLAGS);
  if (problem !== undefined) return new ModifierProblem(problem.code, problem.message);
  return { kind: "test", test: { kind: "regex", source, flags: NO_FLAGS } };
};

function flag(change: Partial<RegexFlags>): Modifier {
  return (value, context) => {
    if (value.kind !== "test" || value.test.kind !== "regex")
      return notApplicable({ ...context, concerns: "modifiers" }, "`re` before it");
    return { kind: "test", test: { ...value.test, flags: { ...value.test.flags, ...change } } };
  };
}

function numberOf(value: Exclude<Value, { kind: "variants" }>): number | undefined {
  if (value.kind === "number") return value.number;
  if (value.kind !== "text" || value.raw === undefined || value.raw.trim() === "") return undefined;
  const number = Number(value.raw);
  return Number.isFinite(number) ? number : undefined;
}

function compare(comparison: Comparison): Modifier {
  return (value, context) => {
    const number = numberOf(value);
    if (number === undefined) return notApplicable(context, "a number");
    return { kind: "test", test: { kind: "compare", comparison, number } };
  };
}

function timePart(part: TimePart): Modifier {
  return (value, context) => {
    const number = numberOf(value);
    if (number === undefined || !Number.isInteger(number)) return notApplicable(context, "a whole number");
    return { kind: "test", test: { kind: "timePart", part, number } };
  };
}

const exists: Modifier = (value, context) => {
  if (value.kind !== "boolean") return notApplicable(context, "true or false");
  return { kind: "test", test: { kind: "exists" }, negated: !value.value };
};

const cidr: Modifier = (value, context) => {
  if (value.kind !== "text" || value.raw === undefined)
    return notApplicable(context, "a network that is not modified");
  if (!isNetwork(value.raw)) {
    return new ModifierProblem("cidr.invalid", `"${value.raw}" is not a network.`);
  }
  return { kind: "test", test: { kind: "cidr", network: value.raw } };
};

const fieldref: Modifier = (value, context) => {
  if (value.kind !== "text" || !isLiteral(value.pattern))
    return notApplicable(context, "a field name without wildcards");
  const field = literalText(value.pattern);
  return {
    kind: "test",
    test: { kind: "fieldref", field, startsWith: false, endsWith: false, cased: value.cased },
  };
};

const PLACEHOLDER = /\\%|%([^%\s]+)%/g;

/** A value cut at its placeholders: parts as they stand, and names of placeholders. */
type Segment = PatternPart | { readonly placeholder: string };

function segmentsOf({ parts }: Pattern): Segment[] {
  return parts.flatMap((part): Segment[] => {
    if (typeof part !== "string") return [part];
    const segments: Segment[] = [];
    let from = 0;
    for (const match of part.matchAll(PLACEHOLDER)) {
      segments.push(part.slice(from, match.index), match[1] === undefined ? "%" : { placeholder: match[1] });
      from = match.index + match[0].length;
    }
    return [...segments, part.slice(from)];
  });
}

/** Replaces `%name%` by each of its values; `\%` is a percent sign (specification 2.1, "Placeholders"). */
const expand: Modifier = (given, context) => {
  const value = asText(given);
  if (value === undefined) return notApplicable(context, "a text");
  let variants: PatternPart[][] = [[]];
  for (const segment of segmentsOf(value.pattern)) {
    const choices = typeof segment === "object" ? context.placeholders.get(segment.placeholder) : undefined;
    if (typeof segment === "object" && choices === undefined) {
      return new ModifierProblem(
        "placeholder.undefined",
        `The placeholder %${segment.placeholder}% has no values.`,
      );
    }
    const inserted =
      typeof segment === "object" ? (choices ?? []).map((text) => parsePattern(text).parts) : [[segment]];
    if (variants.length * inserted.length > MAX_VARIANTS) {
      return new ModifierProblem("modifier.too_many_variants", "The placeholders have too many values.");
    }
    variants = variants.flatMap((variant) => inserted.map((parts) => [...variant, ...parts]));
  }
  const of = variants.map(
    (parts): Value => ({
      kind: "text",
      pattern: concatPatterns({ parts }),
      cased: value.cased,
      isBytes: value.isBytes,
    }),
  );
  return { kind: "variants", of };
};

export const TEST_MODIFIERS: Readonly<Record<string, Modifier>> = {
  re,
  i: flag({ ignoreCase: true }),
  ignorecase: flag({ ignoreCase: true }),
  m: flag({ multiline: true }),
  multiline: flag({ multiline: true }),
  s: flag({ dotAll: true }),
  dotall: flag({ dotAll: true }),
  lt: compare("lt"),
  lte: compare("lte"),
  gt: compare("gt"),
  gte: compare("gte"),
  minute: timePart("minute"),
  hour: timePart("hour"),
  day: timePart("day"),
  week: timePart("week"),
  month: timePart("month"),
  year: timePart("year"),
  exists,
  cidr,
  fieldref,
  expand,
};
