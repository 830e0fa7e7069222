// SPDX-License-Identifier: Apache-2.0
/**
 * EVTX, the Windows event log: a header of 4 KiB, then chunks of 64 KiB. A chunk stands alone, with the names and
 * templates of its records in it; so one chunk is held at a time, whatever the size of the file, and a damaged one
 * costs its own records only.
 */
import { crc32 } from "node:zlib";
import { BinXmlChunk } from "./binxml.ts";
import type { Collector } from "./collector.ts";
import { readEvent } from "./evtx-event.ts";
import { type EvtxRecord, findRecords } from "./evtx-records.ts";
import type { Limits } from "./limits.ts";
import type { Reader } from "./reader.ts";
import { EVTX_MAGIC } from "./sniff.ts";

const FILE_HEADER_BYTES = 4096;
const CHUNK_BYTES = 65536;
const CHUNK_HEADER_BYTES = 512;
const CHUNK_MAGIC = Buffer.from("ElfChnk\0", "latin1");
const IS_DIRTY = 1;

export class EvtxReader implements Reader {
  readonly #collector: Collector;
  readonly #limits: Limits;
  #block = Buffer.alloc(FILE_HEADER_BYTES);
  #filled = 0;
  #isHeaderRead = false;
  #isRefused = false;
  /** The file was not closed: its last chunk is not summed up yet, and the header's count may be old. */
  #isDirty = false;
  #chunksExpected = 0;
  #chunksRead = 0;
  #lastRecord = 0;

  constructor(collector: Collector, limits: Limits) {
    this.#collector = collector;
    this.#limits = limits;
  }

  push(piece: Buffer): void {
    for (let at = 0; at < piece.length && !this.#isRefused; ) {
      const copied = piece.copy(this.#block, this.#filled, at);
      this.#filled += copied;
      at += copied;
      if (this.#filled === this.#block.length) this.#takeBlock();
    }
  }

  end(isDamaged: boolean): void {
    if (this.#isRefused) return;
    if (!this.#isHeaderRead) {
      this.#problem("evtx.header", "The input ends within the file header.", 0);
      return;
    }
    const isCut = this.#filled > 0;
    if (isCut) {
      const filled = this.#filled;
      this.#block.fill(0, filled);
      if (filled >= CHUNK_HEADER_BYTES) this.#readChunk(filled);
    }
    const isShort = !this.#isDirty && this.#chunksRead < this.#chunksExpected;
    if ((isCut || isShort) && !isDamaged) {
      const message = `The file ends after ${this.#chunksRead} of ${this.#chunksExpected} chunks.`;
      this.#problem("evtx.truncated", message, this.#lastRecord);
    }
  }

  #takeBlock(): void {
    this.#filled = 0;
    if (this.#isHeaderRead) {
      this.#readChunk(CHUNK_BYTES);
      return;
    }
    this.#isHeaderRead = true;
    const header = this.#block;
    this.#block = Buffer.alloc(CHUNK_BYTES);
    if (!header.subarray(0, EVTX_MAGIC.length).equals(EVTX_MAGIC)) {
      this.#isRefused = true;
      this.#problem("evtx.header", "The input does not begin as an EVTX file does.", 0);
      return;
    }
    this.#chunksExpected = header.readUInt16LE(42);
    this.#isDirty = (header.readUInt32LE(120) & IS_DIRTY) !== 0;
  }

  /** `length`: how much of the chunk there is; the rest of the block is zeros. */
  #readChunk(length: number): void {
    const bytes = this.#block;
    const isChunk = bytes.subarray(0, CHUNK_MAGIC.length).equals(CHUNK_MAGIC);
    // Space for further chunks is reserved with zeros.
    if (!isChunk && bytes.subarray(0, length).every((byte) => byte === 0)) return;
    if (length === CHUNK_BYTES) this.#chunksRead++;
    if (!isChunk) {
      const message = `Chunk ${this.#chunksRead} does not begin as a chunk does; its records are lost.`;
      this.#problem("evtx.chunk", message, this.#lastRecord);
      return;
    }
    if (length === CHUNK_BYTES && !this.#isDirty) this.#checkSums(bytes);
    const chunk = new BinXmlChunk(bytes, this.#limits.maxDepth);
    const damages = findRecords(bytes, length, (record) => this.#readRecord(chunk, record));
    for (const offset of damages) {
      const message = `Chunk ${this.#chunksRead} is damaged at its byte ${offset}; reading went on at the next record.`;
      this.#problem("evtx.record", message, this.#lastRecord);
    }
  }

  #checkSums(bytes: Buffer): void {
    const end = Math.min(bytes.readUInt32LE(48), CHUNK_BYTES);
    const recordsSum = crc32(bytes.subarray(CHUNK_HEADER_BYTES, Math.max(end, CHUNK_HEADER_BYTES)));
    const headerSum = crc32(bytes.subarray(128, CHUNK_HEADER_BYTES), crc32(bytes.subarray(0, 120)));
    if (recordsSum === bytes.readUInt32LE(52) && headerSum === bytes.readUInt32LE(124)) return;
    const message = `Chunk ${this.#chunksRead} does not match its checksum.`;
    this.#problem("evtx.checksum", message, this.#lastRecord);
  }

  #readRecord(chunk: BinXmlChunk, record: EvtxRecord): void {
    this.#lastRecord = record.number;
    try {
      const event = readEvent(chunk, record.start, record.end, this.#limits.maxDepth);
      this.#collector.addEvent(event, record.number, record.end - record.start);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#problem("evtx.record", `Record ${record.number} is damaged: ${reason}.`, record.number);
    }
  }

  #problem(
    code: "evtx.header" | "evtx.truncated" | "evtx.chunk" | "evtx.checksum" | "evtx.record",
    message: string,
    position: number,
  ): void {
    this.#collector.addProblem(code, message, position, "");
  }
}
