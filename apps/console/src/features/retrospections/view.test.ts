// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { percentOf, progressOf, verbsOf } from "./view.ts";

const running = (eventsSeen: number, eventsTotal: number | null) => ({
  state: "running" as const,
  eventsSeen,
  eventsTotal,
});

test("a pass has no progress until its events are counted, and is whole only when it is done", () => {
  assert.equal(progressOf(running(5, null)), undefined);
  assert.equal(percentOf(running(5, null), "en"), "");
  assert.equal(percentOf(running(999, 1000), "en"), "99%");
  assert.equal(percentOf({ ...running(0, null), state: "done" }, "en"), "100%");
});

test("what is under way can be paused, what rests resumed, what is over nothing", () => {
  assert.deepEqual(verbsOf({ state: "running" }), ["pause", "cancel"]);
  assert.deepEqual(verbsOf({ state: "paused" }), ["resume", "cancel"]);
  assert.deepEqual(verbsOf({ state: "done" }), []);
});
