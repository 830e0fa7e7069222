// SPDX-License-Identifier: Apache-2.0
/**
 * One search identifier of a detection: a map (all of its items), a list of maps (any of them), or a list of keywords
 * (any of them, anywhere in the event). Specification 2.1, "Search-Identifier".
 */
import { isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from "yaml";
import { type Field, type ItemOrigin, KEYWORDS } from "../expression.ts";
import {
  LINK_MODIFIERS,
  MODIFIERS,
  type Placeholders,
  readItem,
  type ValueProblem,
} from "../modifiers/apply.ts";
import { ModifierProblem, type Value } from "../modifiers/value.ts";
import { countValues, type Detection } from "./detection-tree.ts";
import { parsePattern } from "./pattern.ts";
import type { Reporter } from "./reporter.ts";

/** Tests of one rule, variants of values included. */
export const MAX_TESTS = 50_000;

/** What `%placeholders%` stand for in the values of a field. */
export type PlaceholdersOf = (field: Field) => Placeholders;

export class SearchIdentifierParser {
  readonly #reporter: Reporter;
  readonly #placeholders: PlaceholdersOf;
  #tests = 0;
  #selection = "";
  /** A list of keywords is one item. */
  #keywords: ItemOrigin = { selection: "", modifiers: [] };

  constructor(reporter: Reporter, placeholders: PlaceholdersOf) {
    this.#reporter = reporter;
    this.#placeholders = placeholders;
  }

  /** What one search identifier holds, or undefined after reporting why there is none. */
  parse(name: string, node: unknown, at: Node | null): Detection | undefined {
    this.#selection = name;
    this.#keywords = { selection: name, modifiers: [] };
    if (isMap(node)) return this.#map(node);
    if (isSeq(node)) {
      if (node.items.length === 0) return this.#fail("detection.empty", node);
      return this.#any(node.items.map((item) => (isMap(item) ? this.#map(item) : this.#keyword(item, node))));
    }
    return this.#keyword(node, at);
  }

  #any(children: readonly (Detection | undefined)[]): Detection | undefined {
    const sound = children.filter((child) => child !== undefined);
    return sound.length === children.length ? { kind: "any", of: sound } : undefined;
  }

  #map(map: YAMLMap): Detection | undefined {
    if (map.items.length === 0) return this.#fail("detection.empty", map);
    const items = map.items.map((pair) => this.#item(pair, map));
    const sound = items.filter((item) => item !== undefined);
    return sound.length === items.length ? { kind: "all", of: sound } : undefined;
  }

  #item(pair: Pair, map: YAMLMap): Detection | undefined {
    const key = isScalar(pair.key) ? pair.key : undefined;
    if (key === undefined) return this.#fail("detection.invalid_value", map, "A field name must be a text.");
    const [name = "", ...modifiers] = String(key.value).split("|");
    const unknown = modifiers.find((modifier) => !MODIFIERS.has(modifier) && !LINK_MODIFIERS.has(modifier));
    if (unknown !== undefined)
      return this.#fail("modifier.unknown", key, `There is no modifier \`${unknown}\`.`);
    const item: ItemOrigin = { selection: this.#selection, modifiers };
    return this.#build(name === "" ? KEYWORDS : name, item, pair.value, key);
  }

  #keyword(node: unknown, at: Node | null): Detection | undefined {
    return this.#build(KEYWORDS, this.#keywords, node, at);
  }

  #build(field: Field, origin: ItemOrigin, node: unknown, at: Node | null): Detection | undefined {
    if (this.#tests > MAX_TESTS) return undefined; // said once already
    const nodes: readonly unknown[] = isSeq(node) ? node.items : [node];
    if (nodes.length === 0) return this.#fail("detection.empty", at);
    const values: Value[] = [];
    for (const item of nodes) {
      const value = toValue(item);
      if (value === undefined) return this.#fail("detection.invalid_value", isScalar(item) ? item : at);
      values.push(value);
    }
    const item = readItem(field, values, this.#placeholders(field), origin);
    if (item instanceof ModifierProblem) return this.#fail(item.code, at, item.message);
    if ("problem" in item) return this.#failAtValue(item, nodes, at);
    const detection = { kind: "item", item, at } as const;
    this.#tests += countValues(detection);
    if (this.#tests <= MAX_TESTS) return detection;
    return this.#fail("detection.too_large", at, `The detection makes more than ${MAX_TESTS} tests.`);
  }

  #failAtValue({ value, problem }: ValueProblem, nodes: readonly unknown[], at: Node | null): undefined {
    const node = problem.concerns === "value" ? nodes[value] : at;
    return this.#fail(problem.code, isScalar(node) ? node : at, problem.message);
  }

  #fail(code: Parameters<Reporter["report"]>[0], at: Node | null, message?: string): undefined {
    this.#reporter.report(code, at, message);
  }
}

/** A scalar of YAML as a value; undefined where it is none. */
export function toValue(node: unknown): Value | undefined {
  if (node === null) return { kind: "null" };
  if (!isScalar(node)) return undefined;
  const { value } = node;
  if (typeof value === "string") {
    return { kind: "text", pattern: parsePattern(value), cased: false, raw: value, isBytes: false };
  }
  if (typeof value === "number") return { kind: "number", number: value, text: numberText(node, value) };
  if (typeof value === "boolean") return { kind: "boolean", value };
  return value === null || value === undefined ? { kind: "null" } : undefined;
}

/** As JSON would print it; where a number is too large for that to be exact, as written. */
function numberText(node: Scalar, value: number): string {
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? (node.source ?? String(value))
    : String(value);
}
