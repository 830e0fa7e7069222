// SPDX-License-Identifier: Apache-2.0
/**
 * Before a dangerous act: a session alone may be a screen that was left open, or a cookie that was stolen. Its owner
 * must have proved to be there a short while ago; signing in is such a proof. What has no owner to ask, such as a
 * key, never passes.
 */
import { FengsuiError } from "@fengsui/contract";
import type { SignedIn } from "./context.ts";

/** `sometimes`: the handler asks, by what the input is. */
export type StepUp = true | "sometimes";

export const PROOF_MS = 10 * 60_000;

export function requireProof(session: Pick<SignedIn, "provedAt"> | undefined, now: Date): void {
  if (session !== undefined && now.getTime() - session.provedAt.getTime() < PROOF_MS) return;
  throw new FengsuiError("access.step_up_required", "the last proof is older than ten minutes");
}
