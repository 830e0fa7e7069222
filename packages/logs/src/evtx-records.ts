// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the records of a chunk: magic, size, number, time, binary XML, and the size once more. The size at both ends
 * tells a record from anything else, so after a damaged place the next one can be found again; and in a chunk that
 * was being written, whose header does not say yet where its records end, they are followed as far as they go.
 */

export interface EvtxRecord {
  readonly number: number;
  /** Offsets of the binary XML. */
  readonly start: number;
  readonly end: number;
}

const CHUNK_HEADER_BYTES = 512;
const RECORD_HEADER_BYTES = 24;
const MIN_RECORD_BYTES = RECORD_HEADER_BYTES + 4;
const RECORD_MAGIC = Buffer.from([0x2a, 0x2a, 0, 0]);

/** Calls `take` for each record within `length`; returns the offsets of damaged places. */
export function findRecords(bytes: Buffer, length: number, take: (record: EvtxRecord) => void): number[] {
  const used = Math.min(bytes.readUInt32LE(48), length);
  const damages: number[] = [];
  let at = CHUNK_HEADER_BYTES;
  while (at + MIN_RECORD_BYTES <= length) {
    const size = recordSize(bytes, at, length);
    if (size > 0) {
      const number = Number(bytes.readBigUInt64LE(at + 8));
      take({ number, start: at + RECORD_HEADER_BYTES, end: at + size - 4 });
      at += size;
      continue;
    }
    if (at >= used) break;
    // What is cut off is not damaged; that the file is short is said elsewhere.
    const next = nextRecord(bytes, at + 1, used);
    if (next < 0 && length < bytes.length) break;
    damages.push(at);
    if (next < 0) break;
    at = next;
  }
  return damages;
}

/** The size of the record there, or 0 if there is none. */
function recordSize(bytes: Buffer, at: number, length: number): number {
  if (!bytes.subarray(at, at + 4).equals(RECORD_MAGIC)) return 0;
  const size = bytes.readUInt32LE(at + 4);
  if (size < MIN_RECORD_BYTES || at + size > length) return 0;
  return bytes.readUInt32LE(at + size - 4) === size ? size : 0;
}

function nextRecord(bytes: Buffer, from: number, end: number): number {
  for (
    let at = bytes.indexOf(RECORD_MAGIC, from);
    at >= 0 && at < end;
    at = bytes.indexOf(RECORD_MAGIC, at + 1)
  ) {
    if (recordSize(bytes, at, end) > 0) return at;
  }
  return -1;
}
