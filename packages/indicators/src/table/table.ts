// SPDX-License-Identifier: Apache-2.0
/** All pairs, dealt out to parts by the second word of their hash. A part grows by itself, so that no pair of another moves. */
import { Filter } from "./filter.ts";
import { FREE, Part } from "./part.ts";

const PARTS = 1024;
/** Room in a filter for what is added before it is made anew. */
const SPARE = 1.25;

export interface Hash {
  readonly tag: number;
  readonly rest: number;
}

export class Table {
  readonly parts: readonly Part[];
  #filter: Filter;

  constructor(parts: readonly Part[] = Array.from({ length: PARTS }, () => new Part())) {
    if (parts.length !== PARTS) throw new RangeError(`A table has ${PARTS} parts, not ${parts.length}.`);
    this.parts = parts;
    this.#filter = this.#filterFor(this.count);
  }

  get count(): number {
    return this.parts.reduce((sum, { count }) => sum + count, 0);
  }

  /** Of tags, numbers of records, and the filter. */
  get byteLength(): number {
    return this.parts.reduce(
      (sum, { arrays }) => sum + arrays.tags.byteLength + arrays.records.byteLength,
      this.#filter.byteLength,
    );
  }

  /** False where there is no record with the hash; true of some others, too. */
  mayHold(hash: Hash): boolean {
    return this.#filter.mayHold(numberOf(hash), tagOf(hash));
  }

  add(hash: Hash, record: number): void {
    const tag = tagOf(hash);
    this.partOf(hash).add(tag, record);
    this.#filter.add(numberOf(hash), tag);
    if (this.#filter.isFull) this.#filter = this.#filterFor(2 * this.count);
  }

  partOf({ rest }: Hash): Part {
    const part = this.parts[numberOf({ rest })];
    if (part === undefined) throw new RangeError("A table lacks a part.");
    return part;
  }

  /** The first record with the hash that `accept` takes; its slot, or -1. */
  find(hash: Hash, accept: (record: number) => boolean): number {
    if (!this.mayHold(hash)) return -1;
    const part = this.partOf(hash);
    let slot = part.find(tagOf(hash));
    while (slot >= 0 && !accept(part.recordAt(slot))) slot = part.next(slot);
    return slot;
  }

  /** Each time that they have doubled: some 15 ms for each million. */
  #filterFor(pairs: number): Filter {
    const filter = new Filter(PARTS, Math.ceil(pairs * SPARE));
    for (const [number, { arrays }] of this.parts.entries())
      for (const tag of arrays.tags) if (tag !== FREE) filter.add(number, tag);
    return filter;
  }
}

function numberOf({ rest }: Pick<Hash, "rest">): number {
  return rest & (PARTS - 1);
}

export function tagOf({ tag }: Hash): number {
  return tag === FREE ? 1 : tag;
}
