// SPDX-License-Identifier: Apache-2.0
/** The role that does what no request waits for: jobs, queued and scheduled. */
import type { Jobs, Worker } from "../platform/jobs/index.ts";

export async function startWorkers(jobs: Jobs, workers: readonly Worker[]): Promise<void> {
  for (const start of workers) await start(jobs);
}
