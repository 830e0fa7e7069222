// SPDX-License-Identifier: Apache-2.0
/** The body of a request as it was meant: all of it in memory, decompressed, and never more than it may be. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, zstdDecompress } from "node:zlib";
import { FengsuiError } from "@fengsui/contract";

export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly maxPlainBytes: number;
}

export const BODY_LIMITS: BodyLimits = { maxBodyBytes: 16 * 1024 * 1024, maxPlainBytes: 64 * 1024 * 1024 };

export interface Body {
  readonly bytes: Buffer;
  /** Of the decompressed bytes: a shipper that sends again may compress otherwise. */
  readonly hash: string;
}

const gunzipAll = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);
const zstdAll = promisify<Buffer, { maxOutputLength: number }, Buffer>(zstdDecompress);

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

export async function readBody(
  stream: AsyncIterable<Uint8Array>,
  limits: BodyLimits = BODY_LIMITS,
): Promise<Body> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > limits.maxBodyBytes)
      throw new FengsuiError("ingest.too_large", `The body has more than ${limits.maxBodyBytes} bytes.`);
    chunks.push(chunk);
  }
  const bytes = await unpack(Buffer.concat(chunks), limits.maxPlainBytes);
  return { bytes, hash: createHash("sha256").update(bytes).digest("hex") };
}

/** By its first bytes, not by the header: some shippers say gzip and send plain text, or the other way round. */
async function unpack(packed: Buffer, maxOutputLength: number): Promise<Buffer> {
  try {
    if (packed.subarray(0, 2).equals(GZIP_MAGIC)) return await gunzipAll(packed, { maxOutputLength });
    if (packed.subarray(0, 4).equals(ZSTD_MAGIC)) return await zstdAll(packed, { maxOutputLength });
  } catch (error) {
    if (error instanceof RangeError)
      throw new FengsuiError(
        "ingest.too_large",
        `Decompressed, the body has more than ${maxOutputLength} bytes.`,
      );
    throw new FengsuiError("ingest.unreadable", "The body could not be decompressed.", { cause: error });
  }
  return packed;
}
