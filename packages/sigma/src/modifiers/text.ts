// SPDX-License-Identifier: Apache-2.0
/** Modifiers that change a text: where it is looked for, its case, its dashes. */
import type { FieldReference } from "../expression.ts";
import { ANY_PATTERN, concatPatterns, mapLiterals, type Pattern } from "../parse/pattern.ts";
import {
  asText,
  MAX_VARIANTS,
  type Modifier,
  ModifierProblem,
  notApplicable,
  type TextValue,
  type Value,
} from "./value.ts";

function changed(value: TextValue, pattern: Pattern): TextValue {
  return { kind: "text", pattern, cased: value.cased, isBytes: value.isBytes };
}

function widen(anyBefore: boolean, anyAfter: boolean): Modifier {
  return (value, context) => {
    if (value.kind === "test" && value.test.kind === "fieldref")
      return widenReference(value.test, anyBefore, anyAfter);
    // A regular expression is searched for anywhere already.
    if (value.kind === "test" && value.test.kind === "regex" && anyBefore && anyAfter) return value;
    const text = asText(value);
    if (text === undefined) return notApplicable(context, "a text");
    const before = anyBefore ? [ANY_PATTERN] : [];
    const after = anyAfter ? [ANY_PATTERN] : [];
    return changed(text, concatPatterns(...before, text.pattern, ...after));
  };
}

function widenReference(test: FieldReference, anyBefore: boolean, anyAfter: boolean): Value {
  return {
    kind: "test",
    test: { ...test, startsWith: test.startsWith || anyAfter, endsWith: test.endsWith || anyBefore },
  };
}

const cased: Modifier = (value, context) => {
  if (value.kind === "test" && value.test.kind === "fieldref") {
    return { kind: "test", test: { ...value.test, cased: true } };
  }
  const text = asText(value);
  return text === undefined ? notApplicable(context, "a text") : { ...text, cased: true };
};

const DASHES = ["-", "/", "\u2013", "\u2014", "\u2015"];
/** A dash that begins a parameter: nothing of a word before it, a word after it. */
const PARAMETER_DASH = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/u;

const windash: Modifier = (given, context) => {
  const value = asText(given);
  if (value === undefined) return notApplicable(context, "a text");
  const dashes = value.pattern.parts.reduce(
    (sum, part) => sum + (typeof part === "string" ? part.split(PARAMETER_DASH).length - 1 : 0),
    0,
  );
  if (DASHES.length ** dashes > MAX_VARIANTS) {
    return new ModifierProblem(
      "modifier.too_many_variants",
      `\`windash\` finds ${dashes} dashes in one value.`,
    );
  }
  const variants: Value[] = [];
  for (let number = 0; number < DASHES.length ** dashes; number++) {
    variants.push(changed(value, withDashes(value.pattern, number)));
  }
  return { kind: "variants", of: variants };
};

/** The pattern with its parameter dashes replaced by the digits of `number`, base five. */
function withDashes(pattern: Pattern, number: number): Pattern {
  let rest = number;
  return mapLiterals(pattern, (literal) =>
    literal.split(PARAMETER_DASH).reduce((text, piece) => {
      const dash = DASHES[rest % DASHES.length] ?? "-";
      rest = Math.floor(rest / DASHES.length);
      return text + dash + piece;
    }),
  );
}

export const TEXT_MODIFIERS: Readonly<Record<string, Modifier>> = {
  contains: widen(true, true),
  startswith: widen(false, true),
  endswith: widen(true, false),
  cased,
  windash,
};
