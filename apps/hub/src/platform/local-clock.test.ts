// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { isTimeZone, localClock } from "./local-clock.ts";

const inUtc = (zone: string, local: string) =>
  new Date(localClock(zone)(Date.parse(`${local}Z`))).toISOString();

test("what a clock of a place shows is told in UTC, in summer and in winter", () => {
  assert.equal(inUtc("Asia/Shanghai", "2026-05-01T08:00:00.123"), "2026-05-01T00:00:00.123Z");
  assert.equal(inUtc("Europe/Berlin", "2026-01-15T12:00:00"), "2026-01-15T11:00:00.000Z");
  assert.equal(inUtc("Europe/Berlin", "2026-07-15T12:00:00"), "2026-07-15T10:00:00.000Z");
  assert.equal(inUtc("America/New_York", "2026-07-15T12:00:00"), "2026-07-15T16:00:00.000Z");
  assert.equal(inUtc("UTC", "2026-07-15T12:00:00"), "2026-07-15T12:00:00.000Z");
});

test("an hour that comes twice is the first of them, and one that is left out lies after the change", () => {
  assert.equal(inUtc("Europe/Berlin", "2026-10-25T02:30:00"), "2026-10-25T00:30:00.000Z");
  assert.equal(inUtc("Europe/Berlin", "2026-10-25T03:30:00"), "2026-10-25T02:30:00.000Z");
  assert.equal(inUtc("Europe/Berlin", "2026-03-29T02:30:00"), "2026-03-29T01:30:00.000Z");
  assert.equal(inUtc("Europe/Berlin", "2026-03-29T03:30:00"), "2026-03-29T01:30:00.000Z");
});

test("only names of zones are zones", () => {
  assert.deepEqual(["Asia/Shanghai", "UTC", "Mars/Olympus", ""].map(isTimeZone), [true, true, false, false]);
});
