// SPDX-License-Identifier: Apache-2.0
/**
 * Room on the disk of the data directory. A database that finds the disk full in the middle of a write is worse off
 * than one that is not given more: below a reserve nothing new is taken in, and it goes on by itself when there is
 * room again.
 */
import { existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { FengsuiError } from "@fengsui/contract";
import type { Logger } from "../telemetry/logger.ts";

export interface Room {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export type DiskState = "ok" | "low" | "full";

export interface DiskWatchParts {
  readonly directory: string;
  readonly logger: Logger;
  /** How much room there is; of the directory's file system, if not given. */
  readonly measure?: () => Room;
}

const MIB = 1024 * 1024;
/** What is kept free, and below what it is said that room becomes scarce; of a small disk, a part of it. */
const RESERVE = { bytes: 256 * MIB, part: 0.05 };
const WARNING = { bytes: 2048 * MIB, part: 0.1 };
const EVERY_MS = 5_000;
const RETRY_SECONDS = 30;

export function stateOf({ freeBytes, totalBytes }: Room): DiskState {
  const isBelow = ({ bytes, part }: typeof RESERVE) => freeBytes < Math.min(bytes, totalBytes * part);
  if (isBelow(RESERVE)) return "full";
  return isBelow(WARNING) ? "low" : "ok";
}

/** Of the file system that the directory is on, or will be. */
export function measureRoom(directory: string): Room {
  if (!existsSync(directory) && directory !== dirname(directory)) return measureRoom(dirname(directory));
  const { bsize, bavail, blocks } = statfsSync(directory);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

export class DiskWatch implements Disposable {
  readonly #parts: DiskWatchParts;
  readonly #timer: NodeJS.Timeout;
  #room: Room;
  #state: DiskState = "ok";

  constructor(parts: DiskWatchParts) {
    this.#parts = parts;
    this.#room = this.look();
    this.#timer = setInterval(() => this.look(), EVERY_MS);
    this.#timer.unref();
  }

  get room(): Room {
    return this.#room;
  }

  look(): Room {
    const { measure = () => measureRoom(this.#parts.directory) } = this.#parts;
    this.#room = measure();
    const state = stateOf(this.#room);
    if (state !== this.#state) this.#say(state);
    this.#state = state;
    return this.#room;
  }

  /** Refuses, where nothing new may be written. */
  requireRoom(): void {
    if (this.#state !== "full") return;
    const free = Math.floor(this.#room.freeBytes / MIB);
    throw new FengsuiError("ingest.disk_full", `${free} MiB are free`, { retryAfterSeconds: RETRY_SECONDS });
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #say(state: DiskState): void {
    const { logger, directory } = this.#parts;
    const fields = { directory, ...this.#room };
    if (state === "full") logger.error(fields, "the disk is full: nothing is taken in until there is room");
    else if (state === "low") logger.warn(fields, "the disk becomes full");
    else logger.info(fields, "the disk has room again");
  }
}
