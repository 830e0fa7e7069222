// SPDX-License-Identifier: Apache-2.0
/** A document with `correlation` (Sigma correlation specification 2.1). */
import { isMap, isNode, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import {
  COMPARISONS,
  CORRELATION_TYPES,
  type Comparing,
  type Correlation,
  type CorrelationType,
  type RuleReference,
  type Threshold,
} from "../correlation/correlation.ts";
import { hasNot, parseRuleExpression, rulesOf } from "../correlation/rule-expression.ts";
import { type Attributes, textsOf } from "./attributes.ts";
import { checkAttributes } from "./conventions.ts";
import type { Reporter } from "./reporter.ts";

const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const TIMESPAN = /^(\d{1,6})([smhdw])$/;
/** What is kept of a group goes back this far. */
const MAX_TIMESPAN_MS = 366 * 86_400_000;
const MAX_NAMES = 200;
/** So much of one group is kept. */
const MAX_COUNT = 100_000;

export function parseCorrelation(attributes: Attributes): Correlation | undefined {
  const { root, reporter } = attributes;
  checkAttributes(root, reporter, "correlation");
  const head = attributes.head();
  const level = attributes.level(undefined);
  const node = attributes.node("correlation");
  if (!isMap(node)) {
    reporter.report("rule.invalid", node, "`correlation` must be a map with `type`, `rules` and `timespan`.");
    return undefined;
  }
  const body = new CorrelationReader(node, reporter).read();
  if (head === undefined || level === "invalid" || body === undefined) return undefined;
  // The specification has it beside `correlation`, examples within.
  const generate = isTrue(attributes.node("generate")) || isTrue(node.get("generate", true));
  return { ...head, ...body, generate, ...(level === undefined ? {} : { level }) };
}

type Body = Pick<Correlation, "type" | "rules" | "groupBy" | "aliases" | "timespanMs" | "condition">;

class CorrelationReader {
  readonly #node: YAMLMap;
  readonly #reporter: Reporter;

  constructor(node: YAMLMap, reporter: Reporter) {
    this.#node = node;
    this.#reporter = reporter;
  }

  read(): Body | undefined {
    const type = this.#type();
    const timespanMs = this.#timespan();
    const groupBy = this.#names("group-by");
    const aliases = this.#aliases();
    const named = this.#names("rules");
    if (
      type === undefined ||
      timespanMs === undefined ||
      groupBy === undefined ||
      aliases === undefined ||
      named === undefined
    )
      return undefined;
    const condition = this.#condition(type, named);
    if (condition === undefined) return undefined;
    const rules = this.#references(named, condition);
    if (rules.length > 0) return { type, rules, groupBy, aliases, timespanMs, condition };
    this.#report("rule.missing", this.#get("rules"), "The correlation has no `rules`.");
    return undefined;
  }

  #get(key: string): Node | undefined {
    return this.#node.get(key, true);
  }

  #report(code: Parameters<Reporter["report"]>[0], place: Node | undefined, message: string): void {
    this.#reporter.report(code, place ?? this.#node, message);
  }

  #type(): CorrelationType | undefined {
    const node = this.#get("type");
    const text = isScalar(node) ? String(node.value) : undefined;
    const type = CORRELATION_TYPES.find((known) => known === text);
    if (text === undefined) this.#report("rule.missing", node, "The correlation has no `type`.");
    else if (type === undefined)
      this.#report("rule.invalid", node, `\`type: ${text}\` is not one of ${CORRELATION_TYPES.join(", ")}.`);
    return type;
  }

  #timespan(): number | undefined {
    const node = this.#get("timespan");
    if (node === undefined) {
      this.#report("rule.missing", node, "The correlation has no `timespan`.");
      return undefined;
    }
    const [, count = "0", unit = "s"] = TIMESPAN.exec(isScalar(node) ? String(node.value) : "") ?? [];
    const timespan = Number(count) * (UNITS_MS[unit] ?? 0);
    if (timespan > 0 && timespan <= MAX_TIMESPAN_MS) return timespan;
    const message = "A `timespan` is a number and s, m, h, d or w, such as 90m; a year at most.";
    this.#report("rule.invalid", node, message);
    return undefined;
  }

  /** The list may be absent. */
  #names(key: string): readonly string[] | undefined {
    const names = textsOf(this.#get(key));
    if (names.length <= MAX_NAMES) return names;
    this.#report("rule.invalid", this.#get(key), `\`${key}\` has more than ${MAX_NAMES} names.`);
    return undefined;
  }

  #aliases(): Correlation["aliases"] | undefined {
    const node = this.#get("aliases");
    const aliases = new Map<string, Map<string, string>>();
    if (node === undefined || (isScalar(node) && node.value === null)) return aliases;
    const isSound =
      isMap(node) &&
      node.items.every(({ key, value }) => {
        const fields = fieldsByRule(value);
        if (!isScalar(key) || fields === undefined) return false;
        aliases.set(String(key.value), fields);
        return true;
      });
    if (isSound) return aliases;
    this.#report("rule.invalid", node, "`aliases` maps each alias to a map of rule names to fields.");
    return undefined;
  }

  #condition(type: CorrelationType, named: readonly string[]): Correlation["condition"] | undefined {
    const node = this.#get("condition");
    const isTemporal = type === "temporal" || type === "temporal_ordered";
    if (isMap(node)) return this.#comparing(type, node);
    if (isTemporal && isScalar(node) && typeof node.value === "string")
      return this.#expression(type, node.value, node);
    if (isTemporal && node === undefined)
      return { kind: "expression", expression: { kind: "and", of: named.map(ruleNamed) } };
    const code = node === undefined ? "rule.missing" : "correlation.condition";
    this.#report(code, node, `\`${type}\` needs a \`condition\` such as \`gte: 10\`.`);
    return undefined;
  }

  #expression(type: CorrelationType, text: string, node: Node): Correlation["condition"] | undefined {
    const expression = parseRuleExpression(text);
    if (typeof expression === "string") {
      this.#report("correlation.condition", node, expression);
      return undefined;
    }
    if (type === "temporal_ordered" && hasNot(expression)) {
      this.#report("correlation.condition", node, "What did not happen has no place in an order.");
      return undefined;
    }
    return { kind: "expression", expression };
  }

  #comparing(type: CorrelationType, node: YAMLMap): Comparing | undefined {
    const thresholds: Threshold[] = [];
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : "";
      if (name === "field" || name === "percentile") continue;
      const comparison = COMPARISONS.find((known) => known === name);
      const number = isScalar(value) ? Number(value.value ?? Number.NaN) : Number.NaN;
      if (comparison === undefined || !Number.isFinite(number)) {
        const message = `\`${name}\` is no comparison with a number: ${COMPARISONS.join(", ")}.`;
        this.#report("correlation.condition", isNode(value) ? value : node, message);
        return undefined;
      }
      thresholds.push({ comparison, value: number });
    }
    return this.#measuring(type, node, thresholds);
  }

  #measuring(type: CorrelationType, node: YAMLMap, thresholds: readonly Threshold[]): Comparing | undefined {
    const fields = textsOf(node.get("field", true));
    const given = node.get("percentile");
    const percentile = type === "value_median" ? 50 : Number(given ?? Number.NaN);
    const isTooHigh = type.endsWith("_count") && thresholds.some(({ value }) => value > MAX_COUNT);
    const problems = [
      isTooHigh && `Counts go up to ${MAX_COUNT}.`,
      thresholds.length === 0 && "There is no comparison, such as `gte: 10`.",
      type.startsWith("value_") && fields.length === 0 && `\`${type}\` needs a \`field\` in its condition.`,
      type !== "value_count" && fields.length > 1 && `\`${type}\` takes one \`field\`.`,
      type === "value_percentile" &&
        !(percentile >= 0 && percentile <= 100) &&
        "`value_percentile` needs a `percentile` from 0 to 100 in its condition.",
    ].filter((problem) => problem !== false);
    for (const problem of problems) this.#report("correlation.condition", node, problem);
    return problems.length > 0 ? undefined : { kind: "thresholds", thresholds, fields, percentile };
  }

  /** Of an expression, also those that it alone names: pySigma lets `rules` be left out beside it. */
  #references(named: readonly string[], condition: Correlation["condition"]): readonly RuleReference[] {
    const list = this.#get("rules");
    const spanOf = (name: string) => {
      const items = isSeq(list) ? list.items : [list];
      const item = items.find((one) => isScalar(one) && String(one.value) === name);
      return this.#reporter.spanOf(isNode(item) ? item : (this.#get("condition") ?? this.#node));
    };
    const used = condition.kind === "expression" ? rulesOf(condition.expression) : [];
    return [...new Set([...named, ...used])].map((name) => {
      const span = spanOf(name);
      return { name, ...(span === undefined ? {} : { span }) };
    });
  }
}

function ruleNamed(name: string): { readonly kind: "rule"; readonly name: string } {
  return { kind: "rule", name };
}

function fieldsByRule(node: unknown): Map<string, string> | undefined {
  if (!isMap(node)) return undefined;
  const fields = new Map<string, string>();
  for (const { key, value } of node.items) {
    if (!isScalar(key) || !isScalar(value) || value.value === null) return undefined;
    fields.set(String(key.value), String(value.value));
  }
  return fields;
}

function isTrue(node: unknown): boolean {
  return isScalar(node) && node.value === true;
}
