// SPDX-License-Identifier: Apache-2.0
/** Chance that can be repeated: the seed is printed, and FENGSUI_TEST_SEED gives it back. */
import type { TestContext } from "node:test";

export interface Chance {
  /** From 0 up to, but not including, 1. */
  next(): number;
  /** An integer from 0 up to, but not including, the limit. */
  below(limit: number): number;
}

export function newChance(t: TestContext): Chance {
  const given = process.env["FENGSUI_TEST_SEED"];
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(given);
  t.diagnostic(`FENGSUI_TEST_SEED=${seed}`);
  return chanceOf(seed);
}

/** mulberry32 */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, below: (limit) => Math.floor(next() * limit) };
}
