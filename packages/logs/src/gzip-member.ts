// SPDX-License-Identifier: Apache-2.0
/**
 * One member of a gzip file (RFC 1952): header, deflated data, checksum and length. Node's own decoder goes on to a next
 * member by itself; where that is none, it throws away the end of the one before.
 */
import { crc32 } from "node:zlib";
import type { Steps } from "./decoder-steps.ts";

const FIXED_HEADER = 10;
const TRAILER = 8;
/** A file name and a comment have no length; nobody writes longer ones. */
const MAX_HEADER = 128 * 1024;

const FLAG_CHECKSUM = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;

export class GzipMember implements Steps {
  readonly #createBody: () => Steps;
  #body: Steps | undefined;
  /** Bytes of the header or the trailer, until it is whole. */
  #held: Buffer = Buffer.alloc(0);
  #checksum = 0;
  #length = 0;
  #own: Error | undefined;
  hasEnded = false;
  bytesLeft = 0;

  constructor(createBody: () => Steps) {
    this.#createBody = createBody;
  }

  get error(): Error | undefined {
    return this.#own ?? this.#body?.error;
  }

  async *feed(slice: Buffer): AsyncGenerator<Buffer> {
    this.bytesLeft = 0;
    let rest = slice;
    if (this.#body === undefined) rest = this.#readHeader(rest);
    if (this.#body !== undefined && !this.#body.hasEnded && rest.length > 0) {
      yield* this.#sum(this.#body.feed(rest));
      rest = rest.subarray(rest.length - this.#body.bytesLeft);
    }
    if (this.#body?.hasEnded === true) this.#readTrailer(rest);
  }

  async *finish(): AsyncGenerator<Buffer> {
    if (this.#body !== undefined && !this.#body.hasEnded) yield* this.#sum(this.#body.finish());
    if (!this.hasEnded && this.error === undefined) this.#own = truncated();
  }

  destroy(): void {
    this.#body?.destroy();
  }

  async *#sum(output: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
    for await (const bytes of output) {
      this.#checksum = crc32(bytes, this.#checksum);
      this.#length = (this.#length + bytes.length) % 2 ** 32;
      yield bytes;
    }
  }

  /** Takes the header and returns what follows it. */
  #readHeader(bytes: Buffer): Buffer {
    this.#held = Buffer.concat([this.#held, bytes]);
    const length = headerLength(this.#held);
    if (length === undefined) {
      if (this.#held.length > MAX_HEADER) this.#own = new Error("incorrect header check");
      return this.#held.subarray(this.#held.length);
    }
    const rest = this.#held.subarray(length);
    if (this.#held[2] === 8) this.#body = this.#createBody();
    else this.#own = new Error("unknown compression method");
    this.#held = Buffer.alloc(0);
    return rest;
  }

  #readTrailer(bytes: Buffer): void {
    const missing = TRAILER - this.#held.length;
    this.#held = Buffer.concat([this.#held, bytes.subarray(0, missing)]);
    this.bytesLeft = Math.max(0, bytes.length - missing);
    if (this.#held.length < TRAILER) return;
    this.hasEnded = true;
    const isSound =
      this.#held.readUInt32LE(0) === this.#checksum && this.#held.readUInt32LE(4) === this.#length;
    if (!isSound) this.#own = new Error("incorrect data check");
  }
}

/** The length of the header that these bytes begin with, or undefined if more are needed to tell. */
function headerLength(bytes: Buffer): number | undefined {
  if (bytes.length < FIXED_HEADER) return undefined;
  const flags = bytes[3] ?? 0;
  let at = FIXED_HEADER;
  if ((flags & FLAG_EXTRA) !== 0) {
    if (bytes.length < at + 2) return undefined;
    at += 2 + bytes.readUInt16LE(at);
  }
  for (const flag of [FLAG_NAME, FLAG_COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  if ((flags & FLAG_CHECKSUM) !== 0) at += 2;
  return at <= bytes.length ? at : undefined;
}

function truncated(): Error {
  return Object.assign(new Error("unexpected end of file"), { code: "Z_BUF_ERROR" });
}
