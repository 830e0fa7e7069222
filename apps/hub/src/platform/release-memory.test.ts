// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { releaseMemory } from "./release-memory.ts";

test("a buffer with memory of its own is empty after it, and one that shares it with others is as it was", () => {
  const own = Buffer.allocUnsafeSlow(10_000).fill(1);
  const part = own.subarray(5, 10);
  releaseMemory(own);
  assert.deepEqual([own.length, part.length], [0, 0]);
  const shared = Buffer.from("a small one, out of the pool");
  releaseMemory(shared);
  assert.equal(shared.toString(), "a small one, out of the pool");
});
