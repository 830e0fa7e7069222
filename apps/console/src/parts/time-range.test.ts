// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ANY_TIME,
  intervalFor,
  lastSpan,
  readRange,
  resolveRange,
  spanOf,
  startsOf,
  writeRange,
} from "./time-range.ts";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const HOUR_MS = 3_600_000;

test("a range is read from the address, whatever stands there", () => {
  const day = lastSpan("24h");
  assert.deepEqual(readRange({}, day), day);
  assert.deepEqual(readRange({ from: "yesterday" }, day), day);
  assert.deepEqual(readRange({ from: "now-7d", to: "?" }, day), lastSpan("7d"));
  assert.equal(spanOf(lastSpan("7d")), "7d");
  assert.deepEqual(writeRange(day, day), {});
  assert.deepEqual(writeRange(lastSpan("7d"), day), { from: "now-7d" });
});

test("a range becomes two times, in their order; any time becomes none", () => {
  assert.deepEqual(resolveRange(lastSpan("1h"), NOW), { from: NOW - HOUR_MS, to: NOW });
  const turned = { from: "2026-11-23T12:00:00Z", to: "2026-11-23T11:00:00Z" };
  assert.deepEqual(resolveRange(turned, NOW), { from: NOW - HOUR_MS, to: NOW });
  assert.equal(resolveRange(ANY_TIME, NOW), undefined);
});

test("intervals are of round length, and none is left out", () => {
  const day = { from: NOW - 24 * HOUR_MS, to: NOW };
  assert.equal(intervalFor(day, 24), HOUR_MS);
  assert.equal(intervalFor(day, 60), HOUR_MS / 2);
  assert.equal(startsOf(day, HOUR_MS).length, 24);
  assert.equal(startsOf({ from: NOW - 1, to: NOW }, HOUR_MS)[0], NOW - HOUR_MS);
});
