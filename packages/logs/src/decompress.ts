// SPDX-License-Identifier: Apache-2.0
/**
 * Decompression by magic bytes, not by name: gzip (several members too), zstd (several frames too), or nothing.
 *
 * The decoder is fed a slice at a time and emptied before the next one. So memory is bounded whatever the ratio,
 * a decoder's error is never mixed up with one of the source, and what was decoded before a damaged place is out
 * before the error comes. (A decoder throws away what it made of the very slice that holds the damage; slices are
 * small for that reason, and smallest in the beginning, where a small file would lose all.)
 */
import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from "node:zlib";

export interface Damage {
  readonly code: "input.truncated" | "input.corrupt";
  readonly reason: string;
}

const MAGIC_BYTES = 4;
const FIRST_BYTES = 64 * 1024;
const FIRST_SLICE = 512;
const SLICE = 4096;
// One byte of buffer makes the decoder wait for us after each chunk of output, so that an error finds it empty.
const DECODER_OPTIONS = { chunkSize: 128 * 1024, readableHighWaterMark: 1 };

/** Yields the plain bytes of a source, and its empty chunks; calls `onDamage` once, last, if compressed input is cut off or damaged. */
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

type Decoder = Gunzip | ZstdDecompress;

function decoderFor(head: Buffer): (() => Decoder) | undefined {
  if (head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b) return () => createGunzip(DECODER_OPTIONS);
  if (head.length < MAGIC_BYTES) return undefined;
  const magic = head.readUInt32LE(0);
  // 0x184D2A50 to …5F are skippable frames, with which some writers begin a file.
  const isZstd = magic === 0xfd2fb528 || (magic & 0xfffffff0) === 0x184d2a50;
  return isZstd ? () => createZstdDecompress(DECODER_OPTIONS) : undefined;
}

async function* decode(
  create: () => Decoder,
  source: AsyncIterable<Buffer>,
  onDamage: (damage: Damage) => void,
): AsyncGenerator<Buffer> {
  const frames = new Frames(create);
  try {
    for await (const chunk of source) {
      yield* frames.feed(chunk);
      if (chunk.length === 0) yield chunk;
      if (frames.error !== undefined) break;
    }
    if (frames.error === undefined) yield* frames.finish();
    if (frames.error !== undefined) onDamage(damageOf(frames.error));
  } finally {
    frames.destroy();
  }
}

/** One decoder after the other: Node's zstd stops at the end of a frame, its gzip at what is no further member. */
class Frames {
  readonly #create: () => Decoder;
  #steps: DecoderSteps;
  #bytesFed = 0;

  constructor(create: () => Decoder) {
    this.#create = create;
    this.#steps = new DecoderSteps(create());
  }

  get error(): Error | undefined {
    return this.#steps.error;
  }

  async *feed(chunk: Buffer): AsyncGenerator<Buffer> {
    let at = 0;
    while (at < chunk.length && this.#steps.error === undefined) {
      if (this.#steps.hasEnded) {
        // Zeros after the end are padding.
        while (chunk[at] === 0) at++;
        if (at === chunk.length) return;
        this.#steps.destroy();
        this.#steps = new DecoderSteps(this.#create());
      }
      const slice = chunk.subarray(at, at + (this.#bytesFed < FIRST_BYTES ? FIRST_SLICE : SLICE));
      yield* this.#steps.feed(slice);
      const consumed = slice.length - this.#steps.bytesLeft;
      at += consumed;
      this.#bytesFed += consumed;
    }
  }

  async *finish(): AsyncGenerator<Buffer> {
    if (!this.#steps.hasEnded) yield* this.#steps.finish();
  }

  destroy(): void {
    this.#steps.destroy();
  }
}

/** Drives a decoder by hand: everything that one slice decodes to is read before the next slice is written. */
class DecoderSteps {
  readonly #decoder: Decoder;
  #wake: () => void = () => undefined;
  #bytesFed = 0;
  hasEnded = false;
  error: Error | undefined;

  constructor(decoder: Decoder) {
    this.#decoder = decoder;
    decoder.on("readable", () => this.#wake());
    decoder.on("end", () => {
      this.hasEnded = true;
      this.#wake();
    });
    decoder.on("error", (error) => {
      this.error = error;
      this.#wake();
    });
  }

  /** Bytes that were fed but lie after the end of what this decoder decodes. */
  get bytesLeft(): number {
    return this.hasEnded ? this.#bytesFed - this.#decoder.bytesWritten : 0;
  }

  async *feed(slice: Buffer): AsyncGenerator<Buffer> {
    this.#bytesFed += slice.length;
    let isWritten = false;
    this.#decoder.write(slice, () => {
      isWritten = true;
      this.#wake();
    });
    yield* this.#drain(() => isWritten && (this.hasEnded || !this.#isEnding));
  }

  async *finish(): AsyncGenerator<Buffer> {
    this.#decoder.end();
    yield* this.#drain(() => this.hasEnded);
  }

  destroy(): void {
    this.#decoder.destroy();
  }

  /** The decoder has left bytes over, so it is at its end, though the event that says so is still to come. */
  get #isEnding(): boolean {
    return this.#decoder.bytesWritten < this.#bytesFed;
  }

  async *#drain(isDone: () => boolean): AsyncGenerator<Buffer> {
    for (;;) {
      const output: unknown = this.#decoder.read();
      if (Buffer.isBuffer(output)) yield output;
      else if (isDone() || this.error !== undefined) return;
      else await this.#nextChange();
    }
  }

  #nextChange(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    return promise;
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
