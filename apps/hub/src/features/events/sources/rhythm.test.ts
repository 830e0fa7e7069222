// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { expectedQuietMs, FLOOR_MS, hourOfWeek, quietLimitMs } from "./rhythm.ts";

const HOUR_MS = 60 * 60_000;
const at = (text: string) => new Date(text);
/** From Friday evening to Monday morning. */
const WEEKEND = { hourOfWeek: hourOfWeek(at("2026-05-01T18:10:00Z")), longestMs: 62 * HOUR_MS };

test("the hours of the week begin on Monday, and go round", () => {
  assert.equal(hourOfWeek(at("2026-05-04T00:59:59Z")), 0);
  assert.equal(hourOfWeek(at("2026-05-10T23:00:00Z")), 167);
  assert.equal(hourOfWeek(at("1969-12-29T00:00:00Z")), 0);
});

test("a source that never rested has the floor", () => {
  assert.equal(expectedQuietMs(at("2026-05-05T10:00:00Z"), []), FLOOR_MS);
});

test("a silence is expected to last as long as an earlier one that covers its beginning", () => {
  const friday = expectedQuietMs(at("2026-05-08T18:30:00Z"), [WEEKEND]);
  assert.equal(friday, 62 * HOUR_MS * 1.25);
  const laterThatFriday = expectedQuietMs(at("2026-05-08T23:30:00Z"), [WEEKEND]);
  assert.equal(laterThatFriday, 57 * HOUR_MS * 1.25);
  const earlierThatFriday = expectedQuietMs(at("2026-05-08T17:30:00Z"), [WEEKEND]);
  assert.equal(earlierThatFriday, 63 * HOUR_MS * 1.25);
  const tuesday = expectedQuietMs(at("2026-05-12T10:00:00Z"), [WEEKEND]);
  assert.equal(tuesday, FLOOR_MS);
});

test("what a person set counts before what was learned, and before anything was learned", () => {
  const now = at("2026-05-05T12:00:00Z");
  const new_ = { firstSeen: at("2026-05-05T11:00:00Z"), lastSeen: at("2026-05-05T11:30:00Z") };
  assert.equal(quietLimitMs({ ...new_, quietSeconds: null }, [], now), undefined);
  assert.equal(quietLimitMs({ ...new_, quietSeconds: 120 }, [], now), 120_000);
  const old = { ...new_, firstSeen: at("2026-05-01T11:00:00Z") };
  assert.equal(quietLimitMs({ ...old, quietSeconds: null }, [], now), FLOOR_MS);
  assert.equal(quietLimitMs({ firstSeen: null, lastSeen: null, quietSeconds: 120 }, [], now), undefined);
});
