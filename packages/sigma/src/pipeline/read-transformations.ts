// SPDX-License-Identifier: Apache-2.0
/** The types of transformations, as pySigma's pipeline files name them, and one of our own: `target_type: hex`. */
import { isMap, type Node } from "yaml";
import type { Value } from "../modifiers/value.ts";
import { type Detection, mapItems } from "../parse/detection-tree.ts";
import { literalPattern, mapLiterals, parsePattern } from "../parse/pattern.ts";
import { SearchIdentifierParser } from "../parse/search-identifier.ts";
import type { LogSource } from "../rule.ts";
import { hashesFields } from "./hashes.ts";
import { readPattern } from "./read-conditions.ts";
import type { Settings } from "./settings.ts";
import { Refusal, type Transformation } from "./transformation.ts";
import {
  changeLiterals,
  changeValue,
  MAX_REPLACED,
  printPattern,
  printValue,
  readPrinted,
  readReplacement,
  replaceMatches,
  type SingleValue,
  textValue,
} from "./values.ts";

type Reader = (settings: Settings) => Transformation | undefined;

const NOTHING: Transformation = { kind: "nothing" };

function withoutEffect(...keys: readonly string[]): Reader {
  return (settings) => {
    for (const key of keys) settings.node(key);
    settings.reporter.report(
      "pipeline.no_effect",
      settings.node("type"),
      `\`${settings.text("type")}\` changes nothing of what a rule finds.`,
    );
    return NOTHING;
  };
}

function unsupported(why: string, ...keys: readonly string[]): Reader {
  return (settings) => {
    for (const key of keys) settings.node(key);
    settings.spoil();
    settings.reporter.report("pipeline.unsupported", settings.node("type"), why);
    return undefined;
  };
}

const nameMapping: Reader = (settings) => {
  const mapping = settings.mapping("mapping");
  return { kind: "names", rename: (field) => mapping.get(field) };
};

const prefixMapping: Reader = (settings) => {
  const mapping = [...settings.mapping("mapping")];
  return {
    kind: "names",
    rename: (field) => {
      const [from, to] = mapping.find(([prefix]) => field.startsWith(prefix)) ?? [];
      return from === undefined ? undefined : to?.map((prefix) => `${prefix}${field.slice(from.length)}`);
    },
  };
};

const prefix: Reader = (settings) => {
  const added = settings.required("prefix");
  return { kind: "names", rename: (field) => [`${added}${field}`] };
};

const suffix: Reader = (settings) => {
  const added = settings.required("suffix");
  return { kind: "names", rename: (field) => [`${field}${added}`] };
};

const addCondition: Reader = (settings) => {
  const node = settings.node("conditions");
  settings.text("name");
  const isTemplate = settings.flag("template");
  const isNegated = settings.flag("negated");
  if (!isMap(node)) return settings.missing("conditions");
  const detection = parseAdded(node, settings);
  if (detection === undefined) return settings.spoil();
  if (!isTemplate) return { kind: "condition", detection: () => detection, isNegated };
  return { kind: "condition", detection: (logsource) => fillTemplate(detection, logsource), isNegated };
};

function parseAdded(node: Node, settings: Settings): Detection | undefined {
  const placeholders = new Map<string, readonly string[]>();
  return new SearchIdentifierParser(settings.reporter, () => placeholders).parse("", node, node);
}

function fillTemplate(detection: Detection, logsource: LogSource): Detection {
  const fill = (text: string): string =>
    text.replaceAll(
      /\$\{?(product|category|service)\b\}?/g,
      (whole, key: keyof LogSource) => logsource[key] ?? whole,
    );
  const changed = mapItems(detection, (one) => {
    const values = one.item.values.map((value) =>
      changeValue(value, (single) =>
        single.kind === "text" ? textValue(mapLiterals(single.pattern, fill), single.cased) : undefined,
      ),
    );
    return { ...one, item: { ...one.item, values } };
  });
  return changed ?? detection;
}

const changeLogsource: Reader = (settings) => {
  const logsource: { product?: string; category?: string; service?: string } = {};
  for (const key of ["product", "category", "service"] as const) {
    const text = settings.text(key)?.toLowerCase();
    if (text !== undefined) logsource[key] = text;
  }
  if (Object.keys(logsource).length === 0) return settings.missing("product");
  return { kind: "logsource", logsource };
};

const replaceString: Reader = (settings) => {
  const pattern = readPattern(settings, "regex");
  const written = settings.text("replacement") ?? settings.missing("replacement") ?? "";
  const skipsSpecial = settings.flag("skip_special");
  const readsSpecial = settings.flag("interpret_special");
  if (pattern === undefined) return undefined;
  const replacement = readReplacement(written, pattern);
  if (replacement === undefined)
    return settings.invalid(
      "`replacement` names a group that `regex` does not have.",
      settings.node("replacement"),
    );
  const replace = (text: string): string | undefined => replaceMatches(text, pattern, replacement);
  const read = readsSpecial ? readPrinted : literalPattern;
  return {
    kind: "values",
    change: (value) => {
      const text = printValue(value);
      if (text === undefined || value.kind === "boolean") return undefined;
      const cased = value.kind === "text" && value.cased;
      const replaced = replace(text);
      if (replaced === undefined)
        return new Refusal("pipeline.value", `A replacement makes more than ${MAX_REPLACED} characters.`);
      if (!skipsSpecial || value.kind !== "text") return textValue(readPrinted(replaced), cased);
      return textValue(
        changeLiterals(value.pattern, (part) => read(replace(part) ?? "")),
        cased,
      );
    },
  };
};

const mapString: Reader = (settings) => {
  const mapping = settings.mapping("mapping");
  return {
    kind: "values",
    change: (value) => {
      const mapped = value.kind === "text" ? mapping.get(printPattern(value.pattern)) : undefined;
      if (mapped === undefined) return undefined;
      const of = mapped.map((text) => textValue(parsePattern(text)));
      return of.length === 1 ? of[0] : { kind: "variants", of };
    },
  };
};

const setValue: Reader = (settings) => {
  const type = settings.oneOf("force_type", ["none", "str", "num"]);
  const value = settings.scalar("value");
  const fixed: SingleValue | undefined =
    value === undefined
      ? { kind: "null" }
      : typeof value === "boolean" && type === "none"
        ? { kind: "boolean", value }
        : typeof value === "number" || type === "num"
          ? numberValue(value)
          : undefined;
  const text = String(value);
  if (type === "num" && fixed === undefined) return settings.invalid(`\`${text}\` is no number.`);
  const isText = type === "str" || fixed === undefined;
  return { kind: "values", change: () => (isText ? textValue(parsePattern(text)) : fixed) };
};

function numberValue(value: string | number | boolean): SingleValue | undefined {
  const number = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
  return Number.isFinite(number) ? { kind: "number", number, text: String(number) } : undefined;
}

const convertType: Reader = (settings) => {
  const type = settings.required("target_type");
  if (type !== "str" && type !== "num" && type !== "hex")
    return settings.invalid("`target_type` must be one of str, num, hex.", settings.node("target_type"));
  return { kind: "values", change: (value) => convert(value, type) };
};

function convert(value: SingleValue, type: "str" | "num" | "hex"): Value | Refusal | undefined {
  const text = printValue(value);
  if (text === undefined || value.kind === "boolean") return undefined;
  if (type === "str") return value.kind === "text" ? undefined : textValue(literalPattern(text));
  const number = numberValue(text);
  if (type === "num") return number ?? new Refusal("pipeline.value", `"${text}" is no number.`);
  // As Windows writes the numbers of processes and logons: 0x3e7.
  if (
    number?.kind !== "number" ||
    !Number.isSafeInteger(number.number) ||
    number.number < 0 ||
    /^0x/i.test(text)
  )
    return undefined;
  return textValue(literalPattern(`0x${number.number.toString(16)}`));
}

const toCase: Reader = (settings) => {
  const method = settings.oneOf("method", ["lower", "upper", "snake_case"]);
  const change = (text: string): string => {
    if (method === "lower") return text.toLowerCase();
    if (method === "upper") return text.toUpperCase();
    return text.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "_").toLowerCase();
  };
  return {
    kind: "values",
    change: (value) =>
      value.kind === "text" ? textValue(mapLiterals(value.pattern, change), value.cased) : undefined,
  };
};

/** Texts match without regard to case already; an expression without a flag tells cases apart. */
const regex: Reader = (settings) => {
  const method = settings.oneOf("method", ["ignore_case_brackets", "ignore_case_flag", "plain"]);
  return {
    kind: "values",
    change: (value) => (value.kind === "text" && method === "plain" ? { ...value, cased: true } : undefined),
  };
};

const wildcardPlaceholders: Reader = (settings) => {
  const isMeant = placeholderFilter(settings);
  return { kind: "placeholders", values: (name) => (isMeant(name) ? ["*"] : undefined) };
};

const valuePlaceholders: Reader = (settings) => {
  const isMeant = placeholderFilter(settings);
  return {
    kind: "placeholders",
    values: (name, variables) => {
      const found = isMeant(name) ? variables.get(name) : undefined;
      return found === undefined ? undefined : [found].flat().map(String);
    },
  };
};

function placeholderFilter(settings: Settings): (name: string) => boolean {
  const [include, exclude] = [settings.texts("include"), settings.texts("exclude")];
  return (name) => (include.length === 0 || include.includes(name)) && !exclude.includes(name);
}

const setState: Reader = (settings) => ({
  kind: "state",
  key: settings.required("key"),
  value: settings.scalar("val") ?? settings.missing("val") ?? "",
});

const ruleFailure: Reader = (settings) => ({
  kind: "refusal",
  refusal: new Refusal("pipeline.refused", settings.required("message")),
});

const itemFailure: Reader = (settings) => {
  const refusal = new Refusal("pipeline.refused", settings.required("message"));
  return { kind: "items", change: () => refusal };
};

export const TRANSFORMATIONS: ReadonlyMap<string, Reader> = new Map(
  Object.entries({
    field_name_mapping: nameMapping,
    field_name_prefix_mapping: prefixMapping,
    field_name_prefix: prefix,
    field_name_suffix: suffix,
    drop_detection_item: (): Transformation => ({ kind: "items", change: () => undefined }),
    hashes_fields: hashesFields,
    add_condition: addCondition,
    change_logsource: changeLogsource,
    replace_string: replaceString,
    map_string: mapString,
    set_value: setValue,
    convert_type: convertType,
    case: toCase,
    regex,
    value_placeholders: valuePlaceholders,
    wildcard_placeholders: wildcardPlaceholders,
    query_expression_placeholders: unsupported(
      "A query expression is text of a query language; here no query is made.",
      "expression",
      "mapping",
      "include",
      "exclude",
    ),
    field_name_transform: unsupported(
      "A function of Python cannot be written in a file.",
      "transform_func",
      "mapping",
    ),
    set_state: setState,
    rule_failure: ruleFailure,
    detection_item_failure: itemFailure,
    strict_field_mapping_failure: (): Transformation => ({ kind: "strict" }),
    add_field: withoutEffect("field"),
    remove_field: withoutEffect("field"),
    set_field: withoutEffect("fields"),
    set_custom_attribute: withoutEffect("attribute", "value"),
  }),
);
