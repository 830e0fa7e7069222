// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { exactTime, relativeTime } from "./time.ts";

const NOW = Date.parse("2026-11-23T12:00:00Z");

test("a time is told by how long ago it was, in the reader's language", () => {
  assert.equal(relativeTime("2026-11-23T11:57:00Z", NOW, "en"), "3 min. ago");
  assert.equal(relativeTime("2026-11-22T12:00:00Z", NOW, "en"), "yesterday");
  assert.equal(relativeTime("2026-11-23T11:57:00Z", NOW, "zh-CN"), "3分钟前");
  assert.equal(relativeTime("2026-11-23T12:00:01Z", NOW, "zh-CN"), "现在");
  assert.equal(relativeTime("2026-11-23T12:00:08Z", NOW, "zh-CN"), "8秒后");
});

test("an exact time has its zone, and the same order in every language", () => {
  assert.equal(exactTime("2026-11-23T20:34:59Z", "Asia/Shanghai"), "2026-11-24 04:34:59 UTC+8");
  assert.equal(exactTime("2026-11-23T20:34:59Z", "UTC"), "2026-11-23 20:34:59 UTC");
});
