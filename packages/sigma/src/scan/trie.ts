// SPDX-License-Identifier: Apache-2.0
/** A set of folded literals walked from the start of a text (prefixes) or from its end (suffixes). */
import { FOLD } from "../fold.ts";
import type { Literal } from "./literal.ts";
import type { Sink } from "./scanner-types.ts";

export class Trie {
  readonly #fromEnd: boolean;
  /** `next` of node × unit, open addressing: a node and a unit, then the node they lead to. */
  readonly #nodes: Int32Array;
  readonly #units: Uint16Array;
  readonly #next: Int32Array;
  readonly #mask: number;
  readonly #idAt: Int32Array;

  constructor(literals: readonly Literal[], fromEnd: boolean) {
    this.#fromEnd = fromEnd;
    const edges = literals.reduce((sum, { text }) => sum + text.length, 0);
    const capacity = 1 << Math.max(4, Math.ceil(Math.log2(edges * 2 + 1)));
    this.#mask = capacity - 1;
    this.#nodes = new Int32Array(capacity).fill(NONE);
    this.#units = new Uint16Array(capacity);
    this.#next = new Int32Array(capacity);
    this.#idAt = new Int32Array(edges + 1).fill(NONE);
    let count = 1;
    for (const { text, id } of literals) {
      let node = 0;
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(fromEnd ? text.length - 1 - i : i);
        const slot = this.#slot(node, unit);
        if (this.#nodes[slot] === NONE) {
          this.#nodes[slot] = node;
          this.#units[slot] = unit;
          this.#next[slot] = count++;
        }
        node = this.#next[slot]!;
      }
      this.#idAt[node] = id;
    }
  }

  /** Reports each literal that the text starts (or ends) with. */
  scan(text: string, sink: Sink): void {
    const length = text.length;
    const nodes = this.#nodes;
    const idAt = this.#idAt;
    const step = this.#fromEnd ? -1 : 1;
    let at = this.#fromEnd ? length - 1 : 0;
    let node = 0;
    for (let left = length; left > 0; left--, at += step) {
      const slot = this.#slot(node, FOLD[text.charCodeAt(at)]!);
      if (nodes[slot] === NONE) return;
      node = this.#next[slot]!;
      const id = idAt[node]!;
      if (id !== NONE) sink.see(id);
    }
  }

  #slot(node: number, unit: number): number {
    let slot = (Math.imul(node, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & this.#mask;
    while (this.#nodes[slot] !== NONE && (this.#nodes[slot] !== node || this.#units[slot] !== unit)) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }
}

const NONE = -1;
