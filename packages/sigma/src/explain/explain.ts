// SPDX-License-Identifier: Apache-2.0
/**
 * Why a rule matches an event, or does not: its tree with the verdict of each part. The verdicts are those of the
 * closures that the engine runs, so the root is what the engine says.
 *
 * The tree that is matched has no names: nested parts of one kind are one. What was written together is found again by
 * the origin of its tests, which changes no verdict, since `and` and `or` may be grouped in any way.
 */
import type { JsonObject } from "../event/event.ts";
import type { Expression } from "../expression.ts";
import { type EventSource, isEligible, type RecognisedEvent } from "../logsource/log-type.ts";
import { GENERIC } from "../logsource/recognise.ts";
import { recogniseAs } from "../logsource/said-source.ts";
import type { LogSource, SigmaRule } from "../rule.ts";
import type { ExplainedLogSource, ExplainedNode, Explanation } from "./explanation.ts";
import { explainItem, itemOf } from "./item.ts";
import { Leaves, testsOf } from "./leaves.ts";

const NO_SOURCE: EventSource = {
  logType: GENERIC,
  product: undefined,
  services: [],
  categories: [],
  isOpen: false,
};

/** `source`: what the event is taken to be from, as in `Ruleset.match`. */
export function explain(rule: SigmaRule, event: JsonObject, source?: LogSource): Explanation {
  const recognised = recogniseAs(event, source, new Map());
  const logsource = explainLogSource(rule, recognised);
  const leaves = new Leaves(rule, event, recognised ?? { source: NO_SOURCE, record: event });
  const detection = new Explainer(leaves).node(rule.detection, undefined);
  const { isDecided } = leaves;
  return { matched: isDecided && logsource.applies && detection.matched, isDecided, logsource, detection };
}

function explainLogSource(
  { logsource }: SigmaRule,
  recognised: RecognisedEvent | undefined,
): ExplainedLogSource {
  if (recognised === undefined) return { applies: false, rule: logsource };
  const { product, categories, services } = recognised.source;
  return {
    applies: isEligible(logsource, recognised.source),
    rule: logsource,
    event: { ...(product === undefined ? {} : { product }), categories, services },
  };
}

class Explainer {
  readonly #leaves: Leaves;

  constructor(leaves: Leaves) {
    this.#leaves = leaves;
  }

  /** `within`: the selection that what is around it was written in. */
  node(expression: Expression, within: string | undefined): ExplainedNode {
    if (expression.kind === "constant") return { kind: "constant", matched: expression.value };
    const selection = within ?? selectionOf(expression);
    const named = within === undefined && selection !== undefined ? { selection } : {};
    if (itemOf(expression) !== undefined || expression.kind === "test") {
      const [kind, of] = isJunction(expression)
        ? [expression.kind, expression.of]
        : ["or" as const, [expression]];
      const item = explainItem(kind, of, this.#leaves);
      if (item !== undefined) return { ...item, ...named };
    }
    if (!isJunction(expression)) return this.#negation(expression, within);
    const children = this.#children(expression, selection);
    const isAll = expression.kind === "and";
    const matched = isAll ? children.every(isTrue) : children.some(isTrue);
    return { kind: isAll ? "all" : "any", matched, ...named, of: children };
  }

  /** What it negates has the name: `not filter` is no part of `filter`. */
  #negation(expression: Exclude<Expression, Junction>, within: string | undefined): ExplainedNode {
    if (expression.kind !== "not") return { kind: "constant", matched: false };
    const of = this.node(expression.of, within);
    return { kind: "not", matched: !of.matched, of };
  }

  /** Neighbours of one selection are put together; within a selection, those of one item. */
  #children({ kind, of }: Junction, selection: string | undefined): ExplainedNode[] {
    const runs = runsOf(of, selection === undefined ? selectionOf : itemOf);
    return runs.flatMap((run) => {
      const together: Expression = { kind, of: run };
      const isOne = run.length > 1 && (selection === undefined || itemOf(together) !== undefined);
      return isOne ? [this.node(together, selection)] : run.map((child) => this.node(child, selection));
    });
  }
}

type Junction = Extract<Expression, { kind: "and" | "or" }>;

function isJunction(expression: Expression): expression is Junction {
  return expression.kind === "and" || expression.kind === "or";
}

function isTrue({ matched }: ExplainedNode): boolean {
  return matched;
}

/** The selection that all tests of an expression were written in. */
function selectionOf(expression: Expression): string | undefined {
  let selection: string | undefined;
  for (const { origin } of testsOf(expression)) {
    if (origin === undefined || (selection ?? origin.item.selection) !== origin.item.selection)
      return undefined;
    selection = origin.item.selection;
  }
  return selection;
}

/** Neighbours that belong to the same; what belongs to nothing stays alone. */
function runsOf<T>(all: readonly T[], belonging: (one: T) => unknown): readonly (readonly T[])[] {
  const runs: T[][] = [];
  let last: unknown;
  for (const one of all) {
    const current = belonging(one);
    const run = runs.at(-1);
    if (run !== undefined && current !== undefined && current === last) run.push(one);
    else runs.push([one]);
    last = current;
  }
  return runs;
}
