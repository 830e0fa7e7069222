// SPDX-License-Identifier: Apache-2.0
/**
 * Filters: what is added to the condition of many rules at once (Sigma filters specification 2.1). As in pySigma, a
 * filter's condition is joined to the rule's by `and`: a filter that takes something out says `not selection`.
 */
import { DIAGNOSTICS, type Diagnostic } from "../diagnostics.ts";
import { and, type Expression, mapTests } from "../expression.ts";
import type { LogSource, RuleHead, SigmaRule } from "../rule.ts";

export interface Filter extends RuleHead {
  readonly logsource: LogSource;
  /** Ids or names of rules; `any`: all that are about its log source. */
  readonly rules: "any" | readonly string[];
  readonly condition: Expression;
}

export interface FilteredRules {
  readonly rules: readonly SigmaRule[];
  readonly diagnostics: readonly Diagnostic[];
}

export function applyFilters(rules: readonly SigmaRule[], filters: readonly Filter[]): FilteredRules {
  if (filters.length === 0) return { rules, diagnostics: [] };
  const filtered = rules.map((rule) => {
    const added = filters.filter((filter) => appliesTo(filter, rule)).map(conditionOf);
    return added.length === 0 ? rule : { ...rule, detection: and([rule.detection, ...added]) };
  });
  return { rules: filtered, diagnostics: filters.flatMap((filter) => withoutEffect(filter, rules)) };
}

/** What it adds, its selections told from those of the rule. */
function conditionOf({ title, condition }: Filter): Expression {
  return mapTests(condition, (leaf) => {
    if (leaf.origin === undefined) return leaf;
    const { item, value } = leaf.origin;
    return { ...leaf, origin: { item: { ...item, selection: `${title}: ${item.selection}` }, value } };
  });
}

function appliesTo({ logsource, rules }: Filter, rule: SigmaRule): boolean {
  if (!isWithin(rule.logsource, logsource)) return false;
  return rules === "any" || rules.some((name) => isCalled(rule, name));
}

/** What the filter's log source leaves open, the rule's may say; not the other way round. */
function isWithin(rule: LogSource, filter: LogSource): boolean {
  return (["product", "category", "service"] as const).every(
    (key) => filter[key] === undefined || filter[key] === rule[key],
  );
}

function isCalled(rule: SigmaRule, name: string): boolean {
  return rule.id === name || rule.name === name;
}

function withoutEffect(filter: Filter, rules: readonly SigmaRule[]): Diagnostic[] {
  if (filter.rules === "any") return [];
  const { severity, hint } = DIAGNOSTICS["filter.unknown_rule"];
  return filter.rules
    .filter(
      (name) => !rules.some((rule) => isCalled(rule, name) && isWithin(rule.logsource, filter.logsource)),
    )
    .map((name) => ({
      code: "filter.unknown_rule" as const,
      severity,
      message: `No rule of its log source has the id or name \`${name}\`.`,
      hint,
      file: filter.file,
      span: filter.span,
    }));
}
