// SPDX-License-Identifier: Apache-2.0
/** Asks again while no answer comes: the engine is being started again, or a served ClickHouse is out of reach. */
import { setTimeout as pause } from "node:timers/promises";
import { isUnreachable, unavailable } from "../failures.ts";

export interface Patience {
  readonly whenUp: (limitMs: number) => Promise<void>;
  /** How long it is tried before the callers are told to come back. */
  readonly limitMs: number;
}

const PAUSE_MS = 50;

/** What is asked must be the same when asked twice. */
export async function untilAnswered<Answer>(
  { whenUp, limitMs }: Patience,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    await whenUp(Math.max(0, deadline - performance.now()));
    try {
      return await ask();
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      if (performance.now() > deadline) throw unavailable("it did not answer in time", error);
      await pause(PAUSE_MS);
    }
  }
}
