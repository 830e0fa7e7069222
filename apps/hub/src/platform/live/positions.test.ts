// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { Positions } from "./positions.ts";

test("a position is read by who wrote it, and by nobody else", () => {
  const positions = new Positions();
  for (const position of [0, 1, 2 ** 40]) assert.equal(positions.read(positions.write(position)), position);
  assert.ok(new Positions().read(positions.write(7)) > 2 ** 32);
  for (const text of ["", "1", "0".repeat(31), `${positions.write(1)}0`, "x".repeat(32)])
    assert.equal(positions.read(text), Number.POSITIVE_INFINITY, text);
});

test("two ids do not tell how far they are apart, nor whether they are the same position", () => {
  const positions = new Positions();
  assert.notEqual(positions.write(5), positions.write(5));
});
