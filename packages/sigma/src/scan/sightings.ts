// SPDX-License-Identifier: Apache-2.0
/** Which literals have been seen in the current event. Nothing is cleared: a mark counts only in its generation. */

const MAX_GENERATION = 0xffff_ffff;

export class Sightings {
  readonly #marks: Uint32Array;
  #generation = 0;

  constructor(size: number) {
    this.#marks = new Uint32Array(size);
  }

  /** Forgets all marks. They are cleared in earnest once in 2^32 times. */
  next(): void {
    if (this.#generation === MAX_GENERATION) {
      this.#marks.fill(0);
      this.#generation = 0;
    }
    this.#generation++;
  }

  has(id: number): boolean {
    return this.#marks[id] === this.#generation;
  }

  /** Marks, and says whether the mark is new. */
  add(id: number): boolean {
    if (this.#marks[id] === this.#generation) return false;
    this.#marks[id] = this.#generation;
    return true;
  }
}
