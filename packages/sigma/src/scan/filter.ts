// SPDX-License-Identifier: Apache-2.0
/**
 * The odd integer nearest to 2^32 over the golden ratio: multiplying by it spreads nearby values (Knuth, 6.4). It is
 * written as the negative 32-bit integer that it is to `Math.imul`, and hot loops copy it to a local: V8 does not take
 * an imported binding for the constant it is, and would convert it from a double for every unit of every text.
 */
export const GOLDEN: number = 0x9e3779b1 | 0;

/** So many that a wrong yes is seldom. A byte for each is faster than a bit, though it fills the cache sooner. */
const FLAGS_PER_VALUE = 128;
const MIN_LOG2_FLAGS = 12;
const MAX_LOG2_FLAGS = 17;

/** A set of 32-bit integers that may say yes to others, seldom: `flags[Math.imul(value, GOLDEN) >>> shift]`. */
export class Filter {
  readonly shift: number;
  readonly flags: Uint8Array;

  constructor(values: readonly number[]) {
    const wanted = Math.ceil(Math.log2(values.length * FLAGS_PER_VALUE + 1));
    const log2 = Math.min(MAX_LOG2_FLAGS, Math.max(MIN_LOG2_FLAGS, wanted));
    this.shift = 32 - log2;
    this.flags = new Uint8Array(1 << log2);
    for (const value of values) this.flags[Math.imul(value, GOLDEN) >>> this.shift] = 1;
  }

  mayHave(value: number): boolean {
    return this.flags[Math.imul(value, GOLDEN) >>> this.shift] === 1;
  }
}
