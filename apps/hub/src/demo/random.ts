// SPDX-License-Identifier: Apache-2.0
/** Numbers that look as if by chance and come out the same from the same words, so that a demo can be had again. */

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

export class Random {
  #state: number;

  constructor(...words: readonly (string | number)[]) {
    this.#state = hashOf(words.join("\0"));
  }

  /** From 0 up to, not including, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** From `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  pick<Item>(items: readonly Item[]): Item | undefined;
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.whole(0, items.length - 1)];
  }

  /** How often something happens that happens `mean` times on average. */
  times(mean: number): number {
    return Math.floor(mean) + (this.next() < mean - Math.floor(mean) ? 1 : 0);
  }

  letters(count: number): string {
    return Array.from({ length: count }, () => this.whole(0, 35).toString(36)).join("");
  }
}
