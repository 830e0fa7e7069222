// SPDX-License-Identifier: Apache-2.0
/** The door of work apart from requests: queued, scheduled, tried again. */
export { defineJob, type Job } from "./job.ts";
export { type JobHandler, Jobs, type SendOptions } from "./jobs.ts";
export { type Nudge, Nudger } from "./nudge.ts";
export { WokenWork } from "./woken-work.ts";
export { defineScheduledWorker, defineWorker, type Worker } from "./worker.ts";
