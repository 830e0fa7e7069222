// SPDX-License-Identifier: Apache-2.0
/**
 * Has a scheduled job done before its time, when there is news that it waits for. It may be missed: the schedule comes
 * in any case. Much news in a short time is one nudge.
 */
import type { LiveTopic } from "@fengsui/contract";
import type { Logger } from "../telemetry/logger.ts";
import type { Job } from "./job.ts";
import type { Jobs } from "./jobs.ts";

export interface Nudge {
  readonly topics: readonly LiveTopic[];
  /** It is alone: while one waits, no other is queued. */
  readonly job: Job<object>;
}

const GATHER_MS = 100;

export class Nudger implements Disposable {
  readonly #jobs: Jobs;
  readonly #nudges: readonly Nudge[];
  readonly #logger: Logger;
  readonly #due = new Set<Job<object>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(jobs: Jobs, nudges: readonly Nudge[], logger: Logger) {
    this.#jobs = jobs;
    this.#nudges = nudges;
    this.#logger = logger;
  }

  hear(topic: LiveTopic): void {
    for (const { topics, job } of this.#nudges) if (topics.includes(topic)) this.#due.add(job);
    if (this.#due.size > 0) this.#timer ??= setTimeout(() => void this.#send(), GATHER_MS);
  }

  async #send(): Promise<void> {
    const due = [...this.#due];
    this.#due.clear();
    this.#timer = undefined;
    for (const job of due) {
      try {
        await this.#jobs.send(job, {});
      } catch (error) {
        this.#logger.debug({ job: job.name, error }, "a nudge was lost; the schedule comes");
      }
    }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
