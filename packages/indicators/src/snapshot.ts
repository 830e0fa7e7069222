// SPDX-License-Identifier: Apache-2.0
/**
 * An index to bytes and back, as it lies in memory: loading is reading. The bytes hold the secret of the index, from
 * which the places of its values follow: keep them as you keep the indicators.
 *
 * Form (numbers of 32 bits, little end first): "FSINDEX2"; secret (8 bytes); units taken of the last block; number of
 * blocks; number of parts; of each part places, slots, count; tags of all parts; records of all parts; blocks; checksum.
 */
import { IndicatorIndex } from "./indicator-index.ts";
import { BLOCK_BYTES, RecordStore } from "./records/record-store.ts";
import { Part } from "./table/part.ts";
import { Table } from "./table/table.ts";

const MAGIC = "FSINDEX2";
const HEAD_BYTES = 28;
const MAX_SLOTS = 2 ** 30;

/** Bytes that are no snapshot, or no whole one. */
export class SnapshotProblem extends Error {
  override readonly name = "SnapshotProblem";
}

/** In order; each piece is valid until the index changes. */
export function* snapshot(index: IndicatorIndex): Generator<Uint8Array> {
  const sum = new Checksum();
  for (const piece of piecesOf(index)) {
    sum.add(piece);
    yield piece;
  }
  yield Uint8Array.from(bytesOf(Int32Array.of(sum.value)));
}

/** The next so many bytes; fewer where there are no more. */
export type ReadBytes = (length: number) => Promise<Uint8Array> | Uint8Array;

/** @throws {SnapshotProblem} */
export async function loadSnapshot(read: ReadBytes): Promise<IndicatorIndex> {
  const sum = new Checksum();
  const take = async (length: number) => {
    const bytes = await aligned(read, length);
    sum.add(bytes);
    return bytes;
  };
  const head = await take(HEAD_BYTES);
  if (String.fromCharCode(...head.subarray(0, 8)) !== MAGIC)
    throw new SnapshotProblem("This is no snapshot of indicators.");
  const [taken = 0, blockCount = 0, partCount = 0] = new Uint32Array(head.slice(16).buffer);
  const table = await readTable(take, partCount);
  const blocks: Uint8Array[] = [];
  for (let block = 0; block < blockCount; block++) blocks.push(await take(BLOCK_BYTES));
  const [expected] = new Int32Array((await aligned(read, 4)).buffer);
  if (expected !== sum.value) throw new SnapshotProblem("The snapshot of indicators is damaged.");
  const records = RecordStore.restore(blocks, taken);
  return new IndicatorIndex({ secret: head.slice(8, 16), table, records });
}

async function readTable(take: (length: number) => Promise<Uint8Array>, partCount: number): Promise<Table> {
  if (partCount > 65_536) throw new SnapshotProblem("The snapshot of indicators has too many parts.");
  const sizes = new Uint32Array((await take(partCount * 12)).buffer);
  const parts = Array.from({ length: partCount }, (_, index) => ({
    places: sizes[index * 3] ?? 0,
    slots: sizes[index * 3 + 1] ?? 0,
    count: sizes[index * 3 + 2] ?? 0,
  }));
  const slots = parts.reduce((all, part) => all + part.slots, 0);
  if (slots > MAX_SLOTS) throw new SnapshotProblem("The snapshot of indicators is larger than can be.");
  const tags = new Int32Array((await take(slots * 4)).buffer);
  const records = new Uint32Array((await take(slots * 4)).buffer);
  let start = 0;
  return new Table(
    parts.map((part) => {
      const end = start + part.slots;
      const arrays = { ...part, tags: tags.slice(start, end), records: records.slice(start, end) };
      start = end;
      return new Part(arrays);
    }),
  );
}

/** In a buffer of its own, so that words can be read from it. */
async function aligned(read: ReadBytes, length: number): Promise<Uint8Array<ArrayBuffer>> {
  if (length === 0) return new Uint8Array(0);
  const bytes = await read(length);
  if (bytes.length !== length) throw new SnapshotProblem("The snapshot of indicators ends too early.");
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) return new Uint8Array(buffer);
  return new Uint8Array(bytes);
}

function* piecesOf({ parts: { secret, table, records } }: IndicatorIndex): Generator<Uint8Array> {
  const parts = table.parts.map(({ arrays }) => arrays);
  const head = new Uint8Array(HEAD_BYTES);
  head.set([...MAGIC].map((letter) => letter.charCodeAt(0)));
  head.set(secret, 8);
  head.set(bytesOf(Uint32Array.of(records.taken, records.blocks.length, parts.length)), 16);
  yield head;
  yield bytesOf(Uint32Array.from(parts.flatMap(({ places, tags, count }) => [places, tags.length, count])));
  for (const { tags } of parts) yield bytesOf(tags);
  for (const part of parts) yield bytesOf(part.records);
  yield* records.blocks;
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** FNV-1a over words: against damage, not against malice. Every piece is of whole words. */
class Checksum {
  value = 0x811c9dc5 | 0;

  add({ buffer, byteOffset, byteLength }: Uint8Array): void {
    let value = this.value;
    for (const word of new Int32Array(buffer, byteOffset, byteLength / 4))
      value = Math.imul(value ^ word, 0x01000193);
    this.value = value;
  }
}
