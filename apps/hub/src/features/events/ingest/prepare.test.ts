// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { stretchesOf } from "./prepare.ts";

function lengthsOf(sizes: readonly number[]): number[][] {
  const records = sizes.map((size, position) => ({ position, bytes: Buffer.alloc(size) }));
  const limit = { records: 3, bytes: 100 };
  return [...stretchesOf(records, limit)].map((stretch) => stretch.map(({ bytes }) => bytes.length));
}

test("a batch is worked on in stretches of so many records, and of few where they are long", () => {
  assert.deepEqual(lengthsOf([]), []);
  assert.deepEqual(lengthsOf([1, 1, 1, 1]), [[1, 1, 1], [1]]);
  assert.deepEqual(lengthsOf([60, 60, 1, 500, 100, 1]), [[60, 60], [1, 500], [100], [1]]);
});
