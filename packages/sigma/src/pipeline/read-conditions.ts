// SPDX-License-Identifier: Apache-2.0
/** The types of conditions, as pipeline files name them. */
import {
  COMPARISONS,
  hasAttribute,
  hasField,
  hasState,
  hasTag,
  hasValue,
  type ItemCondition,
  isAbout,
  type NameCondition,
  namesOneOf,
  type RuleCondition,
  startsLike,
  values,
} from "./conditions.ts";
import type { Settings } from "./settings.ts";
import { compilePlain, printValue } from "./values.ts";

type Readers<C> = Readonly<Record<string, (settings: Settings) => C | undefined>>;

const RULE: Readers<RuleCondition> = {
  logsource: (settings) => {
    const wanted: { product?: string; category?: string; service?: string } = {};
    for (const key of ["product", "category", "service"] as const) {
      const text = settings.text(key)?.toLowerCase();
      if (text !== undefined) wanted[key] = text;
    }
    return isAbout(wanted);
  },
  contains_field: (settings) => hasField(settings.required("field")),
  contains_detection_item: (settings) =>
    hasValue(settings.required("field"), settings.scalar("value") ?? settings.missing("value") ?? ""),
  processing_item_applied: (settings) => {
    const id = settings.required("processing_item_id");
    return ({ applied }) => applied.has(id);
  },
  processing_state: readState,
  is_sigma_rule: () => () => true,
  is_sigma_correlation_rule: () => () => false,
  rule_attribute: (settings) =>
    hasAttribute(
      settings.required("attribute"),
      settings.oneOf("op", [...COMPARISONS, "in", "not_in"]),
      settings.scalar("value") ?? settings.missing("value") ?? "",
    ),
  tag: (settings) => hasTag(settings.required("tag")),
};

const ANY_ALL = ["any", "all"] as const;

const ITEM: Readers<ItemCondition> = {
  match_string: (settings) => {
    const cond = settings.oneOf("cond", ANY_ALL);
    const isNegated = settings.flag("negate");
    const pattern = readPattern(settings, "pattern");
    if (pattern === undefined) return undefined;
    return values(
      cond,
      (value) => startsLike(value.kind === "text" ? printValue(value) : undefined, pattern) !== isNegated,
    );
  },
  match_value: (settings) => {
    const wanted = settings.required("value");
    return values(settings.oneOf("cond", ANY_ALL), (value) => printValue(value) === wanted);
  },
  contains_wildcard: (settings) =>
    values(
      settings.oneOf("cond", ANY_ALL),
      (value) => value.kind === "text" && value.pattern.parts.some((part) => typeof part === "number"),
    ),
  is_null: (settings) => values(settings.oneOf("cond", ANY_ALL), ({ kind }) => kind === "null"),
  processing_item_applied: (settings) => {
    const id = settings.required("processing_item_id");
    return ({ applied }) => applied?.has(id) ?? false;
  },
  processing_state: (settings) => {
    const holds = readState(settings);
    return (_, rule) => holds(rule);
  },
};

const NAME: Readers<NameCondition> = {
  include_fields: (settings) => readFields(settings, false),
  exclude_fields: (settings) => readFields(settings, true),
  processing_item_applied: (settings) => {
    const id = settings.required("processing_item_id");
    return (_, applied) => applied.has(id);
  },
  processing_state: (settings) => {
    const holds = readState(settings);
    return (_field, _applied, rule) => holds(rule);
  },
};

function readState(settings: Settings): RuleCondition {
  const value = settings.scalar("val") ?? settings.missing("val") ?? "";
  return hasState(settings.required("key"), settings.oneOf("op", COMPARISONS), value);
}

export function readPattern(settings: Settings, key: string) {
  const source = settings.required(key);
  const pattern = compilePlain(source);
  return pattern ?? settings.invalid(`\`${source}\` is no regular expression of RE2.`, settings.node(key));
}

function readFields(settings: Settings, isExcluded: boolean): NameCondition | undefined {
  const names = settings.texts("fields");
  if (names.length === 0) return settings.missing("fields");
  if (settings.oneOf("mode", ["plain", "regex"]) === "plain")
    return namesOneOf((field) => names.includes(field), isExcluded);
  const patterns = names.flatMap((name) => compilePlain(name) ?? []);
  if (patterns.length < names.length)
    return settings.invalid("`fields` holds what is no regular expression of RE2.", settings.node("fields"));
  return namesOneOf((field) => patterns.some((pattern) => startsLike(field, pattern)), isExcluded);
}

function reader<C>(readers: Readers<C>) {
  return (settings: Settings, type: string): C | undefined => {
    const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
    if (read !== undefined) return read(settings);
    if (type !== "")
      settings.reporter.report(
        "pipeline.unknown",
        settings.node("type"),
        `There is no condition \`${type}\` here; there are ${Object.keys(readers).join(", ")}.`,
      );
    return undefined;
  };
}

export const readRuleCondition = reader(RULE);
export const readItemCondition = reader(ITEM);
export const readNameCondition = reader(NAME);
