// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { Timeline } from "./timeline.ts";

const DAY = 24 * 3_600_000;
const START = Date.UTC(2026, 10, 30);

test("matches are counted by hour, and by day where the span is longer", () => {
  const timeline = new Timeline();
  timeline.add(START + 10 * 60_000, "high");
  timeline.add(START + 59 * 60_000, "low");
  timeline.add(START - 1, "low");
  timeline.add(undefined, "low");
  timeline.add(1e300, "low");
  const names = () => timeline.rows(timeline.unit).map(({ from, total }) => `${from} ${total}`);
  assert.deepEqual(names(), ["2026-11-29T23:00Z 1", "2026-11-30T00:00Z 2"]);
  assert.equal(timeline.untold, 2);
  timeline.add(START + 3 * DAY, "critical");
  assert.deepEqual(names(), ["2026-11-29 1", "2026-11-30 2", "2026-12-03 1"]);
  assert.equal(timeline.rows("hour").length, 3);
  assert.deepEqual(timeline.rows("day")[1]?.levels, {
    informational: 0,
    low: 1,
    medium: 0,
    high: 1,
    critical: 0,
  });
});

test("hours beyond the limit are counted and not kept", () => {
  const timeline = new Timeline();
  for (let hour = 0; hour < 100_003; hour++) timeline.add(hour * 3_600_000, "low");
  assert.equal(timeline.rows("hour").length, 100_000);
  assert.equal(timeline.untold, 3);
});
