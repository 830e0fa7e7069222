// SPDX-License-Identifier: Apache-2.0
/** A document with `filter`. */
import { isMap, isScalar, isSeq, YAMLMap } from "yaml";
import type { Filter } from "../filter/filter.ts";
import type { StartRun } from "../pipeline/run.ts";
import { NO_HEAD } from "../rule.ts";
import { type Attributes, textsOf } from "./attributes.ts";
import { checkAttributes } from "./conventions.ts";
import { parseDetection } from "./detection.ts";
import type { Reporter } from "./reporter.ts";

export function parseFilter(attributes: Attributes, start: StartRun): Filter | undefined {
  const { root, reporter } = attributes;
  checkAttributes(root, reporter, "filter");
  const head = attributes.head();
  const logsource = attributes.logsource();
  const node = attributes.node("filter");
  if (!isMap(node)) {
    reporter.report("rule.invalid", node, "`filter` must be a map with `rules`, selections and `condition`.");
    return undefined;
  }
  const rules = parseRulesOf(node, reporter);
  const run = start({ head: head ?? NO_HEAD, logsource: logsource ?? {} });
  const condition = parseDetection(withoutRules(node), reporter, run);
  if (head === undefined || logsource === undefined || rules === undefined || condition === undefined)
    return undefined;
  return { ...head, logsource: run.logsource, rules, condition };
}

/** A list that is empty means all, as in pySigma. */
function parseRulesOf(node: YAMLMap, reporter: Reporter): Filter["rules"] | undefined {
  const rules = node.get("rules", true);
  if (isScalar(rules) && /^(any|all)$/i.test(String(rules.value))) return "any";
  if (isSeq(rules) && rules.items.length === 0) return "any";
  const names = textsOf(rules);
  if (names.length > 0) return names;
  reporter.report("rule.missing", rules ?? node, "The filter has no `rules`: ids, names, or `any`.");
  return undefined;
}

/** The rest of the map is as the `detection` of a rule. */
function withoutRules(node: YAMLMap): YAMLMap {
  const rest = new YAMLMap(node.schema);
  rest.items = node.items.filter(({ key }) => !isScalar(key) || key.value !== "rules");
  rest.range = node.range ?? null;
  return rest;
}
