// SPDX-License-Identifier: Apache-2.0
/**
 * The door of the Sigma engine: text of rules in, matches out. Pure: no files, no clock, no network.
 *
 *     const { rules, diagnostics } = parseRules(text, "rules/whoami.yml");
 *     const ruleset = compileRules(rules);
 *     for (const match of ruleset.match(event)) console.log(match.rule.title, match.fields);
 */
export type { Diagnostic, DiagnosticCode, Severity, Span } from "./diagnostics.ts";
export { DIAGNOSTICS, renderDiagnostic } from "./diagnostics.ts";
export type { JsonObject, JsonValue } from "./event.ts";
export { isJsonObject } from "./event.ts";
