// SPDX-License-Identifier: Apache-2.0
/** A start that is refused: what it ends with and what it tells. */
import assert from "node:assert/strict";
import { type HubOptions, HubProcess } from "./hub-process.ts";

export const FAILED = 1;
export const MISUSED = 2;

export interface Refusal {
  /** Its exit code. */
  readonly exit: number;
  /** Of the catalogue. */
  readonly code: string;
  readonly says: RegExp;
}

/** It ends by itself, tells its code, its reason and what to do, and shows no stack trace. */
export async function requireRefused(options: HubOptions, { exit, code, says }: Refusal): Promise<void> {
  await using hub = new HubProcess(options);
  assert.deepEqual(await hub.end(), { code: exit, signal: null }, hub.said);
  assert.match(hub.said, new RegExp(`\\(${code.replace(".", "\\.")}\\)`));
  assert.match(hub.said, says);
  assert.doesNotMatch(hub.said, /^\s+at /m);
  assert.ok(hub.said.trim().split("\n").length >= 3, `title, reason and hint: ${hub.said}`);
}
