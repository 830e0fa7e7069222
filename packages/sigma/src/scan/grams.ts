// SPDX-License-Identifier: Apache-2.0
/**
 * Finds which of many literals a text contains, in one pass. Each literal is filed under one of its grams: four of its
 * folded code units in a row, or all of them if it has fewer. The last four units of the text roll through an integer;
 * a filter over them (and, if there are shorter literals, another over the last two) says whether any literal's gram
 * may end here. If so, an index says which, and the whole literal is compared.
 *
 * Chosen over Aho-Corasick after trial: the filters fit the cache, automata of these rules take 34 MB.
 */
import { FOLD } from "../fold.ts";
import { asciiBytes, copyAscii, FOLD_BYTE } from "./ascii.ts";
import { Filter, GOLDEN } from "./filter.ts";
import { GramIndex } from "./gram-index.ts";
import { type Literal, shortestOf } from "./literal.ts";
import type { Scanner, Sink } from "./scanner-types.ts";

const PAIR_MASK = 0xffff;

/** Places noted at a time; texts longer than this are taken in blocks. */
const BLOCK = 1 << 15;
const places = new Int32Array(BLOCK + 1);
const NO_PAIRS = new Uint8Array(PAIR_MASK + 1);

export class GramScanner implements Scanner {
  readonly shortest: number;
  /** One flag for each pair of (low bytes of) units; all are 0 if no literal is shorter than four units. */
  readonly #pairs: Uint8Array;
  readonly #quads: Filter;
  readonly #indexes: readonly GramIndex[];

  /** `rarity` is how often each pair of units is met, by `first × 256 + second`. */
  constructor(literals: readonly Literal[], rarity: Uint32Array) {
    this.shortest = shortestOf(literals);
    const widthOf = ({ text }: Literal): number => Math.min(4, text.length);
    this.#indexes = [4, 3, 2, 1]
      .map((width) => ({ width, of: literals.filter((literal) => widthOf(literal) === width) }))
      .filter(({ of }) => of.length > 0)
      .map(({ width, of }) => new GramIndex(width, of, rarity));
    this.#quads = new Filter(this.#indexes.flatMap((index) => (index.width === 4 ? index.grams() : [])));
    const short = this.#indexes.filter(({ width }) => width < 4);
    this.#pairs = short.length === 0 ? NO_PAIRS : pairsOf(short);
  }

  /** Reports each literal in `text`. */
  scan(text: string, sink: Sink): void {
    const isAscii = copyAscii(text);
    for (let from = 0; from < text.length; from += BLOCK) {
      const to = Math.min(text.length, from + BLOCK);
      const count = isAscii ? this.#markBytes(from, to) : this.#markUnits(text, from, to);
      for (let i = 0; i < count; i++) this.#probe(text, places[i]!, sink);
    }
    for (const index of this.#indexes) index.end();
  }

  /**
   * Notes the places in `asciiBytes` where a gram may end, and returns how many. The loop makes no call, which
   * would have the engine load everything anew each time round; the places are looked into afterwards.
   */
  #markBytes(from: number, to: number): number {
    const { flags, shift } = this.#quads;
    const pairs = this.#pairs;
    const golden = GOLDEN | 0;
    const bytes = asciiBytes;
    const folded = FOLD_BYTE;
    let rolled = 0;
    for (let at = Math.max(0, from - 3); at < from; at++) rolled = (rolled << 8) | folded[bytes[at]!]!;
    let count = 0;
    for (let at = from; at < to; at++) {
      rolled = (rolled << 8) | folded[bytes[at]!]!;
      if ((flags[Math.imul(rolled, golden) >>> shift]! | pairs[rolled & PAIR_MASK]!) !== 0)
        places[count++] = at;
    }
    return count;
  }

  /** The same for texts that are short or not ASCII. */
  #markUnits(text: string, from: number, to: number): number {
    const { flags, shift } = this.#quads;
    const pairs = this.#pairs;
    const golden = GOLDEN | 0;
    const folded = FOLD;
    let rolled = rolledBefore(text, from);
    let count = 0;
    for (let at = from; at < to; at++) {
      rolled = (rolled << 8) ^ folded[text.charCodeAt(at)]!;
      if ((flags[Math.imul(rolled, golden) >>> shift]! | pairs[rolled & PAIR_MASK]!) !== 0)
        places[count++] = at;
    }
    return count;
  }

  #probe(text: string, at: number, sink: Sink): void {
    const rolled = rolledBefore(text, at + 1);
    const indexes = this.#indexes;
    for (let i = 0; i < indexes.length; i++) indexes[i]!.probe(rolled, text, at, sink);
  }
}

/** The last four units before a place, rolled into an integer. Beyond ASCII, units overlap in it; four of them still decide it. */
function rolledBefore(text: string, end: number): number {
  let rolled = 0;
  for (let at = Math.max(0, end - 4); at < end; at++) rolled = (rolled << 8) ^ FOLD[text.charCodeAt(at)]!;
  return rolled;
}

/** The pairs that end a gram of fewer than four units; one of one unit may follow any other. */
function pairsOf(indexes: readonly GramIndex[]): Uint8Array {
  const pairs = new Uint8Array(PAIR_MASK + 1);
  for (const index of indexes) {
    for (const gram of index.grams()) {
      if (index.width > 1) pairs[gram & PAIR_MASK] = 1;
      else for (let before = 0; before < 256; before++) pairs[(before << 8) | (gram & 0xff)] = 1;
    }
  }
  return pairs;
}
