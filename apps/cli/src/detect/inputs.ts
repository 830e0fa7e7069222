// SPDX-License-Identifier: Apache-2.0
/** What is read: files, the files of folders, and standard input, as bytes that stop when the run is interrupted. */
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { FengsuiError } from "@fengsui/contract";
import { type FoundFile, findFiles } from "../find-files.ts";
import { systemPath } from "../system-path.ts";

export const STANDARD_INPUT = "-";
const CHUNK_BYTES = 256 * 1024;
/** A pipe that brings nothing for so long is taken to be live: what came is matched without waiting for more. */
const QUIET_MS = 100;

export interface Inputs {
  readonly files: readonly FoundFile[];
  readonly problems: readonly FengsuiError[];
  /** The sum of the sizes; undefined where one of them is not known. */
  readonly totalBytes: number | undefined;
}

export function findInputs(paths: readonly string[]): Inputs {
  const named = paths.filter((path) => path !== STANDARD_INPUT);
  const found = findFiles(named, () => true);
  const readsStandardInput = named.length < paths.length;
  const files = readsStandardInput ? [{ path: STANDARD_INPUT }, ...found.files] : found.files;
  if (files.length === 0) {
    const reasons = found.problems.map((problem) => problem.detail);
    throw new FengsuiError(
      "input.none",
      reasons.length > 0 ? reasons.join("; ") : `no file in ${paths.join(", ")}`,
    );
  }
  let totalBytes: number | undefined = 0;
  for (const { size } of files) {
    totalBytes = size === undefined || totalBytes === undefined ? undefined : totalBytes + size;
  }
  return { files, problems: found.problems, totalBytes };
}

/**
 * The bytes of one input, counted as they are read. They end early, without an error, when the signal says so. A
 * failure to read ends them too and is kept, so that what came before it is still matched.
 */
export class SourceBytes implements AsyncIterable<Uint8Array> {
  failure: unknown;
  readonly #file: FoundFile;
  readonly #signal: AbortSignal;
  readonly #onRead: (byteCount: number) => void;

  constructor(file: FoundFile, signal: AbortSignal, onRead: (byteCount: number) => void) {
    this.#file = file;
    this.#signal = signal;
    this.#onRead = onRead;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    if (this.#signal.aborted) return;
    const stream = openStream(this.#file.path);
    const stop = (): void => {
      stream.destroy();
    };
    this.#signal.addEventListener("abort", stop, { once: true });
    try {
      for await (const chunk of this.#file.size === undefined ? markPauses(stream) : stream) {
        this.#onRead(chunk.length);
        yield chunk;
      }
    } catch (error) {
      if (!this.#signal.aborted) this.failure = error;
    } finally {
      this.#signal.removeEventListener("abort", stop);
      stream.destroy();
    }
  }
}

const NOTHING = new Uint8Array();

/** The chunks of a pipe, and an empty one where it is quiet, which tells the reader to wait no longer. */
async function* markPauses(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  for (;;) {
    const next = iterator.next();
    if (await isSlow(next)) yield NOTHING;
    const result = await next;
    if (result.done === true) return;
    yield result.value;
  }
}

async function isSlow(awaited: Promise<unknown>): Promise<boolean> {
  const quiet = Promise.withResolvers<boolean>();
  const timer = setTimeout(quiet.resolve, QUIET_MS, true);
  try {
    return await Promise.race([awaited.then(() => false), quiet.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function openStream(path: string): Readable {
  return path === STANDARD_INPUT
    ? process.stdin
    : createReadStream(systemPath(path), { highWaterMark: CHUNK_BYTES });
}
