// SPDX-License-Identifier: Apache-2.0
import { isMap, isNode, isSeq, type Node } from "yaml";

/** Nodes of the values of each field, by the node of its name. */
export type ValuePlaces = ReadonlyMap<Node, readonly Node[]>;

export function valuesByKey(node: Node): ValuePlaces {
  const places = new Map<Node, readonly Node[]>();
  gather(node, places);
  return places;
}

function gather(node: unknown, places: Map<Node, readonly Node[]>): void {
  if (isSeq(node)) for (const item of node.items) gather(item, places);
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    if (isNode(key)) places.set(key, (isSeq(value) ? value.items : [value]).filter(isNode));
    gather(value, places);
  }
}

/** Where a value of an item stands, or at least the item. */
export function placeOf(at: Node | null, index: number, places: ValuePlaces): Node | null {
  return (at === null ? undefined : places.get(at)?.[index]) ?? at;
}
