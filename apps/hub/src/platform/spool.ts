// SPDX-License-Identifier: Apache-2.0
/** What is uploaded, on disk until its hash is known: memory is for one chunk at a time. */
import { createHash } from "node:crypto";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** A chunk as it is stored. */
export const CHUNK_BYTES = 1024 * 1024;

export interface Spooled extends AsyncDisposable {
  readonly sha256: Buffer;
  readonly byteCount: number;
  chunks(): AsyncGenerator<Buffer>;
}

export async function spool(body: Readable): Promise<Spooled> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "fengsui-upload-"));
  stack.defer(async () => await rm(folder, { recursive: true, force: true }));
  const file = await open(join(folder, "content"), "w+", 0o600);
  stack.defer(async () => await file.close());
  const hash = createHash("sha256");
  let byteCount = 0;
  for await (const piece of body) {
    const bytes = Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece));
    hash.update(bytes);
    byteCount += bytes.length;
    await file.appendFile(bytes);
  }
  const owned = stack.move();
  return {
    sha256: hash.digest(),
    byteCount,
    async *chunks() {
      for (let at = 0; at < byteCount; at += CHUNK_BYTES) {
        const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, byteCount - at));
        await file.read(chunk, 0, chunk.length, at);
        yield chunk;
      }
    },
    [Symbol.asyncDispose]: async () => await owned.disposeAsync(),
  };
}

/** What is in memory anyway. */
export function held(bytes: Buffer): Spooled {
  return {
    sha256: createHash("sha256").update(bytes).digest(),
    byteCount: bytes.length,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}
