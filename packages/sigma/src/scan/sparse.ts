// SPDX-License-Identifier: Apache-2.0
/**
 * Finds long literals by looking at a text only here and there: if every literal has at least n units, each one that
 * is there covers three units that end at a multiple of n − 2. A table over the last two of them, then one over all
 * three, say whether some literal has these among its first n, and a table which ones and where. For keywords, which
 * are looked for in every value of an event, this is several times cheaper than looking at every unit.
 */
import { FOLD } from "../fold.ts";
import { Filter } from "./filter.ts";
import { type Literal, standsAt, unitsOf } from "./literal.ts";
import type { Sink } from "./sightings.ts";

/** With shorter or more literals, so many triples are theirs that looking at every unit is as cheap. */
const MIN_LENGTH = 8;
const MAX_LITERALS = 64;

export function suitsSparseScan(literals: readonly Literal[]): boolean {
  return literals.length <= MAX_LITERALS && literals.every(({ text }) => text.length >= MIN_LENGTH);
}

interface Place {
  readonly id: number;
  readonly units: Uint16Array;
  /** Units from the literal's start to the last of the three. */
  readonly offset: number;
}

export class SparseScanner {
  readonly #step: number;
  readonly #pairs = new Uint32Array(0x10000 >>> 5);
  readonly #triples: Filter;
  readonly #places = new Map<number, Place[]>();

  constructor(literals: readonly Literal[]) {
    this.#step = Math.min(...literals.map(({ text }) => text.length)) - 2;
    for (const { text, id } of literals) {
      const units = unitsOf(text);
      for (let offset = 2; offset < this.#step + 2; offset++) {
        const triple = tripleOf(units[offset - 2]!, units[offset - 1]!, units[offset]!);
        const pair = triple & 0xffff;
        this.#pairs[pair >>> 5] = this.#pairs[pair >>> 5]! | (1 << (pair & 31));
        const places = this.#places.get(triple) ?? [];
        places.push({ id, units, offset });
        this.#places.set(triple, places);
      }
    }
    this.#triples = new Filter([...this.#places.keys()]);
  }

  /** Reports each literal in `text`. */
  scan(text: string, sink: Sink): void {
    const pairs = this.#pairs;
    const step = this.#step;
    const length = text.length;
    for (let at = step; at < length; at += step) {
      const pair = ((FOLD[text.charCodeAt(at - 1)]! & 0xff) << 8) | (FOLD[text.charCodeAt(at)]! & 0xff);
      if ((pairs[pair >>> 5]! & (1 << (pair & 31))) !== 0) this.#probe(pair, text, at, sink);
    }
  }

  #probe(pair: number, text: string, at: number, sink: Sink): void {
    const triple = ((FOLD[text.charCodeAt(at - 2)]! & 0xff) << 16) | pair;
    if (!this.#triples.mayHave(triple)) return;
    for (const { id, units, offset } of this.#places.get(triple) ?? []) {
      if (!sink.has(id) && standsAt(units, text, at - offset)) sink.see(id);
    }
  }
}

function tripleOf(first: number, second: number, third: number): number {
  return ((first & 0xff) << 16) | ((second & 0xff) << 8) | (third & 0xff);
}
