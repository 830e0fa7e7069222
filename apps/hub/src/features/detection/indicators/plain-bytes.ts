// SPDX-License-Identifier: Apache-2.0
/** A feed as it was before it was compressed, piece by piece, and never more than a feed may be. */
import { pipeline, Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { FeedProblem } from "@fengsui/indicators";

const MAX_PLAIN_BYTES = 1024 * 1024 * 1024;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/**
 * By its first bytes, whatever a header says.
 *
 * @throws {FeedProblem} where it cannot be decompressed, or is too much.
 */
export async function* plainBytes(packed: AsyncGenerator<Buffer>): AsyncGenerator<Uint8Array> {
  const first = await packed.next();
  if (first.done === true) return;
  const all = Readable.from(withFirst(first.value, packed));
  const unpack = unpackerFor(first.value);
  let length = 0;
  try {
    for await (const piece of unpack === undefined ? all : pipeline(all, unpack, () => undefined)) {
      length += piece.length;
      if (length > MAX_PLAIN_BYTES)
        throw new FeedProblem(`decompressed, more than ${MAX_PLAIN_BYTES / 1024 ** 3} GiB`);
      yield piece;
    }
  } catch (error) {
    if (unpack === undefined || error instanceof FeedProblem) throw error;
    throw new FeedProblem("begins like something compressed and cannot be decompressed", { cause: error });
  }
}

async function* withFirst(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

function unpackerFor(bytes: Buffer) {
  if (bytes.subarray(0, 2).equals(GZIP_MAGIC)) return createGunzip();
  return bytes.subarray(0, 4).equals(ZSTD_MAGIC) ? createZstdDecompress() : undefined;
}
