// SPDX-License-Identifier: Apache-2.0
/** Which lengths of networks there are: only these are asked for. */

export class NetworkLengths {
  readonly #counts: Uint32Array;
  #used: readonly number[] = [];

  /** `bits`: of an address, 32 or 128. */
  constructor(bits: number) {
    this.#counts = new Uint32Array(bits + 1);
  }

  /** From the longest on. */
  get used(): readonly number[] {
    return this.#used;
  }

  add(length: number): void {
    this.#change(length, 1);
  }

  remove(length: number): void {
    this.#change(length, -1);
  }

  #change(length: number, by: 1 | -1): void {
    const before = this.#counts[length] ?? 0;
    this.#counts[length] = before + by;
    if (before > 0 === before + by > 0) return;
    this.#used = [...this.#counts.keys()].filter((one) => (this.#counts[one] ?? 0) > 0).reverse();
  }
}

/** The word of an address, of which the network's length leaves so many bits, that may be none or more than all. */
export function maskedWord(word: number, bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? word | 0 : word & (-1 << (32 - bits));
}
