// SPDX-License-Identifier: Apache-2.0
/** Waits for something that nobody announces. */
import { setTimeout as delay } from "node:timers/promises";

const STEP_MS = 10;

/** Whether the condition came true before the time was over. */
export async function waitUntil(condition: () => boolean, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    if (condition()) return true;
    if (performance.now() >= deadline) return false;
    await delay(STEP_MS);
  }
}
