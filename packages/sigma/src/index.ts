// SPDX-License-Identifier: Apache-2.0
/**
 * The door of the Sigma engine: text of rules in, matches out. Pure: no files, no clock, no network.
 *
 *     const { rules, diagnostics } = parseRules(text, "rules/whoami.yml");
 *     const ruleset = compileRules(rules);
 *     for (const match of ruleset.match(event)) console.log(match.rule.title, match.fields);
 */
export { EVENT_BUDGET } from "./budget.ts";
export type { Correlation, CorrelationType } from "./correlation/correlation.ts";
export type { CorrelationMatch, CorrelatorStatistics, RuleOccurrence } from "./correlation/correlator.ts";
export { Correlator } from "./correlation/correlator.ts";
export type { Resolution, Resolved } from "./correlation/resolve.ts";
export { resolveCorrelations } from "./correlation/resolve.ts";
export { isEarly } from "./correlation/window.ts";
export type { Diagnostic, DiagnosticCode, Severity, Span } from "./diagnostics.ts";
export { DIAGNOSTICS, linesOf, renderDiagnostic } from "./diagnostics.ts";
export type { JsonObject, JsonValue } from "./event/event.ts";
export { isJsonObject } from "./event/event.ts";
export { explain } from "./explain/explain.ts";
export type {
  ExplainedItem,
  ExplainedLogSource,
  ExplainedNode,
  ExplainedValue,
  Explanation,
  FoundValue,
  Operator,
} from "./explain/explanation.ts";
export { applyFilters, type Filter } from "./filter/filter.ts";
export type { EventDescription } from "./logsource/recognise.ts";
export { describeEvent, type LocalClock } from "./logsource/recognise.ts";
export type { MatchedField } from "./match/evidence.ts";
export type { Match, Ruleset } from "./match/ruleset.ts";
export { compileRules } from "./match/ruleset.ts";
export type { RuleFigures, TableOptions as CompileOptions } from "./match/table.ts";
export type { ParsedRules, ParseOptions } from "./parse/parse-rules.ts";
export { parseRules } from "./parse/parse-rules.ts";
export { type ParsedPipeline, parsePipeline } from "./pipeline/parse-pipeline.ts";
export { type ParsedPlaceholders, parsePlaceholders } from "./pipeline/placeholders.ts";
export { SHIPPED_PIPELINES, shippedPipeline } from "./pipeline/shipped/shipped.ts";
export type { Pipeline } from "./pipeline/transformation.ts";
export type { Level, LogSource, SigmaRule, Status } from "./rule.ts";
export { LEVELS } from "./rule.ts";
