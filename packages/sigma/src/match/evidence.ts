// SPDX-License-Identifier: Apache-2.0
/** Why a rule matched: the fields, with their values, of a part of its tree that suffices to make it true. */
import { type Scalar, textOf } from "../event/values.ts";
import { type Expression, KEYWORDS } from "../expression.ts";
import { fold } from "../fold.ts";
import type { EventReader } from "./event-reader.ts";
import { evaluate } from "./oracle.ts";
import { compileText } from "./text.ts";

export interface MatchedField {
  /** As the rule names it; empty for a keyword. */
  readonly field: string;
  readonly value: string;
}

const MAX_FIELDS = 32;

export function evidenceOf(expression: Expression, reader: EventReader): readonly MatchedField[] {
  const fields = new Map<string, MatchedField>();
  for (const found of gather(expression, reader) ?? []) fields.set(`${found.field}\0${found.value}`, found);
  return [...fields.values()].slice(0, MAX_FIELDS);
}

/** The evidence for an expression, or undefined if it is false. Of a disjunction, the first that holds will do. */
function gather(expression: Expression, reader: EventReader): readonly MatchedField[] | undefined {
  switch (expression.kind) {
    case "and": {
      const parts = expression.of.map((child) => gather(child, reader));
      return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
    }
    case "or": {
      for (const child of expression.of) {
        const found = gather(child, reader);
        if (found !== undefined) return found;
      }
      return undefined;
    }
    case "test":
      return ofTest(expression, reader);
    default:
      return evaluate(expression, reader) ? [] : undefined;
  }
}

type Test = Extract<Expression, { kind: "test" }>;
const textChecks = new WeakMap<Test, (scalar: Scalar) => boolean>();

function ofTest(expression: Test, reader: EventReader): readonly MatchedField[] | undefined {
  const { scalars } = reader.content(expression.field);
  const value = expression.test.kind === "text" ? scalars.find(textCheck(expression)) : scalars[0];
  if (expression.test.kind === "text" ? value === undefined : !evaluate(expression, reader)) return undefined;
  const field = expression.field === KEYWORDS ? "" : expression.field;
  return [{ field, value: value === undefined ? "" : textOf(value) }];
}

/** Texts are by far the most tests: their checks are kept. */
function textCheck(expression: Test): (scalar: Scalar) => boolean {
  let check = textChecks.get(expression);
  if (check === undefined && expression.test.kind === "text") {
    const { pattern, cased } = expression.test;
    const matches = compileText(pattern, cased);
    check = (scalar) => matches(cased ? textOf(scalar) : fold(textOf(scalar)));
    textChecks.set(expression, check);
  }
  return check ?? (() => false);
}
