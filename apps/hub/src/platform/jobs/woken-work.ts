// SPDX-License-Identifier: Apache-2.0
/**
 * Work of this process that goes on as long as there is any. It is woken when there may be something to do; the job
 * that wakes it ends at once, so that no job outlives a hub that was killed.
 */
import type { Logger } from "../telemetry/logger.ts";
import type { Job } from "./job.ts";
import { defineScheduledWorker, type Worker } from "./worker.ts";

export interface WokenWorkParts {
  /** Wakes it: also for what was left when a hub was killed, and what announced itself to nobody. */
  readonly job: Job<object>;
  readonly logger: Logger;
  /** What the log says where it failed; it is tried again when it is woken the next time. */
  readonly complaint: string;
}

const EVERY_MINUTE = "* * * * *";
const MAX_TIMER_MS = 60_000;

export abstract class WokenWork implements AsyncDisposable {
  readonly #parts: WokenWorkParts;
  readonly #closing = new AbortController();
  #running: Promise<void> | undefined;
  #isWoken = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: WokenWorkParts) {
    this.#parts = parts;
  }

  readonly start: Worker = async (jobs) => {
    await defineScheduledWorker(this.#parts.job, EVERY_MINUTE, async () => this.wake())(jobs);
    this.wake();
  };

  /** Until there is none; the milliseconds until there will be some, where that is known. */
  protected abstract work(): Promise<number | undefined>;

  /** Aborted when the hub closes. */
  protected get signal(): AbortSignal {
    return this.#closing.signal;
  }

  wake(): void {
    this.#isWoken = true;
    if (this.signal.aborted) return;
    this.#running ??= this.#goOn().finally(() => {
      this.#running = undefined;
    });
  }

  /** When there is nothing that it could do now. */
  async whenIdle(): Promise<void> {
    await this.#running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #goOn(): Promise<void> {
    const { logger, complaint } = this.#parts;
    try {
      while (this.#isWoken && !this.signal.aborted) {
        this.#isWoken = false;
        this.#wakeLater(await this.work());
      }
    } catch (error) {
      if (!this.signal.aborted) logger.warn({ error }, complaint);
    }
  }

  #wakeLater(ms: number | undefined): void {
    clearTimeout(this.#timer);
    if (ms === undefined || this.signal.aborted) return;
    this.#timer = setTimeout(() => this.wake(), Math.min(ms, MAX_TIMER_MS));
    this.#timer.unref();
  }
}
