// SPDX-License-Identifier: Apache-2.0
/** What a search identifier holds, before it becomes tests: items, all or any of which must hold. Pipelines change it. */
import type { Node } from "yaml";
import { and, type Expression, or } from "../expression.ts";
import { type DetectionItem, itemExpression } from "../modifiers/apply.ts";

export type Detection =
  | {
      readonly kind: "item";
      readonly item: DetectionItem;
      /** Where the rule says it. */
      readonly at: Node | null;
      /** Ids of the processing items that changed it. */
      readonly applied?: ReadonlySet<string>;
    }
  | { readonly kind: "all" | "any"; readonly of: readonly Detection[] };

export type ItemDetection = Extract<Detection, { kind: "item" }>;

export function detectionExpression(detection: Detection): Expression {
  if (detection.kind === "item") return itemExpression(detection.item);
  const children = detection.of.map(detectionExpression);
  return detection.kind === "all" ? and(children) : or(children);
}

export function* itemsOf(detection: Detection): Generator<ItemDetection> {
  if (detection.kind === "item") yield detection;
  else for (const child of detection.of) yield* itemsOf(child);
}

/** The values of a tree, variants included: as many tests as it will make. */
export function countValues(detection: Detection): number {
  let count = 0;
  for (const { item } of itemsOf(detection))
    for (const value of item.values) count += value.kind === "variants" ? value.of.length : 1;
  return count;
}

/** Each item changed, or dropped where `change` gives undefined; undefined where nothing is left. */
export function mapItems(
  detection: Detection,
  change: (item: ItemDetection) => Detection | undefined,
): Detection | undefined {
  if (detection.kind === "item") return change(detection);
  const of = detection.of.flatMap((child) => mapItems(child, change) ?? []);
  return of.length === 0 ? undefined : { kind: detection.kind, of };
}
