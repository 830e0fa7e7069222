// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { clockOf, minuteOf } from "./view.ts";

test("a minute of the day and its time on a clock are the same", () => {
  for (const minute of [0, 1, 59, 60, 510, 1439]) assert.equal(minuteOf(clockOf(minute)), minute);
  assert.deepEqual([clockOf(510), minuteOf("08:30:00")], ["08:30", 510]);
  for (const text of ["", "8", "24:00", "x"]) assert.equal(minuteOf(text), undefined, text);
});
