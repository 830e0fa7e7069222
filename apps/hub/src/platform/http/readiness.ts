// SPDX-License-Identifier: Apache-2.0
/** Whether the hub can do its work now, as far as its parts can tell. Why not is for the log. */
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "../telemetry/logger.ts";

/** Fails, or never answers, where the part does not work. */
export type ReadinessCheck = () => Promise<unknown>;

const PATIENCE_MS = 2_000;

export interface Readiness {
  readonly isReady: boolean;
  readonly checks: Readonly<Record<string, "ok" | "failed">>;
}

export async function askReadiness(
  checks: ReadonlyMap<string, ReadinessCheck>,
  logger: Logger,
): Promise<Readiness> {
  const results = await Promise.all(
    [...checks].map(async ([name, check]): Promise<[string, "ok" | "failed"]> => {
      try {
        await withinPatience(check);
        return [name, "ok"];
      } catch (error) {
        logger.warn({ check: name, error }, "a part of the hub is not ready");
        return [name, "failed"];
      }
    }),
  );
  return { isReady: results.every(([, result]) => result === "ok"), checks: Object.fromEntries(results) };
}

async function withinPatience(check: ReadinessCheck): Promise<void> {
  const given = new AbortController();
  const tooLate = delay(PATIENCE_MS, undefined, { signal: given.signal, ref: false }).then(() => {
    throw new Error(`no answer within ${PATIENCE_MS} ms`);
  });
  try {
    await Promise.race([check(), tooLate]);
  } finally {
    tooLate.catch(() => undefined); // it is stopped next, and nobody waits for it
    given.abort();
  }
}
