// SPDX-License-Identifier: Apache-2.0
/** The `detection` of a rule: its search identifiers, joined by its condition, as one expression. */
import { isScalar, isSeq, type Scalar, type YAMLMap } from "yaml";
import { and, type Expression, mapTests, or } from "../expression.ts";
import { MAX_RULE_PROGRAM_SIZE, programSizeOf } from "../regex/check.ts";
import { ConditionProblem, type ParsedCondition, parseCondition } from "./condition.ts";
import { type Detection, detectionExpression } from "./detection-tree.ts";
import type { Reporter } from "./reporter.ts";
import { type PlaceholdersOf, SearchIdentifierParser } from "./search-identifier.ts";

const NOT_IDENTIFIERS = new Set(["condition", "timeframe"]);

/** What happens to the search identifiers of a rule before they become tests. */
export interface Processing {
  readonly placeholders: PlaceholdersOf;
  /** What became of them; undefined after reporting why nothing did. */
  process(detections: ReadonlyMap<string, Detection>, reporter: Reporter, at: YAMLMap): Processed | undefined;
}

export interface Processed {
  readonly detections: ReadonlyMap<string, Detection>;
  /** Joined to the condition by `and`. */
  readonly added: readonly Expression[];
}

/** The expression, or undefined after reporting why there is none. */
export function parseDetection(
  node: YAMLMap,
  reporter: Reporter,
  processing: Processing,
): Expression | undefined {
  const written = parseIdentifiers(node, reporter, processing.placeholders);
  if (written === undefined) return undefined;
  if (written.size === 0) {
    reporter.report("detection.no_identifier", node);
    return undefined;
  }
  const processed = processing.process(written, reporter, node);
  if (processed === undefined) return undefined;
  const detections = new Map([...processed.detections].map(([name, of]) => [name, detectionExpression(of)]));
  const size = regexSizeOf([...detections.values(), ...processed.added]);
  if (size > MAX_RULE_PROGRAM_SIZE) {
    const message = `They compile to ${size} steps; ${MAX_RULE_PROGRAM_SIZE} are allowed.`;
    reporter.report("regex.too_many", node, message);
    return undefined;
  }
  const condition = parseConditions(node, detections, reporter);
  return condition === undefined ? undefined : and([...processed.added, condition]);
}

/** Steps of RE2; an expression that stands in several places counts once. */
function regexSizeOf(expressions: readonly Expression[]): number {
  const sizes = new Map<string, number>();
  for (const expression of expressions)
    mapTests(expression, (leaf) => {
      if (leaf.test.kind === "regex") {
        const { source, flags } = leaf.test;
        sizes.set(JSON.stringify([source, flags]), programSizeOf(source, flags));
      }
      return leaf;
    });
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

function parseIdentifiers(
  node: YAMLMap,
  reporter: Reporter,
  placeholders: PlaceholdersOf,
): Map<string, Detection> | undefined {
  const parser = new SearchIdentifierParser(reporter, placeholders);
  const detections = new Map<string, Detection>();
  let isSound = true;
  for (const { name, key, value } of identifiersOf(node)) {
    const detection = parser.parse(name, value, key);
    if (detections.has(name)) {
      reporter.report("yaml.duplicate_key", key, `There are two search identifiers \`${name}\`.`);
      isSound = false;
    }
    if (detection === undefined) isSound = false;
    else detections.set(name, detection);
  }
  return isSound ? detections : undefined;
}

/** The search identifiers of a `detection`, with their places. */
export function identifiersOf(node: YAMLMap): { name: string; key: Scalar; value: unknown }[] {
  return node.items.flatMap(({ key, value }) => {
    if (!isScalar(key) || NOT_IDENTIFIERS.has(String(key.value))) return [];
    return [{ name: String(key.value), key, value }];
  });
}

/** A list of conditions is their disjunction (specification 2.1, "Condition"). */
function parseConditions(
  node: YAMLMap,
  detections: ReadonlyMap<string, Expression>,
  reporter: Reporter,
): Expression | undefined {
  const condition = node.get("condition", true);
  if (isSeq(condition) && condition.items.length === 0) {
    reporter.report("condition.missing", condition);
    return undefined;
  }
  const used = new Set<string>();
  const expressions: Expression[] = [];
  for (const item of isSeq(condition) ? condition.items : [condition]) {
    const parsed = parseOne(item, node, detections, reporter);
    if (parsed === undefined) return undefined;
    expressions.push(parsed.expression);
    for (const name of parsed.used) used.add(name);
  }
  for (const { name, key } of identifiersOf(node)) {
    if (used.has(name) || name.startsWith("_")) continue;
    reporter.report("condition.unused_identifier", key, `The condition never uses \`${name}\`.`);
  }
  return or(expressions);
}

function parseOne(
  item: unknown,
  node: YAMLMap,
  detections: ReadonlyMap<string, Expression>,
  reporter: Reporter,
): ParsedCondition | undefined {
  if (!isScalar(item) || typeof item.value !== "string") {
    reporter.report("condition.missing", isScalar(item) ? item : node);
    return undefined;
  }
  const parsed = parseCondition(item.value, detections);
  if (!(parsed instanceof ConditionProblem)) return parsed;
  reporter.report(parsed.code, reporter.locateTokens(item, parsed.tokens), parsed.message);
  return undefined;
}
