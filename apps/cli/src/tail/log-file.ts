// SPDX-License-Identifier: Apache-2.0
/** One file on the disk, by its inode and not its name, read in pieces of whole lines. */
import { createHash } from "node:crypto";
import { type FileHandle, open, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { hasErrorCode } from "../system-error.ts";
import type { Head, Position } from "./positions.ts";

export const HEAD_BYTES = 1024;
const BATCH_BYTES = 2 * 1024 * 1024;
/** Of one batch: the hub takes more, but not much. */
const MAX_LINES = 100_000;
const NOTHING = Buffer.alloc(0);
const LF = 0x0a;

export interface Batch {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

export class LogFile implements AsyncDisposable {
  readonly #handle: FileHandle;
  readonly device: number;
  readonly inode: number;

  private constructor(handle: FileHandle, { dev, ino }: { dev: number; ino: number }) {
    this.#handle = handle;
    this.device = dev;
    this.inode = ino;
  }

  /** Undefined where there is none. */
  static async open(path: string): Promise<LogFile | undefined> {
    try {
      const handle = await open(path, "r");
      return new LogFile(handle, await handle.stat());
    } catch (error) {
      if (hasErrorCode(error, "ENOENT")) return undefined;
      throw error;
    }
  }

  /** The file that a position is of: under its name, or beside it under another that it was renamed to. */
  static async find(path: string, position: Position): Promise<LogFile | undefined> {
    const folder = dirname(path);
    const names = await readdir(folder).catch(() => []);
    const renamed = names.filter((name) => name !== basename(path) && name.startsWith(basename(path)));
    for (const candidate of [path, ...renamed.map((name) => join(folder, name))]) {
      const file = await LogFile.open(candidate);
      if (file !== undefined && (await file.isOf(position))) return file;
      await file?.[Symbol.asyncDispose]();
    }
    return undefined;
  }

  async isOf({ device, inode, head }: Position): Promise<boolean> {
    if (device !== this.device || inode !== this.inode) return false;
    return (await this.#headOf(head.bytes)).sha256 === head.sha256;
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size;
  }

  async head(): Promise<Head> {
    return await this.#headOf(HEAD_BYTES);
  }

  /**
   * Whole lines from there; undefined where no line has ended. `isLast`: nothing more comes, so that what is there is a
   * line. A line that is too long for a batch is cut.
   */
  async batch(start: number, isLast: boolean): Promise<Batch | undefined> {
    const count = Math.min((await this.size()) - start, BATCH_BYTES);
    const bytes = count <= 0 ? NOTHING : await this.#read(start, count);
    const isAll = isLast && bytes.length < BATCH_BYTES;
    const lineEnd = endOfLines(bytes);
    const end = isAll && lineEnd === bytes.lastIndexOf(LF) + 1 ? bytes.length : lineEnd;
    const taken = end === 0 && bytes.length === BATCH_BYTES ? bytes.length : end;
    return taken === 0 ? undefined : { bytes: bytes.subarray(0, taken), start, end: start + taken };
  }

  /** That stretch and no other; undefined where the file is shorter. */
  async stretch(start: number, end: number): Promise<Batch | undefined> {
    const bytes = await this.#read(start, end - start);
    return bytes.length === end - start ? { bytes, start, end } : undefined;
  }

  async #headOf(wanted: number): Promise<Head> {
    const bytes = await this.#read(0, Math.min(wanted, HEAD_BYTES));
    return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  }

  async #read(start: number, count: number): Promise<Buffer> {
    const buffer = Buffer.alloc(count);
    let filled = 0;
    while (filled < count) {
      const { bytesRead } = await this.#handle.read(buffer, filled, count - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}

/** After the last line that has ended and still goes into a batch. */
function endOfLines(bytes: Buffer): number {
  let end = 0;
  for (let lines = 0; lines < MAX_LINES; lines++) {
    const found = bytes.indexOf(LF, end);
    if (found < 0) break;
    end = found + 1;
  }
  return end;
}
