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
import { Filter, GOLDEN } from "./filter.ts";
import { GramIndex } from "./gram-index.ts";
import type { Literal } from "./literal.ts";
import type { Sink } from "./sightings.ts";

const PAIR_MASK = 0xffff;

/** Longer texts are copied to bytes first: reading those is faster, by more than the copy costs. */
const MIN_BYTES_LENGTH = 96;
const MAX_BYTES_LENGTH = 1 << 18;
const bytes = new Uint8Array(MAX_BYTES_LENGTH);
const encoder = new TextEncoder();
/** Folded byte for every ASCII byte. */
const FOLD_BYTE: Uint8Array = Uint8Array.from({ length: 128 }, (_, byte) => FOLD[byte]!);

export class GramScanner {
  /** One flag for each pair of (low bytes of) units; absent if no literal is shorter than four units. */
  readonly #pairs: Uint8Array | undefined;
  readonly #quads: Filter;
  readonly #indexes: readonly GramIndex[];

  /** `rarity` is how often each pair of units is met, by `first × 256 + second`. */
  constructor(literals: readonly Literal[], rarity: Uint32Array) {
    const widthOf = ({ text }: Literal): number => Math.min(4, text.length);
    this.#indexes = [4, 3, 2, 1]
      .map((width) => ({ width, of: literals.filter((literal) => widthOf(literal) === width) }))
      .filter(({ of }) => of.length > 0)
      .map(({ width, of }) => new GramIndex(width, of, rarity));
    this.#quads = new Filter(this.#indexes.flatMap((index) => (index.width === 4 ? index.grams() : [])));
    const short = this.#indexes.filter(({ width }) => width < 4);
    this.#pairs = short.length === 0 ? undefined : pairsOf(short);
  }

  /** Reports each literal in `text`. */
  scan(text: string, sink: Sink): void {
    const { length } = text;
    if (length >= MIN_BYTES_LENGTH && length <= MAX_BYTES_LENGTH / 3) {
      // As many bytes as units means that all are ASCII, so that places in both are the same.
      if (encoder.encodeInto(text, bytes).written === length) {
        this.#scanBytes(text, length, sink);
        return;
      }
    }
    this.#scanUnits(text, sink);
  }

  #scanUnits(text: string, sink: Sink): void {
    const { flags, shift } = this.#quads;
    const pairs = this.#pairs;
    const golden = GOLDEN;
    const folded = FOLD;
    const length = text.length;
    let rolled = 0;
    for (let at = 0; at < length; at++) {
      rolled = (rolled << 8) ^ folded[text.charCodeAt(at)]!;
      if (
        flags[Math.imul(rolled, golden) >>> shift] === 1 ||
        (pairs !== undefined && pairs[rolled & PAIR_MASK] === 1)
      ) {
        this.#probe(rolled, text, at, sink);
      }
    }
  }

  #scanBytes(text: string, length: number, sink: Sink): void {
    const { flags, shift } = this.#quads;
    const pairs = this.#pairs;
    const golden = GOLDEN;
    const source = bytes;
    const folded = FOLD_BYTE;
    let rolled = 0;
    for (let at = 0; at < length; at++) {
      rolled = (rolled << 8) | folded[source[at]!]!;
      if (
        flags[Math.imul(rolled, golden) >>> shift] === 1 ||
        (pairs !== undefined && pairs[rolled & PAIR_MASK] === 1)
      ) {
        this.#probe(rolled, text, at, sink);
      }
    }
  }

  #probe(rolled: number, text: string, at: number, sink: Sink): void {
    const indexes = this.#indexes;
    for (let i = 0; i < indexes.length; i++) indexes[i]!.probe(rolled, text, at, sink);
  }
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
