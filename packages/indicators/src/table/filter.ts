// SPDX-License-Identifier: Apache-2.0
/**
 * Before the table: two bits of one word by the tag of each pair, a byte or two a pair. Most questions are met by nothing,
 * and are answered here by one read of a memory that is small enough to stay in the caches, where the pairs of millions
 * do not. What is removed leaves its bits, until the filter is made anew.
 */

const TAGS = 2 ** 32;
const HALF = 2 ** 31;
const LEAST_PAIRS = 8192;

export class Filter {
  readonly #words: Int32Array;
  readonly #wordsOfPart: number;
  readonly #pairs: number;
  #passed = 0;

  /** Room for so many pairs, which are spread over the parts evenly. */
  constructor(parts: number, pairs: number) {
    this.#pairs = Math.max(LEAST_PAIRS, pairs);
    this.#wordsOfPart = Math.ceil(this.#pairs / parts / 4);
    this.#words = new Int32Array(parts * this.#wordsOfPart);
  }

  get byteLength(): number {
    return this.#words.byteLength;
  }

  /** More would make it say yes too often. */
  get isFull(): boolean {
    return this.#passed >= this.#pairs;
  }

  add(part: number, tag: number): void {
    const word = this.#wordOf(part, tag);
    this.#words[word] = (this.#words[word] ?? 0) | bitsOf(tag);
    this.#passed++;
  }

  /** False where no pair of the part has the tag. */
  mayHold(part: number, tag: number): boolean {
    const bits = bitsOf(tag);
    return ((this.#words[this.#wordOf(part, tag)] ?? 0) & bits) === bits;
  }

  #wordOf(part: number, tag: number): number {
    return part * this.#wordsOfPart + Math.floor(((tag + HALF) * this.#wordsOfPart) / TAGS);
  }
}

/** By the low bits; the high ones say which word. */
function bitsOf(tag: number): number {
  return (1 << (tag & 31)) | (1 << ((tag >>> 5) & 31));
}
