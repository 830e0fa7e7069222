// SPDX-License-Identifier: Apache-2.0
/** Tests of a field that is the same in all events of a source: the EventID of a Windows source. */
import type { Expression, ValueTest } from "../expression.ts";
import { fold } from "../fold.ts";
import type { EventSource } from "../logsource/log-type.ts";
import { literalText, shapeOf } from "../parse/pattern.ts";

export function constantTest(test: Extract<Expression, { kind: "test" }>, source: EventSource): Expression {
  if (test.field !== "EventID" || source.eventId === undefined) return test;
  const value = constantResult(test.test, source.eventId);
  return value === undefined ? test : { kind: "constant", value };
}

function constantResult(test: ValueTest, eventId: string): boolean | undefined {
  if (test.kind === "exists") return true;
  if (test.kind === "null") return false;
  if (test.kind !== "text" || shapeOf(test.pattern).kind !== "equals") return undefined;
  const text = literalText(test.pattern);
  return test.cased ? text === eventId : fold(text) === fold(eventId);
}
