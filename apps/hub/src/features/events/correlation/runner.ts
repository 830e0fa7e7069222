// SPDX-License-Identifier: Apache-2.0
/** Works out the hours of correlations that are due, one after the other; woken when something was found. */
import { z } from "zod";
import { defineJob, WokenWork } from "../../../platform/jobs/index.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";
import { type Correlations, type DueWindow, EVERYWHERE, SHARE_LEFT } from "../../detection/index.ts";
import type { StoredEventParts } from "../ingest/stored-events.ts";
import { hoursOf, MAX_EVENTS, workOut } from "./work-out.ts";

export const RUN_CORRELATIONS = defineJob({ name: "correlations.run", payload: z.object({}), isAlone: true });

const AGAIN_MS = 30_000;

export interface CorrelationRunnerParts extends StoredEventParts {
  readonly correlations: Correlations;
  readonly logger: Logger;
  /** Instead of what is usual. */
  readonly maxEvents?: number;
}

export class CorrelationRunner extends WokenWork {
  readonly #parts: CorrelationRunnerParts;

  constructor(parts: CorrelationRunnerParts) {
    super({ job: RUN_CORRELATIONS, logger: parts.logger, complaint: "the correlations stopped" });
    this.#parts = parts;
  }

  protected async work(): Promise<number | undefined> {
    const { correlations } = this.#parts;
    for (;;) {
      const window = this.signal.aborted ? undefined : await correlations.next();
      if (window === undefined) break;
      await this.#workOut(window);
    }
    await correlations.forget();
    return await correlations.untilNext();
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
      const { maxEvents = MAX_EVENTS } = this.#parts;
      const wanted = { ...known, window, signal: this.signal, maxEvents };
      const { alerts, isSettled, isCut } = await workOut(this.#parts, wanted);
      if (isCut)
        logger.warn({ rule: window.ruleId }, "a correlation has more events in its time than are looked at");
      const { workedMs } = finished(null);
      const againMs = Math.max(AGAIN_MS, workedMs * SHARE_LEFT);
      const againAt = isSettled ? null : new Date(now.getTime() + againMs);
      await correlations.finish(window, compiled, alerts, { ...finished(againAt), isCut });
    } catch (error) {
      if (this.signal.aborted) return;
      logger.warn({ error, rule: window.ruleId }, "a correlation was not worked out; it is tried again");
      const againAt = new Date(window.claimedUntil);
      await correlations.leave(window, finished(againAt));
    }
  }
}
