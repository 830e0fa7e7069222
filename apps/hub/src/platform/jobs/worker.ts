// SPDX-License-Identifier: Apache-2.0
/** What a feature does apart from requests: a job with who does it and, where it comes by itself, when. */
import type { Job } from "./job.ts";
import type { JobHandler, Jobs } from "./jobs.ts";

/** Begins to do it in this process. */
export type Worker = (jobs: Jobs) => Promise<void>;

export function defineWorker<Payload extends object>(
  job: Job<Payload>,
  handler: JobHandler<Payload>,
): Worker {
  return async (jobs) => await jobs.work(job, handler);
}

/** `cron` in UTC, a minute as its finest unit. */
export function defineScheduledWorker(job: Job<object>, cron: string, handler: JobHandler<object>): Worker {
  return async (jobs) => {
    await jobs.work(job, handler);
    await jobs.schedule(job, cron, {});
  };
}
