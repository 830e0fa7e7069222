// SPDX-License-Identifier: Apache-2.0
/**
 * Follows one log by its name, as it grows and is rotated. A file that was renamed is read to its end before the one
 * that took its name; one that was emptied (copytruncate) begins again. A position moves on only when the hub has
 * acknowledged what was before it.
 */
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { hasErrorCode } from "../system-error.ts";
import { type Delivered, type DeliveryOptions, deliver } from "./deliver.ts";
import { type Batch, HEAD_BYTES, LogFile } from "./log-file.ts";
import type { Position, Positions } from "./positions.ts";

export interface FollowOptions extends DeliveryOptions {
  readonly positions: Positions;
  readonly pollMs: number;
  /** A file that was never seen begins at its end. */
  readonly isFromEnd: boolean;
  /** Ends where the file does. */
  readonly isOnce: boolean;
  readonly onDelivered: (batch: Batch, delivered: Delivered) => void;
}

/** A program may write to a renamed file until it has opened the new one: so many looks without anything new. */
const QUIET_LOOKS = 10;

/** Ends when the signal comes, or, if asked for once, where the file ends. */
export async function follow(path: string, options: FollowOptions): Promise<void> {
  await using follower = new Follower(path, options);
  await follower.run();
}

class Follower implements AsyncDisposable {
  readonly #path: string;
  readonly #options: FollowOptions;
  #file: LogFile | undefined;
  /** Looks without anything new. */
  #quiet = 0;

  constructor(path: string, options: FollowOptions) {
    this.#path = path;
    this.#options = options;
  }

  async run(): Promise<void> {
    this.#file = await resume(this.#path, this.#options);
    while (!this.#options.signal.aborted) if (await this.#look()) return;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.[Symbol.asyncDispose]();
  }

  /** True where it is done. */
  async #look(): Promise<boolean> {
    const { isOnce, pollMs, signal } = this.#options;
    this.#file ??= await begin(this.#path, this.#options);
    const file = this.#file;
    const isAtRest = isOnce || this.#quiet >= QUIET_LOOKS;
    const isRenamed = file !== undefined && isAtRest && !(await isStill(this.#path, file));
    if (file !== undefined && (await deliverNext(this.#path, file, this.#options, isOnce || isRenamed))) {
      this.#quiet = 0;
      return false;
    }
    if (isRenamed) {
      await file?.[Symbol.asyncDispose]();
      this.#file = undefined;
      this.#quiet = 0;
      return false;
    }
    if (isOnce) return true;
    this.#quiet++;
    await pause(pollMs, undefined, { signal }).catch(() => undefined);
    return false;
  }
}

/** The file that was being read when we ended, whatever it is called now. */
async function resume(path: string, { positions, say }: FollowOptions): Promise<LogFile | undefined> {
  const position = positions.of(path);
  if (position === undefined) return undefined;
  const file = await LogFile.find(path, position);
  if (file === undefined)
    say(`${path}: the file that was read before is gone; what was not read of it, if anything, is lost`);
  return file;
}

/** The file that has the name now. */
async function begin(path: string, { positions, isFromEnd }: FollowOptions): Promise<LogFile | undefined> {
  const file = await LogFile.open(path);
  if (file === undefined) return undefined;
  const known = positions.of(path);
  if (known !== undefined && (await file.isOf(known))) return file;
  const offset = known === undefined && isFromEnd ? await file.size() : 0;
  await positions.set(path, { device: file.device, inode: file.inode, head: await file.head(), offset });
  return file;
}

/** False where there is nothing new. */
async function deliverNext(
  path: string,
  file: LogFile,
  options: FollowOptions,
  isLast: boolean,
): Promise<boolean> {
  const { positions, say } = options;
  const position = positions.of(path);
  if (position === undefined) return false;
  const size = await file.size();
  if (size < position.offset || (size > position.offset && !(await file.isOf(position)))) {
    say(`${path}: the file was emptied, and is read from its beginning`);
    await positions.set(path, { device: file.device, inode: file.inode, head: await file.head(), offset: 0 });
    return size > 0;
  }
  if (size === position.offset) return false;
  const batch = await nextBatch(file, position, isLast);
  if (batch === undefined) return false;
  const head = position.head.bytes < HEAD_BYTES ? await file.head() : position.head;
  await positions.set(path, { ...position, head, sentTo: batch.end });
  const delivered = await deliver(batch.bytes, nameOf(position, batch), options);
  const { device, inode } = position;
  await positions.set(path, { device, inode, head, offset: batch.end });
  options.onDelivered(batch, delivered);
  return true;
}

/** What may be with the hub already goes again exactly as it was. */
async function nextBatch(file: LogFile, position: Position, isLast: boolean): Promise<Batch | undefined> {
  const { offset, sentTo } = position;
  const again = sentTo === undefined ? undefined : await file.stretch(offset, sentTo);
  return again ?? (await file.batch(offset, isLast));
}

/** By what it is of and what is in it: the same stretch of the same file has it again, another never. */
function nameOf({ device, inode }: Position, { bytes, start, end }: Batch): string {
  const hash = createHash("sha256").update(bytes).digest("hex");
  return `tail:${device}:${inode}:${start}-${end}:${hash}`;
}

async function isStill(path: string, { device, inode }: LogFile): Promise<boolean> {
  try {
    const found = await stat(path);
    return found.dev === device && found.ino === inode;
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return false;
    throw error;
  }
}
