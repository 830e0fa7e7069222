// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { BEGINNING, readProgress, STEPS, type TourFacts, withDone } from "./view.ts";

const NOTHING: TourFacts = { alerts: [], cases: [], evidenceCount: 0, orders: [], address: "/situation" };

test("the tour begins at its first step, and whatever is kept of it is read as far as it makes sense", () => {
  assert.equal(BEGINNING.at, STEPS[0]?.key);
  for (const text of [null, "", "{", "[]", "7", '{"at":"nowhere","done":"x"}'])
    assert.deepEqual(readProgress(text), BEGINNING);
  const kept = { isShown: false, at: "order", done: ["alert"] };
  assert.deepEqual(readProgress(JSON.stringify({ ...kept, done: ["alert", "gone"] })), kept);
});

test("a step is done when the hub says so, and stays done for who sees less", () => {
  assert.equal(withDone(BEGINNING, NOTHING), BEGINNING);
  const seen = withDone(BEGINNING, { ...NOTHING, evidenceCount: 1 });
  assert.deepEqual(seen.done, ["evidence"]);
  assert.equal(withDone(seen, NOTHING), seen);
});

test("each step leads to a page of the console", () => {
  for (const { where } of STEPS) assert.match(where(NOTHING), /^\/[a-z]/);
});
