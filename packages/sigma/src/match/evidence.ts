// SPDX-License-Identifier: Apache-2.0
/** Why a rule matched: the fields, with their values, of a part of its tree that suffices to make it true. */
import { type Scalar, textOf } from "../event/values.ts";
import { type Expression, KEYWORDS } from "../expression.ts";
import { fold } from "../fold.ts";
import type { LogSource, SigmaRule } from "../rule.ts";
import type { EventReader } from "./event-reader.ts";
import { evaluate } from "./oracle.ts";
import { compileText } from "./text.ts";

export interface MatchedField {
  /** As the rule names it; empty for a keyword. */
  readonly field: string;
  readonly value: string;
}

const MAX_FIELDS = 32;

export function evidenceOf(rule: SigmaRule, reader: EventReader): readonly MatchedField[] {
  const fields = new Map<string, MatchedField>();
  for (const found of gather(rule.detection, reader, rule.logsource) ?? []) {
    fields.set(`${found.field}\0${found.value}`, found);
  }
  return [...fields.values()].slice(0, MAX_FIELDS);
}

type Evidence = readonly MatchedField[] | undefined;

/** The evidence for an expression, or undefined if it is false. Of a disjunction, the first that holds will do. */
function gather(expression: Expression, reader: EventReader, logsource: LogSource): Evidence {
  switch (expression.kind) {
    case "and": {
      const parts: MatchedField[] = [];
      for (const child of expression.of) {
        const part = gather(child, reader, logsource);
        if (part === undefined) return undefined;
        parts.push(...part);
      }
      return parts;
    }
    case "or": {
      for (const child of expression.of) {
        const found = gather(child, reader, logsource);
        if (found !== undefined) return found;
      }
      return undefined;
    }
    case "test":
      return ofTest(expression, reader, logsource);
    default:
      return evaluate(expression, reader, logsource) ? [] : undefined;
  }
}

type Test = Extract<Expression, { kind: "test" }>;
const textChecks = new WeakMap<Test, (scalar: Scalar) => boolean>();

function ofTest(expression: Test, reader: EventReader, logsource: LogSource): Evidence {
  const { scalars } = reader.content(expression.field, logsource);
  const isText = expression.test.kind === "text";
  const value = isText ? scalars.find(textCheck(expression)) : scalars[0];
  if (isText ? value === undefined : !evaluate(expression, reader, logsource)) return undefined;
  const field = expression.field === KEYWORDS ? "" : expression.field;
  return [{ field, value: value === undefined ? "" : textOf(value) }];
}

/** Texts are by far the most tests: their checks are kept. */
function textCheck(expression: Test): (scalar: Scalar) => boolean {
  let check = textChecks.get(expression);
  if (check === undefined && expression.test.kind === "text") {
    const { pattern, cased } = expression.test;
    const { test } = compileText(pattern, cased);
    check = (scalar) => test(cased ? textOf(scalar) : fold(textOf(scalar)));
    textChecks.set(expression, check);
  }
  return check ?? (() => false);
}
