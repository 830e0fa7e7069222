// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatChange, formatCount, formatLength } from "./number.ts";

test("large numbers are short, small ones exact", () => {
  assert.deepEqual(
    [950, 9_999, 14_234, 1_400_000].map((count) => formatCount(count, "en")),
    ["950", "9,999", "14.2K", "1.4M"],
  );
  assert.equal(formatCount(14_234, "zh-CN"), "1.42万");
});

test("a change is said where there was something before", () => {
  assert.deepEqual([formatChange(112, 100, "en"), formatChange(5, 0, "en")], ["+12%", undefined]);
});

test("a length has its two largest units", () => {
  assert.deepEqual(
    [0, 59, 125, 3600, 90_000].map((seconds) => formatLength(seconds, "en")),
    ["0 sec", "59 sec", "2 min 5 sec", "1 hr", "1 day 1 hr"],
  );
});
