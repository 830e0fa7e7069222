// SPDX-License-Identifier: Apache-2.0
/**
 * Numbers for the fields that a plan's rules ask for, and a tree of keys that says which key of an event fills which.
 * Fields that stand at the same places share a number, whatever rules call them.
 */
import type { Place } from "../event/places.ts";

export interface Target {
  readonly slot: number;
  readonly translate: ReadonlyMap<string, string> | undefined;
}

export interface KeyNode {
  readonly targets: Target[];
  readonly children: Map<string, KeyNode>;
  any: KeyNode | undefined;
}

function keyNode(): KeyNode {
  return { targets: [], children: new Map(), any: undefined };
}

/** Which slot each place fills. */
export class FieldSlots {
  readonly root: KeyNode = keyNode();
  #slots = new Map<string, number>();
  #count: number;

  /** `reserved` slots are numbered first and filled by no key. */
  constructor(reserved: number) {
    this.#count = reserved;
  }

  get count(): number {
    return this.#count;
  }

  slotOf(places: readonly Place[]): number {
    const key = JSON.stringify(
      places.map(({ keys, translate }) => [keys, translate === undefined ? 0 : [...translate]]),
    );
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    const slot = this.#count++;
    this.#slots.set(key, slot);
    for (const { keys, translate } of places) this.#nodeAt(keys).targets.push({ slot, translate });
    return slot;
  }

  #nodeAt(keys: readonly string[]): KeyNode {
    let node = this.root;
    for (const key of keys) {
      let next = key === "*" ? node.any : node.children.get(key);
      if (next === undefined) {
        next = keyNode();
        if (key === "*") node.any = next;
        else node.children.set(key, next);
      }
      node = next;
    }
    return node;
  }
}
