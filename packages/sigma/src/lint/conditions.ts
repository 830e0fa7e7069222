// SPDX-License-Identifier: Apache-2.0
/**
 * The condition as a function of its search identifiers: tried with all of them true and false, so that what is said
 * of it is certain. Then what it takes of an event: something, or only the absence of something.
 */
import { isScalar, isSeq, type YAMLMap } from "yaml";
import { type Expression, KEYWORDS, or } from "../expression.ts";
import { ConditionProblem, parseCondition } from "../parse/condition.ts";
import { identifiersOf } from "../parse/detection.ts";
import type { Detection } from "../parse/detection-tree.ts";
import { literalText, type Pattern } from "../parse/pattern.ts";
import type { Reporter } from "../parse/reporter.ts";

/** With more, not all of their combinations are tried. */
const MAX_IDENTIFIERS = 12;
/** Shorter, a text stands in nearly every log by chance. */
const SHORTEST = 3;

export function lintCondition(
  node: YAMLMap,
  detections: ReadonlyMap<string, Detection>,
  reporter: Reporter,
): void {
  const names = [...detections.keys()];
  const condition = conditionOf(node, names);
  if (condition === undefined || names.length > MAX_IDENTIFIERS) return;
  const { expression, used } = condition;
  const at = node.get("condition", true);
  const outcomes = tableOf(expression, names);
  if (outcomes.every((outcome) => outcome === outcomes[0])) {
    const always = outcomes[0] === true ? "always" : "never";
    reporter.report("lint.condition_constant", at, `The condition is ${always} true, whatever is selected.`);
    return;
  }
  for (const { name, key } of identifiersOf(node))
    if (used.has(name) && !hasEffect(names.indexOf(name), outcomes))
      reporter.report("lint.no_effect", key, `\`${name}\` does not change what the condition says.`);
  if (outcomes[0] === true) reporter.report("lint.only_negative", at);
  else lintBreadth({ node, names, outcomes, detections }, reporter);
}

interface Breadth {
  readonly node: YAMLMap;
  readonly names: readonly string[];
  readonly outcomes: readonly boolean[];
  readonly detections: ReadonlyMap<string, Detection>;
}

/** Selections that suffice alone. */
function lintBreadth({ node, names, outcomes, detections }: Breadth, reporter: Reporter): void {
  for (const { name, key } of identifiersOf(node)) {
    const detection = detections.get(name);
    if (detection === undefined || outcomes[1 << names.indexOf(name)] !== true) continue;
    const width = breadthOf(detection);
    if (width === "any") reporter.report("lint.too_broad", key, `\`${name}\` takes nearly every event.`);
    if (width === "short")
      reporter.report(
        "lint.short_value",
        key,
        `\`${name}\` looks for less than ${SHORTEST} characters anywhere.`,
      );
  }
}

type Width = "any" | "short" | "narrow";
const WIDTHS: readonly Width[] = ["any", "short", "narrow"];

/** Of what must all hold the narrowest counts, of what may hold the broadest. */
function breadthOf(detection: Detection): Width {
  if (detection.kind === "item") return breadthOfItem(detection);
  const ranks = detection.of.map((child) => WIDTHS.indexOf(breadthOf(child)));
  return WIDTHS[detection.kind === "all" ? Math.max(...ranks) : Math.min(...ranks)] ?? "narrow";
}

function breadthOfItem({ item }: Extract<Detection, { kind: "item" }>): Width {
  const { values, linking, negated, origin } = item;
  if (negated) return "narrow"; // most mean what they say, such as a port that is not the usual one
  const isFree = origin.modifiers.includes("contains") || item.field === KEYWORDS;
  const ranks = values.map((value) =>
    WIDTHS.indexOf(value.kind === "text" ? breadthOfText(value.pattern, isFree) : "narrow"),
  );
  return WIDTHS[linking === "all" ? Math.max(...ranks) : Math.min(...ranks)] ?? "narrow";
}

function breadthOfText(pattern: Pattern, isFree: boolean): Width {
  const { length } = literalText(pattern);
  if (length === 0 && pattern.parts.length > 0) return "any";
  return isFree && length < SHORTEST && !/[^\u0020-\u007e]/.test(literalText(pattern)) ? "short" : "narrow";
}

function conditionOf(node: YAMLMap, names: readonly string[]) {
  const atoms = new Map(names.map((name): [string, Expression] => [name, atom(name)]));
  const given = node.get("condition", true);
  const used = new Set<string>();
  const parts: Expression[] = [];
  for (const item of isSeq(given) ? given.items : [given]) {
    if (!isScalar(item) || typeof item.value !== "string") return undefined;
    const parsed = parseCondition(item.value, atoms);
    if (parsed instanceof ConditionProblem) return undefined;
    parts.push(parsed.expression);
    for (const name of parsed.used) used.add(name);
  }
  return { expression: or(parts), used };
}

/** Stands for a selection, whatever it holds. */
function atom(name: string): Expression {
  return { kind: "test", field: name, test: { kind: "exists" } };
}

/** The outcome for each combination: bit n says whether the n-th identifier is true. */
function tableOf(expression: Expression, names: readonly string[]): readonly boolean[] {
  return Array.from({ length: 2 ** names.length }, (_, combination) =>
    outcomeOf(expression, (name) => ((combination >> names.indexOf(name)) & 1) === 1),
  );
}

function outcomeOf(expression: Expression, isTrue: (name: string) => boolean): boolean {
  switch (expression.kind) {
    case "and":
      return expression.of.every((child) => outcomeOf(child, isTrue));
    case "or":
      return expression.of.some((child) => outcomeOf(child, isTrue));
    case "not":
      return !outcomeOf(expression.of, isTrue);
    case "constant":
      return expression.value;
    case "test":
      return isTrue(String(expression.field));
  }
}

function hasEffect(bit: number, outcomes: readonly boolean[]): boolean {
  return outcomes.some((outcome, combination) => outcome !== outcomes[combination ^ (1 << bit)]);
}
