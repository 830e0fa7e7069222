// SPDX-License-Identifier: Apache-2.0
/** An explanation as it crosses the API: the tree from top to bottom, each part with its depth. */
import type { AlertExplanation, ExplainedPart } from "@fengsui/contract";
import type { ExplainedItem, ExplainedLogSource, ExplainedNode } from "@fengsui/sigma";

const MAX_PARTS = 500;
const MAX_FOUND = 3;

export function toLogSource({ applies, rule, event }: ExplainedLogSource): AlertExplanation["logSource"] {
  return { applies, rule: namesOf([rule.product, rule.category, rule.service]), event: eventNames(event) };
}

function eventNames(event: ExplainedLogSource["event"]): string[] {
  return event === undefined ? [] : namesOf([event.product, ...event.categories, ...event.services]);
}

function namesOf(names: readonly (string | undefined)[]): string[] {
  return names.filter((name) => name !== undefined);
}

export function partsOf(detection: ExplainedNode): Pick<AlertExplanation, "parts" | "isCut"> {
  const parts: ExplainedPart[] = [];
  for (const [node, depth] of walk(detection, 0)) {
    if (parts.length === MAX_PARTS) return { parts, isCut: true };
    parts.push(toPart(node, depth));
  }
  return { parts, isCut: false };
}

function* walk(node: ExplainedNode, depth: number): Generator<readonly [ExplainedNode, number]> {
  yield [node, depth];
  if (node.kind === "not") yield* walk(node.of, depth + 1);
  if (node.kind === "all" || node.kind === "any") for (const child of node.of) yield* walk(child, depth + 1);
}

function toPart(node: ExplainedNode, depth: number): ExplainedPart {
  const { kind, matched, selection } = node;
  const part = { depth, kind, matched, ...(selection !== undefined && { selection }) };
  return node.kind === "item" ? { ...part, item: toItem(node) } : part;
}

function toItem(item: ExplainedItem): NonNullable<ExplainedPart["item"]> {
  const { field, modifiers, needs, values, moreValues, isPresent, found, moreFound } = item;
  return {
    field,
    modifiers: [...modifiers],
    needs,
    values: [...values],
    moreValues,
    isPresent,
    found: found.slice(0, MAX_FOUND).map(({ value, isCut, at }) => ({
      value,
      isCut,
      at: at.map(([from, to]) => ({ from, to })),
    })),
    moreFound: moreFound + Math.max(0, found.length - MAX_FOUND),
  };
}
