// SPDX-License-Identifier: Apache-2.0
/** Works out the hours of correlations that are due, one after the other; woken when something was found. */
import { z } from "zod";
import { defineJob, defineScheduledWorker, type Worker } from "../../../platform/jobs/index.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";
import { type Correlations, type DueWindow, EVERYWHERE, SHARE_LEFT } from "../../detection/index.ts";
import type { StoredEventParts } from "../ingest/stored-events.ts";
import { hoursOf, workOut } from "./work-out.ts";

export const RUN_CORRELATIONS = defineJob({ name: "correlations.run", payload: z.object({}), isAlone: true });

/** Also what was left when a hub was killed, and what announced itself to nobody. */
const EVERY_MINUTE = "* * * * *";
const MAX_TIMER_MS = 60_000;
const AGAIN_MS = 30_000;

export interface CorrelationRunnerParts extends StoredEventParts {
  readonly correlations: Correlations;
  readonly logger: Logger;
}

export class CorrelationRunner implements AsyncDisposable {
  readonly #parts: CorrelationRunnerParts;
  readonly #closing = new AbortController();
  #running: Promise<void> | undefined;
  #isWoken = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: CorrelationRunnerParts) {
    this.#parts = parts;
  }

  readonly start: Worker = async (jobs) => {
    await defineScheduledWorker(RUN_CORRELATIONS, EVERY_MINUTE, async () => this.wake())(jobs);
    this.wake();
  };

  wake(): void {
    this.#isWoken = true;
    if (this.#closing.signal.aborted) return;
    this.#running ??= this.#work().finally(() => {
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

  async #work(): Promise<void> {
    const { correlations, logger } = this.#parts;
    try {
      while (this.#isWoken && !this.#closing.signal.aborted) {
        this.#isWoken = false;
        for (;;) {
          const window = this.#closing.signal.aborted ? undefined : await correlations.next();
          if (window === undefined) break;
          await this.#workOut(window);
        }
        await correlations.forget();
        this.#wakeLater(await correlations.untilNext());
      }
    } catch (error) {
      if (!this.#closing.signal.aborted) logger.warn({ error }, "the correlations stopped");
    }
  }

  #wakeLater(ms: number | undefined): void {
    clearTimeout(this.#timer);
    if (ms === undefined || this.#closing.signal.aborted) return;
    this.#timer = setTimeout(() => this.wake(), Math.min(ms, MAX_TIMER_MS));
    this.#timer.unref();
  }

  /** What fails is said, and tried again after a while: the others go on. */
  async #workOut(window: DueWindow): Promise<void> {
    const { correlations, logger } = this.#parts;
    const begin = performance.now();
    const finished = (againAt: Date | null) => ({ workedMs: performance.now() - begin, againAt });
    try {
      const known = await correlations.compiled(window);
      if (known === undefined) return await correlations.leave(window, finished(null));
      const { compiled, now } = known;
      if (window.windowStart === EVERYWHERE) {
        await correlations.spread(window, compiled, await hoursOf(this.#parts, window, compiled));
        return await correlations.leave(window, finished(null));
      }
      const wanted = { ...known, window, signal: this.#closing.signal };
      const { alerts, isSettled, isCut } = await workOut(this.#parts, wanted);
      if (isCut)
        logger.warn({ rule: window.ruleId }, "a correlation has more events in its time than are looked at");
      const { workedMs } = finished(null);
      const againMs = Math.max(AGAIN_MS, workedMs * SHARE_LEFT);
      const againAt = isSettled ? null : new Date(now.getTime() + againMs);
      await correlations.finish(window, compiled, alerts, finished(againAt));
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      logger.warn({ error, rule: window.ruleId }, "a correlation was not worked out; it is tried again");
      const againAt = new Date(window.claimedUntil);
      await correlations.leave(window, finished(againAt));
    }
  }
}
