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
/** How full the disk may be, in percent; on a large one, only where less than that is free. */
export interface Watermarks {
  readonly highPercent: number;
  readonly criticalPercent: number;
}

export type DiskLevel = "ok" | "high" | "critical";

const GIB = 1024 * MIB;
const ROOM_ENOUGH = { high: 50 * GIB, critical: 10 * GIB };
const EVERY_MS = 5_000;
const RETRY_SECONDS = 30;

export function stateOf({ freeBytes, totalBytes }: Room): DiskState {
  const isBelow = ({ bytes, part }: typeof RESERVE) => freeBytes < Math.min(bytes, totalBytes * part);
  if (isBelow(RESERVE)) return "full";
  return isBelow(WARNING) ? "low" : "ok";
}

export function levelOf({ freeBytes, totalBytes }: Room, marks: Watermarks): DiskLevel {
  const usedPercent = 100 * (1 - freeBytes / totalBytes);
  if (usedPercent >= marks.criticalPercent && freeBytes < ROOM_ENOUGH.critical) return "critical";
  return usedPercent >= marks.highPercent && freeBytes < ROOM_ENOUGH.high ? "high" : "ok";
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
  #marks: Watermarks | undefined;

  constructor(parts: DiskWatchParts) {
    this.#parts = parts;
    this.#room = this.look();
    this.#timer = setInterval(() => this.look(), EVERY_MS);
    this.#timer.unref();
  }

  get room(): Room {
    return this.#room;
  }

  get level(): DiskLevel {
    return this.#marks === undefined ? "ok" : levelOf(this.#room, this.#marks);
  }

  /** Without them only the reserve counts. */
  setWatermarks(marks: Watermarks): void {
    const before = this.level;
    this.#marks = marks;
    if (this.level !== before) this.#sayLevel();
  }

  look(): Room {
    const { measure = () => measureRoom(this.#parts.directory) } = this.#parts;
    const before = this.level;
    this.#room = measure();
    const state = stateOf(this.#room);
    if (state !== this.#state) this.#say(state);
    this.#state = state;
    if (this.level !== before) this.#sayLevel();
    return this.#room;
  }

  /** Refuses, where nothing new may be written. */
  requireRoom(): void {
    const free = Math.floor(this.#room.freeBytes / MIB);
    if (this.level === "critical" && this.#state !== "full")
      throw new FengsuiError("ingest.disk_critical", `${free} MiB are free`, {
        retryAfterSeconds: RETRY_SECONDS,
      });
    if (this.#state !== "full") return;
    throw new FengsuiError("ingest.disk_full", `${free} MiB are free`, { retryAfterSeconds: RETRY_SECONDS });
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #sayLevel(): void {
    const { logger, directory } = this.#parts;
    const fields = { directory, ...this.#room, ...this.#marks };
    if (this.level === "critical")
      logger.error(fields, "the disk is filled to the critical watermark: nothing is taken in");
    else if (this.level === "high") logger.warn(fields, "the disk is filled to the high watermark");
    else logger.info(fields, "the disk is below its watermarks");
  }

  #say(state: DiskState): void {
    const { logger, directory } = this.#parts;
    const fields = { directory, ...this.#room };
    if (state === "full") logger.error(fields, "the disk is full: nothing is taken in until there is room");
    else if (state === "low") logger.warn(fields, "the disk becomes full");
    else logger.info(fields, "the disk has room again");
  }
}
