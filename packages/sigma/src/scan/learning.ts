// SPDX-License-Identifier: Apache-2.0
/**
 * A gram scanner that learns: it begins with a guess at which pairs of units are rare, counts those of the first texts
 * it is given, and then files its literals anew under what is rare in this field of these logs. What it finds is the
 * same before and after; only the number of places that look promising and are not changes.
 */
import { FOLD } from "../fold.ts";
import { GramScanner } from "./grams.ts";
import { type Literal, shortestOf } from "./literal.ts";
import { pairAt, pairRarity } from "./rarity.ts";
import type { Scanner, Sink } from "./scanner-types.ts";

/** Units to learn from; few enough that the first events are not slowed for long. */
const LESSON = 65_536;
/** Of each text at most this much, so that one long text does not speak for all. */
const SAMPLE = 2048;

export class LearningScanner implements Scanner {
  readonly shortest: number;
  readonly #literals: readonly Literal[];
  readonly #rarity: Uint32Array;
  #learned = 0;
  #scanner: GramScanner;

  constructor(literals: readonly Literal[]) {
    this.shortest = shortestOf(literals);
    this.#literals = literals;
    this.#rarity = pairRarity(literals);
    this.#scanner = new GramScanner(literals, this.#rarity);
  }

  /** Reports each literal in `text`. */
  scan(text: string, sink: Sink): void {
    if (this.#learned < LESSON) this.#learn(text);
    this.#scanner.scan(text, sink);
  }

  #learn(text: string): void {
    const length = Math.min(text.length, SAMPLE);
    for (let end = 1; end < length; end++) {
      this.#rarity[pairAt(FOLD[text.charCodeAt(end - 1)]!, FOLD[text.charCodeAt(end)]!)]! += 1;
    }
    this.#learned += length;
    if (this.#learned >= LESSON) this.#scanner = new GramScanner(this.#literals, this.#rarity);
  }
}
