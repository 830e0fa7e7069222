// SPDX-License-Identifier: Apache-2.0
/** A job: a name, what it is given, and how often it is tried. Who sends it and who does it share this value. */
import type { z } from "zod";

export interface Job<Payload extends object> {
  /** Dotted words: `sources.watch`. It is the name of the queue. */
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** One is done at a time, whatever the number of processes, and while one waits no other is queued. */
  readonly isAlone?: boolean;
  /** Tried so often again after a failure, each time later; 2 if not given. */
  readonly retries?: number;
  /** Longer than this it does not take: then it counts as failed, and its signal is aborted; 15 minutes if not given. */
  readonly limitSeconds?: number;
}

export function defineJob<Payload extends object>(job: Job<Payload>): Job<Payload> {
  return job;
}
