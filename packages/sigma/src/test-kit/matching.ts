// SPDX-License-Identifier: Apache-2.0
/** Rules from text and events through both matchers, which must agree, for the tests. */
import assert from "node:assert/strict";
import { stringify } from "yaml";
import {
  compileRules,
  type JsonObject,
  type LogSource,
  type ParseOptions,
  parseRules,
  type Ruleset,
  renderDiagnostic,
  type SigmaRule,
} from "../index.ts";

/** The rules of a text that must have no error. */
export function soundRules(text: string, options: ParseOptions = {}): readonly SigmaRule[] {
  const { rules, diagnostics } = parseRules(text, "test.yml", options);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  assert.deepEqual(
    errors.map((error) => renderDiagnostic(error, text)),
    [],
  );
  return rules;
}

/** A whole rule around a detection, as YAML. The log source is `product: windows` unless given. */
export function ruleText(
  detection: Readonly<Record<string, unknown>>,
  logsource: LogSource = { product: "windows" },
): string {
  return stringify({ title: "A rule", logsource, detection });
}

export function rulesetOf(
  detection: Readonly<Record<string, unknown>>,
  logsource: LogSource = { product: "windows" },
  options: ParseOptions = {},
): Ruleset {
  return compileRules(soundRules(ruleText(detection, logsource), options));
}

/** The ids of the rules that match by both matchers; it is an error if they differ. */
export function matchedIds(ruleset: Ruleset, event: JsonObject, source?: LogSource): readonly string[] {
  const indexed = ruleset.match(event, source).map(({ rule }) => rule.id);
  const plain = ruleset.matchNaively(event, source).map(({ id }) => id);
  if (indexed.length !== plain.length || indexed.some((id, at) => id !== plain[at]))
    assert.deepEqual(indexed, plain, `the matchers differ on ${excerpt(event)}`);
  return indexed;
}

/** True if the ruleset's rules match the event, by both matchers. */
export function matches(ruleset: Ruleset, event: JsonObject, source?: LogSource): boolean {
  return matchedIds(ruleset, event, source).length > 0;
}

/** A flat Windows event that rules of `product: windows` apply to, with these fields. */
export function windowsEvent(fields: JsonObject): JsonObject {
  return { EventID: 5000, Channel: "Application", ...fields };
}

export function excerpt(event: JsonObject): string {
  const text = JSON.stringify(event);
  return text.length <= 2000 ? text : `${text.slice(0, 2000)}…`;
}
