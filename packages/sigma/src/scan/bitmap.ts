// SPDX-License-Identifier: Apache-2.0
/** The odd integer nearest to 2^32 over the golden ratio: multiplying by it spreads nearby values (Knuth, 6.4). */
export const GOLDEN = 0x9e3779b1;

/** So many that a wrong yes is seldom; at most 32 kB, to stay in the first-level cache. */
const BITS_PER_VALUE = 256;
const MAX_LOG2_BITS = 18;

/** A set of integers that may say yes to others, seldom. */
export class Bitmap {
  readonly shift: number;
  readonly bits: Uint32Array;

  constructor(values: readonly number[]) {
    const log2Bits = Math.min(
      MAX_LOG2_BITS,
      Math.max(13, Math.ceil(Math.log2(values.length * BITS_PER_VALUE + 1))),
    );
    this.shift = 32 - log2Bits;
    this.bits = new Uint32Array(1 << (log2Bits - 5));
    for (const value of values) {
      const bit = Math.imul(value, GOLDEN) >>> this.shift;
      this.bits[bit >>> 5] = this.bits[bit >>> 5]! | (1 << (bit & 31));
    }
  }

  mayHave(value: number): boolean {
    const bit = Math.imul(value, GOLDEN) >>> this.shift;
    return (this.bits[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  }
}
