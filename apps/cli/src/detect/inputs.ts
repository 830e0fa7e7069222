// SPDX-License-Identifier: Apache-2.0
/** What is read: files, the files of folders, and standard input, as bytes that stop when the run is interrupted. */
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { FengsuiError } from "@fengsui/contract";
import { type FoundFile, findFiles } from "../find-files.ts";

export const STANDARD_INPUT = "-";
const CHUNK_BYTES = 256 * 1024;

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
  readonly #path: string;
  readonly #signal: AbortSignal;
  readonly #onRead: (byteCount: number) => void;

  constructor(path: string, signal: AbortSignal, onRead: (byteCount: number) => void) {
    this.#path = path;
    this.#signal = signal;
    this.#onRead = onRead;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    if (this.#signal.aborted) return;
    const stream = openStream(this.#path);
    const stop = (): void => {
      stream.destroy();
    };
    this.#signal.addEventListener("abort", stop, { once: true });
    try {
      for await (const chunk of stream) {
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

function openStream(path: string): Readable {
  return path === STANDARD_INPUT ? process.stdin : createReadStream(path, { highWaterMark: CHUNK_BYTES });
}
