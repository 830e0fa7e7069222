// SPDX-License-Identifier: Apache-2.0
/**
 * One part of the table: pairs of a tag (32 bits of a keyed hash) and the number of a record, in open addressing. The
 * place grows with the tag, and the pairs lie in the order of their tags, so that a search ends at the first larger
 * one. 8 bytes a slot, at most four of five slots taken. Nothing lies in a circle: behind the last place there are
 * slots for what runs over.
 */

/** The tag of a slot that is free; no value has it. */
export const FREE = 0;
const MOST_TAKEN = 0.8;
const GROWTH = 1.25;
const LEAST_PLACES = 8;
const LEAST_OVERRUN = 32;
const TAGS = 2 ** 32;
const HALF = 2 ** 31;

export interface PartArrays {
  readonly places: number;
  readonly count: number;
  readonly tags: Int32Array;
  readonly records: Uint32Array;
}

const EMPTY: PartArrays = { places: 0, count: 0, tags: new Int32Array(0), records: new Uint32Array(0) };

export class Part {
  #tags: Int32Array;
  #records: Uint32Array;
  #places: number;
  #count: number;

  constructor({ places, count, tags, records }: PartArrays = EMPTY) {
    this.#places = places;
    this.#count = count;
    this.#tags = tags;
    this.#records = records;
  }

  get count(): number {
    return this.#count;
  }

  /** As it lies in memory, for a snapshot. */
  get arrays(): PartArrays {
    return { places: this.#places, count: this.#count, tags: this.#tags, records: this.#records };
  }

  /** The first slot with the tag; -1 where there is none. */
  find(tag: number): number {
    const tags = this.#tags;
    for (let slot = this.#placeOf(tag); slot < tags.length; slot++) {
      const found = tags[slot] ?? FREE;
      if (found === tag) return slot;
      if (found === FREE || found > tag) return -1;
    }
    return -1;
  }

  /** The next slot with the same tag; -1 where there is none. */
  next(slot: number): number {
    return this.#tags[slot + 1] === this.#tags[slot] ? slot + 1 : -1;
  }

  recordAt(slot: number): number {
    return this.#records[slot] ?? 0;
  }

  setRecordAt(slot: number, record: number): void {
    this.#records[slot] = record;
  }

  add(tag: number, record: number): void {
    if (this.#count >= this.#places * MOST_TAKEN)
      this.#move(Math.max(LEAST_PLACES, Math.ceil(this.#places * GROWTH)), LEAST_OVERRUN);
    while (!this.#insert(tag, record)) this.#move(this.#places, 2 * (this.#tags.length - this.#places));
    this.#count++;
  }

  /** Pairs behind it that do not lie at their own place move up by one. */
  removeAt(slot: number): void {
    const [tags, records] = [this.#tags, this.#records];
    let end = slot + 1;
    while (end < tags.length && tags[end] !== FREE && this.#placeOf(tags[end] ?? FREE) < end) end++;
    tags.copyWithin(slot, slot + 1, end);
    records.copyWithin(slot, slot + 1, end);
    tags[end - 1] = FREE;
    this.#count--;
  }

  #placeOf(tag: number): number {
    return Math.floor(((tag + HALF) * this.#places) / TAGS);
  }

  /** False where the slots for what runs over are full. */
  #insert(tag: number, record: number): boolean {
    const [tags, records] = [this.#tags, this.#records];
    let slot = this.#placeOf(tag);
    while (slot < tags.length && tags[slot] !== FREE && (tags[slot] ?? FREE) <= tag) slot++;
    let end = slot;
    while (end < tags.length && tags[end] !== FREE) end++;
    if (end >= tags.length) return false;
    tags.copyWithin(slot + 1, slot, end);
    records.copyWithin(slot + 1, slot, end);
    tags[slot] = tag;
    records[slot] = record;
    return true;
  }

  #move(places: number, overrun: number): void {
    const [tags, records] = [this.#tags, this.#records];
    this.#places = places;
    this.#tags = new Int32Array(places + overrun);
    this.#records = new Uint32Array(places + overrun);
    if (this.#fill(tags, records)) return;
    [this.#tags, this.#records] = [tags, records];
    this.#move(places, 2 * overrun);
  }

  /** False where the slots for what runs over do not suffice. */
  #fill(tags: Int32Array, records: Uint32Array): boolean {
    let slot = 0;
    for (const [from, tag] of tags.entries()) {
      if (tag === FREE) continue;
      slot = Math.max(slot, this.#placeOf(tag));
      if (slot >= this.#tags.length) return false;
      this.#tags[slot] = tag;
      this.#records[slot] = records[from] ?? 0;
      slot++;
    }
    return true;
  }
}
