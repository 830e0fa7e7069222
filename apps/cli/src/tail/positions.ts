// SPDX-License-Identifier: Apache-2.0
/**
 * How far each file was delivered, kept in one file that survives a crash at any moment. Before a batch is sent its end
 * is noted: after a crash the very same batch is sent under the same name, and the hub knows whether it had it.
 */
import { mkdirSync, readFileSync, renameSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { FengsuiError } from "@fengsui/contract";
import { describeSystemError, hasErrorCode } from "../system-error.ts";

export interface Position {
  readonly device: number;
  readonly inode: number;
  /** Of the first bytes, as the number of an inode is used again. */
  readonly head: Head;
  /** Everything before it is acknowledged. */
  readonly offset: number;
  /** The end of a batch that may be with the hub already. */
  readonly sentTo?: number;
}

export interface Head {
  readonly bytes: number;
  readonly sha256: string;
}

interface Kept {
  readonly version: 1;
  readonly files: Record<string, Position>;
}

export class Positions {
  readonly #path: string;
  readonly #files: Map<string, Position>;
  #writing: Promise<void> = Promise.resolve();

  /** Where there is no such file, everything begins. */
  constructor(path: string) {
    this.#path = path;
    this.#files = new Map(Object.entries(read(path).files));
  }

  of(file: string): Position | undefined {
    return this.#files.get(file);
  }

  /** Done when it is on the disk. */
  async set(file: string, position: Position): Promise<void> {
    this.#files.set(file, position);
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  async #write(): Promise<void> {
    const kept: Kept = { version: 1, files: Object.fromEntries(this.#files) };
    const next = `${this.#path}.new`;
    const file = await open(next, "w", 0o600);
    try {
      await file.writeFile(`${JSON.stringify(kept)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    renameSync(next, this.#path);
    const folder = await open(dirname(this.#path), "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}

function read(path: string): Kept {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return parse(path, readFileSync(path, "utf8"));
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return { version: 1, files: {} };
    if (error instanceof FengsuiError) throw error;
    throw new FengsuiError("input.unreadable", `${path}: ${describeSystemError(error)}`, { cause: error });
  }
}

function parse(path: string, text: string): Kept {
  try {
    const value: unknown = JSON.parse(text);
    if (isKept(value)) return value;
  } catch {
    // told below
  }
  throw new FengsuiError("input.unreadable", `${path} is no file of positions`, {
    hint: "Name another with --state. Or remove it: files are then delivered from their beginning.",
  });
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === "object" &&
    value !== null &&
    "version" in value &&
    value.version === 1 &&
    "files" in value &&
    typeof value.files === "object" &&
    value.files !== null
  );
}
