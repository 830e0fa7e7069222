// SPDX-License-Identifier: Apache-2.0
/** Conditions of processing items: about the rule, about one of its items, about the name of a field. */
import type { RE2JS } from "re2js";
import type { Field } from "../expression.ts";
import type { Detection } from "../parse/detection-tree.ts";
import { type ItemDetection, itemsOf } from "../parse/detection-tree.ts";
import { LEVELS, type LogSource, type RuleHead, STATUSES } from "../rule.ts";
import type { Setting } from "./settings.ts";
import { printValue, type SingleValue, singleValues } from "./values.ts";

/** What conditions may ask of a rule that is under way through pipelines. */
export interface RuleView {
  readonly head: RuleHead;
  readonly level: string | undefined;
  readonly logsource: LogSource;
  readonly detections: Iterable<Detection>;
  readonly state: ReadonlyMap<string, Setting | readonly Setting[]>;
  /** Ids of the processing items that were applied. */
  readonly applied: ReadonlySet<string>;
}

export type RuleCondition = (rule: RuleView) => boolean;
export type ItemCondition = (detection: ItemDetection, rule: RuleView) => boolean;
export type NameCondition = (field: Field, applied: ReadonlySet<string>, rule: RuleView) => boolean;

export const COMPARISONS = ["eq", "ne", "gte", "gt", "lte", "lt"] as const;
export type Operator = (typeof COMPARISONS)[number];

export function compare(left: Setting, operator: Operator, right: Setting): boolean {
  switch (operator) {
    case "eq":
      return left === right;
    case "ne":
      return left !== right;
    case "gte":
      return left >= right;
    case "gt":
      return left > right;
    case "lte":
      return left <= right;
    case "lt":
      return left < right;
  }
}

/** What it leaves open, the rule may say. */
export function isAbout(wanted: LogSource): RuleCondition {
  return ({ logsource }) =>
    (["product", "category", "service"] as const).every(
      (key) => wanted[key] === undefined || wanted[key] === logsource[key],
    );
}

export function hasField(field: string): RuleCondition {
  return (rule) => anyItem(rule, ({ item }) => item.field === field);
}

export function hasValue(field: string, value: Setting): RuleCondition {
  const wanted = String(value);
  return (rule) =>
    anyItem(
      rule,
      ({ item }) => item.field === field && valuesOf(item.values).some((one) => printValue(one) === wanted),
    );
}

function anyItem(rule: RuleView, holds: (detection: ItemDetection) => boolean): boolean {
  for (const detection of rule.detections)
    for (const item of itemsOf(detection)) if (holds(item)) return true;
  return false;
}

function valuesOf(values: ItemDetection["item"]["values"]): readonly SingleValue[] {
  return values.flatMap((value) => [...singleValues(value)]);
}

export function hasState(key: string, operator: Operator, value: Setting): RuleCondition {
  return ({ state }) => {
    const actual = state.get(key);
    return actual !== undefined && !isList(actual) && compare(actual, operator, value);
  };
}

function isList(value: Setting | readonly Setting[]): value is readonly Setting[] {
  return Array.isArray(value);
}

/** In the order of their weight, so that they can be compared. */
const RANKS: Readonly<Record<string, readonly string[]>> = {
  level: LEVELS,
  status: STATUSES.toReversed(),
};

export function hasAttribute(
  attribute: string,
  operator: Operator | "in" | "not_in",
  value: Setting,
): RuleCondition {
  return ({ head, level }) => {
    const actual: unknown = new Map<string, unknown>(Object.entries({ ...head, level })).get(attribute);
    if (actual === undefined) return false;
    if (Array.isArray(actual)) return compareList(actual, operator, String(value));
    if (operator === "in" || operator === "not_in") return false;
    const ranks = RANKS[attribute];
    if (ranks === undefined) return compare(String(actual), operator, String(value));
    return compare(ranks.indexOf(String(actual)), operator, ranks.indexOf(String(value).toLowerCase()));
  };
}

/** A list is never equal to a value. */
function compareList(list: readonly unknown[], operator: Operator | "in" | "not_in", value: string): boolean {
  if (operator === "in") return list.includes(value);
  return operator === "not_in" ? !list.includes(value) : operator === "ne";
}

export function hasTag(tag: string): RuleCondition {
  return ({ head }) => head.tags.some((one) => one.toLowerCase() === tag.toLowerCase());
}

/** Of the values of an item, any or all. */
export function values(cond: "any" | "all", holds: (value: SingleValue) => boolean): ItemCondition {
  return ({ item }) => {
    const all = valuesOf(item.values);
    return cond === "any" ? all.some(holds) : all.every(holds);
  };
}

/** As Python's `re.match`: from the start of the text. */
export function startsLike(text: string | undefined, pattern: RE2JS): boolean {
  return text !== undefined && pattern.matcher(text).lookingAt();
}

export function namesOneOf(holds: (field: string) => boolean, isExcluded: boolean): NameCondition {
  return (field) => (typeof field === "string" && holds(field)) !== isExcluded;
}
