// SPDX-License-Identifier: Apache-2.0
/** How often a property is tried: FENGSUI_PROPERTY_RUNS multiplies. On failure fast-check prints seed and path. */
import type { Parameters } from "fast-check";

export function runs(
  environment: Readonly<Record<string, string | undefined>>,
  count: number,
): Pick<Parameters<unknown>, "numRuns"> {
  const factor = Number(environment["FENGSUI_PROPERTY_RUNS"] ?? 1);
  return { numRuns: Math.max(1, Math.round(count * (Number.isFinite(factor) ? factor : 1))) };
}
