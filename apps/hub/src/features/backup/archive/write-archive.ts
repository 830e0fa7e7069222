// SPDX-License-Identifier: Apache-2.0
/** Writes a backup so that it has its name only when it is whole, and on the disk. */
import { createHash } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { type FileHandle, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { zstdCompress } from "node:zlib";
import { FengsuiError } from "@fengsui/contract";
import { Encrypter } from "age-encryption";
import { createTarPacker } from "modern-tar";
import type { Piece } from "../../../platform/line-pieces.ts";
import { syncDirectory } from "../../../platform/sync-directory.ts";
import { type Entry, HEADER_NAME, type Header, MANIFEST_NAME, type Manifest } from "./format.ts";

const compress = promisify(zstdCompress);

interface ArchivePlace {
  readonly path: string;
  /** Its name until it is whole. */
  readonly partial: string;
  readonly file: FileHandle;
}

export class ArchiveWriter implements AsyncDisposable {
  readonly #path: string;
  readonly #partial: string;
  readonly #file: FileHandle;
  readonly #packer = createTarPacker();
  readonly #entries: Record<string, Entry> = {};
  readonly #written: Promise<void>;
  readonly #passphrase: string | undefined;
  readonly #forget: () => void;
  #isWhole = false;

  static async open(path: string, passphrase: string | undefined): Promise<ArchiveWriter> {
    if (existsSync(path)) throw new FengsuiError("backup.exists", path);
    const partial = `${path}.${process.pid}.partial`;
    try {
      // One's own and new: in a folder of many, what lies there already may be another's file, or lead elsewhere.
      rmSync(partial, { force: true });
      return new ArchiveWriter({ path, partial, file: await open(partial, "wx", 0o600) }, passphrase);
    } catch (cause) {
      throw writeFailed(partial, cause);
    }
  }

  private constructor(place: ArchivePlace, passphrase: string | undefined) {
    this.#path = place.path;
    this.#partial = place.partial;
    this.#file = place.file;
    this.#forget = () => rmSync(this.#partial, { force: true });
    process.once("exit", this.#forget);
    this.#passphrase = passphrase;
    this.#written = this.#write();
    this.#written.catch(() => undefined); // told to who adds or finishes
  }

  async #write(): Promise<void> {
    try {
      for await (const chunk of await this.#protected()) await this.#file.writeFile(chunk);
    } catch (cause) {
      throw writeFailed(this.#path, cause);
    }
  }

  async #protected(): Promise<ReadableStream<Uint8Array>> {
    if (this.#passphrase === undefined) return this.#packer.readable;
    const encrypter = new Encrypter();
    encrypter.setPassphrase(this.#passphrase);
    return await encrypter.encrypt(this.#packer.readable);
  }

  async writeHeader(header: Header): Promise<void> {
    await this.#add(HEADER_NAME, Buffer.from(JSON.stringify(header)), 0);
  }

  /** Rows, under a name without ending. */
  async addRows(name: string, { bytes, rows }: Piece): Promise<void> {
    await this.#add(`${name}.zst`, await compress(bytes), rows);
  }

  async #add(name: string, bytes: Uint8Array, rows: number): Promise<void> {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    this.#entries[name] = { sha256, bytes: bytes.length, rows };
    await this.#pack(name, bytes);
  }

  async #pack(name: string, bytes: Uint8Array): Promise<void> {
    try {
      const body = this.#packer.controller.add({ name, size: bytes.length, mode: 0o600 });
      const writer = body.getWriter();
      await writer.write(bytes);
      await writer.close();
    } catch (error) {
      // Where nobody takes what was packed, this says why.
      await this.#written;
      throw error;
    }
  }

  async finish(): Promise<Manifest> {
    const manifest: Manifest = { entries: this.#entries };
    await this.#pack(MANIFEST_NAME, Buffer.from(JSON.stringify(manifest)));
    this.#packer.controller.finalize();
    await this.#written;
    try {
      await this.#file.sync();
      await rename(this.#partial, this.#path);
      syncDirectory(dirname(this.#path));
    } catch (cause) {
      throw writeFailed(this.#path, cause);
    }
    this.#isWhole = true;
    return manifest;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isWhole) {
      this.#packer.controller.error(new Error("the backup was given up"));
      await this.#written.catch(() => undefined);
    }
    await this.#file.close();
    this.#forget();
    process.removeListener("exit", this.#forget);
  }
}

function writeFailed(path: string, cause: unknown): FengsuiError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FengsuiError("backup.write_failed", `${path}: ${reason}`, { cause });
}
