// SPDX-License-Identifier: Apache-2.0
/** All pairs, dealt out to parts by the second word of their hash. A part grows by itself: nothing ever waits for all. */
import { FREE, Part } from "./part.ts";

const PARTS = 1024;

export interface Hash {
  readonly tag: number;
  readonly rest: number;
}

export class Table {
  readonly parts: readonly Part[];

  constructor(parts: readonly Part[] = Array.from({ length: PARTS }, () => new Part())) {
    if (parts.length !== PARTS) throw new RangeError(`A table has ${PARTS} parts, not ${parts.length}.`);
    this.parts = parts;
  }

  get count(): number {
    return this.parts.reduce((sum, { count }) => sum + count, 0);
  }

  /** Of tags, numbers of records, and filters. */
  get byteLength(): number {
    return this.parts.reduce(
      (sum, { arrays, filterBytes }) =>
        sum + arrays.tags.byteLength + arrays.records.byteLength + filterBytes,
      0,
    );
  }

  partOf({ rest }: Hash): Part {
    const part = this.parts[rest & (PARTS - 1)];
    if (part === undefined) throw new RangeError("A table lacks a part.");
    return part;
  }

  /** The first record with the hash that `accept` takes; its slot, or -1. */
  find(hash: Hash, accept: (record: number) => boolean): number {
    const part = this.partOf(hash);
    let slot = part.find(tagOf(hash));
    while (slot >= 0 && !accept(part.recordAt(slot))) slot = part.next(slot);
    return slot;
  }
}

export function tagOf({ tag }: Hash): number {
  return tag === FREE ? 1 : tag;
}
