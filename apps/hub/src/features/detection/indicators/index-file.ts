// SPDX-License-Identifier: Apache-2.0
/**
 * The index of indicators in a file, so that a hub that starts again reads it in seconds and only what changed since out
 * of the records. It is no record: where it is missing, damaged or of another database, the index is made anew.
 *
 * Form: the length of the lists (32 bits, little end first) and their SHA-256; the lists with their revisions, as JSON;
 * the snapshot, which has a checksum of its own.
 */
import { createHash } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { type IndicatorIndex, loadSnapshot, snapshot } from "@fengsui/indicators";
import { z } from "zod";
import type { ListState } from "./changes.ts";

const HEAD = z.object({
  lists: z.array(z.object({ number: z.int(), ruleId: z.string(), revision: z.int() })),
});
export type SavedList = z.infer<typeof HEAD>["lists"][number];

export interface SavedIndex {
  readonly index: IndicatorIndex;
  readonly lists: readonly SavedList[];
}

const LENGTH_BYTES = 4;
const HASH_BYTES = 32;
const MAX_HEAD_BYTES = 16 * 1024 * 1024;

/** Whole, or not at all: a hub that is killed leaves the file of before, and two that write, that of one of them. */
export async function writeIndexFile(path: string, { index, lists }: SavedIndex): Promise<void> {
  const partial = `${path}.${process.pid}.partial`;
  try {
    const file = await open(partial, "w", 0o600);
    try {
      const head = Buffer.from(JSON.stringify({ lists }), "utf8");
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32LE(head.length);
      await file.writev([length, hashOf(head), head]);
      for (const piece of snapshot(index)) await file.appendFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

/** Undefined where it cannot be used: `states` says which lists there are now, and up to which revision. */
export async function readIndexFile(
  path: string,
  states: readonly ListState[],
): Promise<SavedIndex | undefined> {
  await using file = await open(path, "r");
  const head = await file.stat().then(({ size }) => readHead(file, size));
  if (head === undefined || !head.lists.every((list) => isOf(list, states))) return undefined;
  const index = await loadSnapshot(async (length) => await take(file, length));
  return { index, lists: head.lists };
}

async function readHead(file: FileHandle, size: number): Promise<z.infer<typeof HEAD> | undefined> {
  const length = (await take(file, LENGTH_BYTES)).readUInt32LE();
  if (length > Math.min(size, MAX_HEAD_BYTES)) return undefined;
  const hash = await take(file, HASH_BYTES);
  const head = await take(file, length);
  return hash.equals(hashOf(head)) ? HEAD.safeParse(JSON.parse(head.toString("utf8"))).data : undefined;
}

function hashOf(head: Buffer): Buffer {
  return createHash("sha256").update(head).digest();
}

/** Bytes of their own, as the index is going to live in them. */
async function take(file: FileHandle, length: number): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.from(new ArrayBuffer(length));
  let at = 0;
  while (at < length) {
    const { bytesRead } = await file.read(bytes, at, length - at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

/** A database that was restored has an earlier revision, and one that lost what was removed since, a later purge. */
function isOf({ number, ruleId, revision }: SavedList, states: readonly ListState[]): boolean {
  const state = states.find((one) => one.number === number);
  if (state === undefined || state.ruleId !== ruleId) return false;
  return revision <= state.revision && revision >= state.purgedRevision;
}
