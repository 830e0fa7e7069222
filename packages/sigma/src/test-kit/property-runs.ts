// SPDX-License-Identifier: Apache-2.0
/** How often a property is tried: FENGSUI_PROPERTY_RUNS multiplies. On failure fast-check prints seed and path. */
import type { Parameters } from "fast-check";

const LIMIT_MS = 60_000;

export function runs(
  environment: Readonly<Record<string, string | undefined>>,
  count: number,
): Pick<Parameters<unknown>, "numRuns" | "interruptAfterTimeLimit"> {
  const factor = Number(environment["FENGSUI_PROPERTY_RUNS"] ?? 1);
  const times = Number.isFinite(factor) ? factor : 1;
  return {
    numRuns: Math.max(1, Math.round(count * times)),
    // Else shrinking a counterexample of many events may outlast the test's own limit, and nothing is told.
    interruptAfterTimeLimit: LIMIT_MS * Math.max(1, times),
  };
}
