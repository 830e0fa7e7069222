// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Sharing } from "@fengsui/contract";
import { draftOf, effectsOf, isUnfinished, NOT_SHARED, sharingOf } from "./sharing-view.ts";

const amber = (...organisationIds: string[]): Sharing => ({
  ...NOT_SHARED,
  marking: "amber",
  organisationIds,
});
const red = (...personIds: string[]): Sharing => ({ ...NOT_SHARED, marking: "red", personIds });
const green: Sharing = { ...NOT_SHARED, marking: "green" };
const clear: Sharing = { ...NOT_SHARED, marking: "clear" };

test("sharing with organisations says which newly receive the case, and which lose sight of it", () => {
  assert.deepEqual(effectsOf(NOT_SHARED, amber("a")), [{ how: "wider", who: "organisations", ids: ["a"] }]);
  assert.deepEqual(effectsOf(amber("a", "b"), amber("b", "c")), [
    { how: "wider", who: "organisations", ids: ["c"] },
    { how: "narrower", who: "organisations", ids: ["a"] },
  ]);
  assert.deepEqual(effectsOf(amber("a"), { ...amber("a"), marking: "amber+strict" }), []);
});

test("to and from a marking that names nobody, it is said of all", () => {
  assert.deepEqual(effectsOf(amber("a"), green), [{ how: "wider", who: "all", ids: [] }]);
  assert.deepEqual(effectsOf(clear, green), [{ how: "narrower", who: "all", ids: [] }]);
  assert.deepEqual(effectsOf(green, NOT_SHARED), [{ how: "narrower", who: "all", ids: [] }]);
});

test("RED narrows to the people that it names, and what was RED becomes wider", () => {
  assert.deepEqual(effectsOf(amber("a"), red("me")), [{ how: "narrower", who: "but_people", ids: ["me"] }]);
  assert.deepEqual(effectsOf(red("me"), NOT_SHARED), [{ how: "wider", who: "beyond_people", ids: ["me"] }]);
  assert.deepEqual(effectsOf(red("me", "lin"), red("me")), [
    { how: "narrower", who: "people", ids: ["lin"] },
  ]);
});

test("a sharing group stays while the case is AMBER, and losing it is said", () => {
  const grouped: Sharing = { ...amber(), sharingGroupId: "g" };
  const draft = draftOf(grouped, "me");
  assert.deepEqual(sharingOf(draft, grouped), grouped);
  assert.deepEqual(effectsOf(grouped, sharingOf({ ...draft, marking: "own" }, grouped)), [
    { how: "narrower", who: "group", ids: [] },
  ]);
});

test("what a marking does not name is not sent, and what it must name is asked for", () => {
  const draft = { ...draftOf(amber("a"), "me"), marking: "red" } as const;
  assert.deepEqual(sharingOf(draft, amber("a")), red("me"));
  assert.equal(isUnfinished(amber()), true);
  assert.equal(isUnfinished(green), false);
});
