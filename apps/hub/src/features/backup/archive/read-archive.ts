// SPDX-License-Identifier: Apache-2.0
/** Reads a backup, entry by entry, and tells whether it is whole. */
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import { FengsuiError } from "@fengsui/contract";
import { Decrypter } from "age-encryption";
import { createTarDecoder } from "modern-tar";
import type { z } from "zod";
import type { Piece } from "../../../platform/line-pieces.ts";
import {
  HEADER,
  HEADER_NAME,
  type Header,
  MANIFEST,
  MANIFEST_NAME,
  type Manifest,
  type StoreName,
} from "./format.ts";

const decompress = promisify(zstdDecompress);

export interface BackupFile {
  readonly path: string;
  readonly passphrase?: string | undefined;
}

export interface Checked {
  readonly header: Header;
  readonly manifest: Manifest;
}

export interface Rows extends Piece {
  readonly table: string;
}

interface RawEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

const AGE_MAGIC = "age-encryption.org/";
/** A row is a piece of its own where it is longer than one, and evidence and events have limits far below. */
const MAX_ENTRY_BYTES = 512 * 1024 * 1024;

/** Reads all of it: each entry is as it was written, and none is missing or too many. */
export async function checkArchive(file: BackupFile, onEntry: (bytes: number) => void): Promise<Checked> {
  let header: Header | undefined;
  let manifest: Manifest | undefined;
  const hashes = new Map<string, string>();
  for await (const { name, bytes } of entriesOf(file)) {
    if (manifest !== undefined) throw damaged(file, "something follows its manifest");
    if (name === MANIFEST_NAME) manifest = parse(file, name, bytes, MANIFEST);
    else hashes.set(name, createHash("sha256").update(bytes).digest("hex"));
    if (name === HEADER_NAME) header = readHeader(file, bytes);
    onEntry(bytes.length);
  }
  if (header === undefined) throw damaged(file, `it holds no ${HEADER_NAME}`);
  if (manifest === undefined) throw damaged(file, "it ends too early");
  for (const [name, { sha256 }] of Object.entries(manifest.entries)) {
    if (hashes.get(name) !== sha256) throw damaged(file, `${name} is not what was written`);
    hashes.delete(name);
  }
  const [unknown] = hashes.keys();
  if (unknown !== undefined) throw damaged(file, `its manifest does not name ${unknown}`);
  return { header, manifest };
}

/** The rows of a store, in the order in which they were written. */
export async function* rowsIn(
  file: BackupFile,
  { entries }: Manifest,
  store: StoreName,
): AsyncGenerator<Rows> {
  for await (const { name, bytes } of entriesOf(file)) {
    const [of, table] = name.split("/");
    if (of !== store || table === undefined) continue;
    yield { table, bytes: await decompress(bytes), rows: entries[name]?.rows ?? 0 };
  }
}

async function* entriesOf(file: BackupFile): AsyncGenerator<RawEntry> {
  await using handle = await open(file.path, "r").catch((cause: unknown) => {
    throw new FengsuiError("input.unreadable", `${file.path}: ${messageOf(cause)}`, { cause });
  });
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(AGE_MAGIC.length), 0, AGE_MAGIC.length, 0);
  const isEncrypted = buffer.toString("latin1", 0, bytesRead) === AGE_MAGIC;
  const bytes: ReadableStream<Uint8Array> = handle.readableWebStream({ autoClose: false });
  const plain = isEncrypted ? await decrypt(file, bytes) : bytes;
  try {
    for await (const { header, body } of plain.pipeThrough(createTarDecoder({ strict: true }))) {
      if (header.size > MAX_ENTRY_BYTES) throw damaged(file, `${header.name} is larger than any entry is`);
      yield { name: header.name, bytes: Buffer.from(await new Response(body).arrayBuffer()) };
    }
  } catch (error) {
    throw error instanceof FengsuiError ? error : damaged(file, messageOf(error), error);
  }
}

async function decrypt({ path, passphrase }: BackupFile, bytes: ReadableStream<Uint8Array>) {
  if (passphrase === undefined) throw new FengsuiError("backup.locked", `${path} is encrypted`);
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return await decrypter.decrypt(bytes);
  } catch (cause) {
    throw new FengsuiError("backup.locked", `${path}: the passphrase is another`, { cause });
  }
}

function readHeader(file: BackupFile, bytes: Buffer): Header {
  const { format } = parse(file, HEADER_NAME, bytes, HEADER.pick({ format: true }).catch({ format: 1 }));
  if (format !== 1) throw new FengsuiError("backup.newer", `${file.path} is of format ${format}`);
  return parse(file, HEADER_NAME, bytes, HEADER);
}

function parse<Value>(file: BackupFile, name: string, bytes: Buffer, schema: z.ZodType<Value>): Value {
  try {
    return schema.parse(JSON.parse(bytes.toString("utf8")));
  } catch (cause) {
    throw damaged(file, `${name} cannot be read`, cause);
  }
}

function damaged({ path }: BackupFile, reason: string, cause?: unknown): FengsuiError {
  return new FengsuiError("backup.damaged", `${path}: ${reason}`, { cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
