// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { countsAt, stepsLeft, trendRows, windowOf } from "./view.ts";

const NOW = Date.parse("2026-11-23T12:20:00Z");

test("a span is whole intervals, the last of them under way", () => {
  const { from, to, intervalMs } = windowOf("24h", NOW);
  assert.equal(new Date(to).toISOString(), "2026-11-23T13:00:00.000Z");
  assert.equal((to - from) / intervalMs, 24);
});

test("the trend has a number for each interval and each level that there is", () => {
  const span = windowOf("24h", NOW);
  const rows = trendRows(
    [
      { start: "2026-11-23T11:00:00.000Z", level: "high", count: 2 },
      { start: "2026-11-23T12:00:00.000Z", level: "low", count: 1 },
    ],
    span,
  );
  assert.deepEqual(
    rows.map(({ key, counts }) => [key, counts.length, counts.slice(-2)]),
    [
      ["low", 24, [0, 1]],
      ["high", 24, [2, 0]],
    ],
  );
  assert.deepEqual(
    countsAt([{ start: "2026-11-23T11:00:00.000Z", count: 3 }], [NOW, NOW - 4_800_000]),
    [0, 3],
  );
});

test("a new hub needs a source, then events, then rules", () => {
  const none = { total: 0, enabled: 0 };
  assert.deepEqual(stepsLeft([], none), { hasSource: false, hasEvents: false, hasRules: false });
  assert.deepEqual(stepsLeft([{ lastSeenAt: null }], { total: 2, enabled: 1 }), {
    hasSource: true,
    hasEvents: false,
    hasRules: true,
  });
  assert.equal(stepsLeft([{ lastSeenAt: "2026-11-23T12:00:00Z" }], { total: 2, enabled: 1 }), undefined);
});
