// SPDX-License-Identifier: Apache-2.0
/**
 * Decompression by magic bytes, not by name: gzip (several members too), zstd (several frames too), or nothing. What
 * follows the last member or frame, and is neither another one nor zeros, is reported and not read.
 */
import { createInflateRaw, createZstdDecompress } from "node:zlib";
import { DecoderSteps, type Steps } from "./decoder-steps.ts";
import { GzipMember } from "./gzip-member.ts";

export interface Damage {
  readonly code: "input.truncated" | "input.corrupt" | "input.trailing";
  readonly reason: string;
}

/** Is what came before it cut off, within a record perhaps? */
export function cutsOff(damage: Damage | undefined): boolean {
  return damage !== undefined && damage.code !== "input.trailing";
}

const MAGIC_BYTES = 4;
const FIRST_BYTES = 64 * 1024;
const FIRST_SLICE = 512;
const SLICE = 4096;
const NOTHING = Buffer.alloc(0);
const TRAILING: Damage = { code: "input.trailing", reason: "other bytes follow the compressed data" };
// One byte of buffer makes the decoder wait for us after each chunk of output, so that an error finds it empty.
const DECODER_OPTIONS = { chunkSize: 128 * 1024, readableHighWaterMark: 1 };

/**
 * Yields the plain bytes of a source, and its empty chunks. Calls `onDamage` once, last, if compressed input is cut off,
 * damaged or followed by something else.
 */
export async function* decompress(
  source: AsyncIterable<Uint8Array>,
  onDamage: (damage: Damage) => void,
): AsyncGenerator<Buffer> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    const head = await readHead(iterator);
    const create = decoderFor(head);
    if (create === undefined) {
      // Not `yield*`, which costs several turns of the event loop a chunk.
      for await (const chunk of rest(head, iterator)) yield chunk;
    } else yield* decode(create, rest(head, iterator), onDamage);
  } finally {
    await iterator.return?.();
  }
}

async function readHead(iterator: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < MAGIC_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = head.length === 0 ? asBuffer(next.value) : Buffer.concat([head, next.value]);
  }
  return head;
}

async function* rest(head: Buffer, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  for (;;) {
    const next = await iterator.next();
    if (next.done === true) return;
    yield asBuffer(next.value);
  }
}

function decoderFor(head: Buffer): (() => Steps) | undefined {
  if (head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b)
    return () => new GzipMember(() => new DecoderSteps(createInflateRaw(DECODER_OPTIONS)));
  if (head.length < MAGIC_BYTES) return undefined;
  const magic = head.readUInt32LE(0);
  // 0x184D2A50 to …5F are skippable frames, with which some writers begin a file.
  const isZstd = magic === 0xfd2fb528 || (magic & 0xfffffff0) === 0x184d2a50;
  return isZstd ? () => new DecoderSteps(createZstdDecompress(DECODER_OPTIONS)) : undefined;
}

async function* decode(
  create: () => Steps,
  source: AsyncIterable<Buffer>,
  onDamage: (damage: Damage) => void,
): AsyncGenerator<Buffer> {
  const frames = new Frames(create);
  try {
    for await (const chunk of source) {
      yield* frames.feed(chunk);
      if (chunk.length === 0) yield chunk;
      if (frames.damage !== undefined) break;
    }
    if (frames.damage === undefined) yield* frames.finish();
    if (frames.damage !== undefined) onDamage(frames.damage);
  } finally {
    frames.destroy();
  }
}

/** One member or frame after the other. */
class Frames {
  #steps: Steps;
  /** Where a frame has ended: what came since, until it is enough to tell what it is. */
  #between: Buffer = NOTHING;
  #hasTrailing = false;
  #bytesFed = 0;

  constructor(create: () => Steps) {
    this.#steps = create();
  }

  get damage(): Damage | undefined {
    if (this.#steps.error !== undefined) return damageOf(this.#steps.error);
    return this.#hasTrailing ? TRAILING : undefined;
  }

  async *feed(chunk: Buffer): AsyncGenerator<Buffer> {
    let rest = chunk;
    while (rest.length > 0 && this.damage === undefined) {
      if (this.#steps.hasEnded) {
        rest = this.#begin(rest);
        continue;
      }
      const slice = rest.subarray(0, this.#bytesFed < FIRST_BYTES ? FIRST_SLICE : SLICE);
      yield* this.#steps.feed(slice);
      const consumed = slice.length - this.#steps.bytesLeft;
      rest = rest.subarray(consumed);
      this.#bytesFed += consumed;
    }
  }

  async *finish(): AsyncGenerator<Buffer> {
    if (!this.#steps.hasEnded) yield* this.#steps.finish();
    this.#hasTrailing = this.#between.length > 0;
  }

  destroy(): void {
    this.#steps.destroy();
  }

  /** Begins the next frame with `bytes`, of which it returns what is to be fed. Zeros between frames are padding. */
  #begin(bytes: Buffer): Buffer {
    let start = 0;
    if (this.#between.length === 0) while (bytes[start] === 0) start++;
    const rest = Buffer.concat([this.#between, bytes.subarray(start)]);
    const create = decoderFor(rest);
    this.#between = create === undefined && rest.length < MAGIC_BYTES ? rest : NOTHING;
    if (create !== undefined) {
      this.#steps.destroy();
      this.#steps = create();
      return rest;
    }
    this.#hasTrailing = rest.length >= MAGIC_BYTES;
    return NOTHING;
  }
}

function damageOf(error: Error): Damage {
  const code = "code" in error ? error.code : undefined;
  const isTruncated = code === "Z_BUF_ERROR";
  return { code: isTruncated ? "input.truncated" : "input.corrupt", reason: error.message };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
