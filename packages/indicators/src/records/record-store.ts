// SPDX-License-Identifier: Apache-2.0
/**
 * The records of indicators, packed into blocks of bytes. The number of a record is where it lies, in units of 8
 * bytes: 32 bits reach 32 GiB. What is removed is used again for records of the same size.
 *
 * A record: the next record of the same value (4 bytes), the end of its time in seconds (4), length of its value and
 * of its reference in bytes (2 + 2), key kind (1), flags (1), value, reference.
 */
import { byteLengthOf, isTextAt, isWide, textAt, writeText } from "./packed-text.ts";

export const BLOCK_BYTES = 2 ** 22;
const UNIT = 8;
const UNITS_OF_BLOCK = BLOCK_BYTES / UNIT;
const HEADER = 14;
/** Of value and of reference, in bytes: a character takes one, or two where the text is not Latin-1. */
export const MAX_TEXT_BYTES = 0xffff;
/** The number of no record. */
export const NONE = 0;
const MAX_BLOCKS = 2 ** 32 / UNITS_OF_BLOCK;

const WIDE_VALUE = 1;
const WIDE_REFERENCE = 2;
const IS_REMOVED = 4;

export interface NewRecord {
  /** What kind of key the value is, 0 to 255. */
  readonly key: number;
  readonly value: string;
  readonly reference: string;
  /** Epoch seconds; 0 for a record that does not end. */
  readonly until: number;
  /** Another record of the same value and key. */
  readonly next: number;
}

interface Block {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  readonly halves: Uint16Array;
}

export class RecordStore {
  readonly #blocks: Block[] = [];
  /** Units of the last block that are taken; the first of all stays free, so that no record has the number 0. */
  #taken = UNITS_OF_BLOCK;
  /** Numbers of removed records by their size in units. */
  readonly #removed = new Map<number, number[]>();

  static restore(blocks: Iterable<Uint8Array>, taken: number): RecordStore {
    const store = new RecordStore();
    for (const bytes of blocks) store.#blocks.push(blockOf(bytes));
    store.#taken = taken;
    for (let record = store.#first(0); record !== NONE; record = store.#following(record))
      if (store.#isRemoved(record)) store.#listRemoved(record, store.#sizeOf(record));
    return store;
  }

  /** For a snapshot. */
  get blocks(): readonly Uint8Array[] {
    return this.#blocks.map(({ bytes }) => bytes);
  }

  get taken(): number {
    return this.#taken;
  }

  /** @throws {RangeError} where value or reference is too long, or 32 GiB are full. */
  add({ key, value, reference, until, next }: NewRecord): number {
    const valueBytes = byteLengthOf(value);
    const referenceBytes = byteLengthOf(reference);
    if (valueBytes > MAX_TEXT_BYTES || referenceBytes > MAX_TEXT_BYTES)
      throw new RangeError(`A value or reference is longer than ${MAX_TEXT_BYTES} bytes.`);
    const record = this.#place(Math.ceil((HEADER + valueBytes + referenceBytes) / UNIT));
    const { bytes, words, halves } = this.#blockOf(record);
    const start = startOf(record);
    words[start / 4] = next;
    words[start / 4 + 1] = until;
    halves[start / 2 + 4] = valueBytes;
    halves[start / 2 + 5] = referenceBytes;
    bytes[start + 12] = key;
    bytes[start + 13] = (isWide(value) ? WIDE_VALUE : 0) | (isWide(reference) ? WIDE_REFERENCE : 0);
    writeText(bytes, start + HEADER, value);
    writeText(bytes, start + HEADER + valueBytes, reference);
    return record;
  }

  remove(record: number): void {
    const { bytes } = this.#blockOf(record);
    const at = startOf(record) + 13;
    bytes[at] = (bytes[at] ?? 0) | IS_REMOVED;
    this.#listRemoved(record, this.#sizeOf(record));
  }

  isOf(record: number, key: number, value: string): boolean {
    const { bytes, halves } = this.#blockOf(record);
    const start = startOf(record);
    if (bytes[start + 12] !== key) return false;
    const wide = ((bytes[start + 13] ?? 0) & WIDE_VALUE) !== 0;
    return isTextAt(bytes, start + HEADER, halves[start / 2 + 4] ?? 0, wide, value);
  }

  isReferredToBy(record: number, reference: string): boolean {
    const { bytes, halves } = this.#blockOf(record);
    const start = startOf(record);
    const wide = ((bytes[start + 13] ?? 0) & WIDE_REFERENCE) !== 0;
    const skipped = halves[start / 2 + 4] ?? 0;
    return isTextAt(bytes, start + HEADER + skipped, halves[start / 2 + 5] ?? 0, wide, reference);
  }

  next(record: number): number {
    return this.#blockOf(record).words[startOf(record) / 4] ?? NONE;
  }

  setNext(record: number, next: number): void {
    this.#blockOf(record).words[startOf(record) / 4] = next;
  }

  until(record: number): number {
    return this.#blockOf(record).words[startOf(record) / 4 + 1] ?? 0;
  }

  setUntil(record: number, until: number): void {
    this.#blockOf(record).words[startOf(record) / 4 + 1] = until;
  }

  key(record: number): number {
    return this.#blockOf(record).bytes[startOf(record) + 12] ?? 0;
  }

  value(record: number): string {
    const { bytes, halves } = this.#blockOf(record);
    const start = startOf(record);
    const wide = ((bytes[start + 13] ?? 0) & WIDE_VALUE) !== 0;
    return textAt(bytes, start + HEADER, halves[start / 2 + 4] ?? 0, wide);
  }

  reference(record: number): string {
    const { bytes, halves } = this.#blockOf(record);
    const start = startOf(record);
    const wide = ((bytes[start + 13] ?? 0) & WIDE_REFERENCE) !== 0;
    const skipped = halves[start / 2 + 4] ?? 0;
    return textAt(bytes, start + HEADER + skipped, halves[start / 2 + 5] ?? 0, wide);
  }

  /** All that are not removed, in the order in which they lie. Removing the one just given is allowed. */
  *records(): Generator<number> {
    for (let record = this.#first(0); record !== NONE; record = this.#following(record))
      if (!this.#isRemoved(record)) yield record;
  }

  /** As `records`, quicker; nothing may change meanwhile. */
  visit(visitor: (record: number) => void): void {
    for (let record = this.#first(0); record !== NONE; record = this.#following(record))
      if (!this.#isRemoved(record)) visitor(record);
  }

  #following(record: number): number {
    const next = record + this.#sizeOf(record);
    return this.#isRecord(next, Math.floor(record / UNITS_OF_BLOCK))
      ? next
      : this.#first(Math.floor(record / UNITS_OF_BLOCK) + 1);
  }

  #first(block: number): number {
    if (block >= this.#blocks.length) return NONE;
    const record = block * UNITS_OF_BLOCK + (block === 0 ? 1 : 0);
    return this.#isRecord(record, block) ? record : NONE;
  }

  /** What is left of a block in which the next record had no room is none. */
  #isRecord(record: number, block: number): boolean {
    const isLast = block === this.#blocks.length - 1;
    const end = block * UNITS_OF_BLOCK + (isLast ? this.#taken : UNITS_OF_BLOCK);
    return record < end && (this.#blocks[block]?.bytes[startOf(record) + 12] ?? 0) !== 0;
  }

  #isRemoved(record: number): boolean {
    return ((this.#blockOf(record).bytes[startOf(record) + 13] ?? 0) & IS_REMOVED) !== 0;
  }

  #place(units: number): number {
    const used = this.#removed.get(units)?.pop();
    if (used !== undefined) return used;
    if (this.#taken + units > UNITS_OF_BLOCK) this.#addBlock();
    const record = (this.#blocks.length - 1) * UNITS_OF_BLOCK + this.#taken;
    this.#taken += units;
    return record;
  }

  #addBlock(): void {
    if (this.#blocks.length >= MAX_BLOCKS)
      throw new RangeError("There are more indicators than 32 GiB hold.");
    this.#blocks.push(blockOf(new Uint8Array(BLOCK_BYTES)));
    this.#taken = this.#blocks.length === 1 ? 1 : 0;
  }

  #listRemoved(record: number, units: number): void {
    const list = this.#removed.get(units);
    if (list === undefined) this.#removed.set(units, [record]);
    else list.push(record);
  }

  #sizeOf(record: number): number {
    const { halves } = this.#blockOf(record);
    const at = startOf(record) / 2;
    return Math.ceil((HEADER + (halves[at + 4] ?? 0) + (halves[at + 5] ?? 0)) / UNIT);
  }

  #blockOf(record: number): Block {
    const block = this.#blocks[Math.floor(record / UNITS_OF_BLOCK)];
    if (block === undefined) throw new RangeError(`There is no record ${record}.`);
    return block;
  }
}

function startOf(record: number): number {
  return (record % UNITS_OF_BLOCK) * UNIT;
}

function blockOf(bytes: Uint8Array): Block {
  const { buffer, byteOffset, byteLength } = bytes;
  return {
    bytes,
    words: new Uint32Array(buffer, byteOffset, byteLength / 4),
    halves: new Uint16Array(buffer, byteOffset, byteLength / 2),
  };
}
