// SPDX-License-Identifier: Apache-2.0
/**
 * Finds long literals by looking at a text only here and there: if every literal has at least n units, each one that
 * is there covers three units that end at a multiple of n − 2. A filter over these says whether some literal has them
 * among its first n, and a table which ones and where. For keywords, which are looked for in every value of an event,
 * this is several times cheaper than looking at every unit.
 */
import { FOLD } from "../fold.ts";
import { asciiBytes, copyAscii, FOLD_BYTE } from "./ascii.ts";
import { Costs, FEW_UNITS } from "./costs.ts";
import { Filter, GOLDEN } from "./filter.ts";
import { type Literal, shortestOf, textOf, unitsOf } from "./literal.ts";
import type { Scanner, Sink } from "./scanner-types.ts";

/** With shorter or more literals, so many triples are theirs that looking at every unit is as cheap. */
const MIN_LENGTH = 8;
const MAX_LITERALS = 64;

export function suitsSparseScan(literals: readonly Literal[]): boolean {
  return literals.length <= MAX_LITERALS && shortestOf(literals) >= MIN_LENGTH;
}

interface Place {
  readonly id: number;
  readonly units: Uint16Array;
  /** Units from the literal's start to the last of the three. */
  readonly offset: number;
}

export class SparseScanner implements Scanner {
  readonly shortest: number;
  readonly #step: number;
  readonly #triples: Filter;
  readonly #places = new Map<number, Place[]>();
  readonly #costs = new Costs();

  constructor(literals: readonly Literal[]) {
    this.shortest = shortestOf(literals);
    this.#step = this.shortest - 2;
    for (const { text, id } of literals) {
      const units = unitsOf(text);
      for (let offset = 2; offset < this.#step + 2; offset++) {
        const triple = tripleOf(units[offset - 2]!, units[offset - 1]!, units[offset]!);
        const places = this.#places.get(triple) ?? [];
        places.push({ id, units, offset });
        this.#places.set(triple, places);
      }
    }
    this.#triples = new Filter([...this.#places.keys()]);
  }

  scan(text: string, sink: Sink): void {
    if (copyAscii(text)) this.#scanBytes(text, sink);
    else this.#scanUnits(text, sink);
    this.#costs.forget();
  }

  #scanBytes(text: string, sink: Sink): void {
    const { flags, shift } = this.#triples;
    const golden = GOLDEN;
    const bytes = asciiBytes;
    const folded = FOLD_BYTE;
    const step = this.#step;
    const length = text.length;
    for (let at = step; at < length; at += step) {
      const triple = (folded[bytes[at - 2]!]! << 16) | (folded[bytes[at - 1]!]! << 8) | folded[bytes[at]!]!;
      if (flags[Math.imul(triple, golden) >>> shift] === 1) this.#probe(triple, text, at, sink);
    }
  }

  #scanUnits(text: string, sink: Sink): void {
    const { flags, shift } = this.#triples;
    const golden = GOLDEN;
    const folded = FOLD;
    const step = this.#step;
    const length = text.length;
    for (let at = step; at < length; at += step) {
      const triple = tripleOf(
        folded[text.charCodeAt(at - 2)]!,
        folded[text.charCodeAt(at - 1)]!,
        folded[text.charCodeAt(at)]!,
      );
      if (flags[Math.imul(triple, golden) >>> shift] === 1) this.#probe(triple, text, at, sink);
    }
  }

  #probe(triple: number, text: string, at: number, sink: Sink): void {
    for (const { id, units, offset } of this.#places.get(triple) ?? []) {
      if (!sink.has(id) && this.#standsAt(id, units, text, at - offset)) sink.see(id);
    }
  }

  /** Does the literal stand at `start` of a text that is not folded yet, or, where that is costly, anywhere? */
  #standsAt(id: number, units: Uint16Array, text: string, start: number): boolean {
    if (start < 0 || start + units.length > text.length || this.#costs.isSettled(id)) return false;
    for (let i = 0; i < units.length; i++) {
      if (FOLD[text.charCodeAt(start + i)] === units[i]) continue;
      return i > FEW_UNITS && this.#costs.charge(id, i, text) && this.#costs.settle(text, textOf(units));
    }
    return true;
  }
}

function tripleOf(first: number, second: number, third: number): number {
  return ((first & 0xff) << 16) | ((second & 0xff) << 8) | (third & 0xff);
}
