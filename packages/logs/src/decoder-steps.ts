// SPDX-License-Identifier: Apache-2.0
/**
 * A decoder of Node's, driven by hand.
 *
 * The decoder is fed a slice at a time and emptied before the next one. So memory is bounded whatever the ratio,
 * a decoder's error is never mixed up with one of the source, and what was decoded before a damaged place is out
 * before the error comes. (A decoder throws away what it made of the very slice that holds the damage; slices are
 * small for that reason, and smallest in the beginning, where a small file would lose all.)
 */
import type { InflateRaw, ZstdDecompress } from "node:zlib";

/** What one member or frame is decoded by. */
export interface Steps {
  readonly hasEnded: boolean;
  readonly error: Error | undefined;
  /** Bytes that were fed but lie after the end of what is decoded. */
  readonly bytesLeft: number;
  feed(slice: Buffer): AsyncGenerator<Buffer>;
  /** There is no more input. */
  finish(): AsyncGenerator<Buffer>;
  destroy(): void;
}

/** Drives a decoder by hand: everything that one slice decodes to is read before the next slice is written. */
export class DecoderSteps implements Steps {
  readonly #decoder: InflateRaw | ZstdDecompress;
  #wake: () => void = () => undefined;
  #bytesFed = 0;
  hasEnded = false;
  error: Error | undefined;

  constructor(decoder: InflateRaw | ZstdDecompress) {
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
