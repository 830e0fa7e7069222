// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Sharing } from "@fengsui/contract";
import { draftOf, isUnfinished, NOT_SHARED, sharingOf } from "./sharing-view.ts";

const amber = (...organisationIds: string[]): Sharing => ({
  ...NOT_SHARED,
  marking: "amber",
  organisationIds,
});
const red = (...personIds: string[]): Sharing => ({ ...NOT_SHARED, marking: "red", personIds });
const green: Sharing = { ...NOT_SHARED, marking: "green" };

test("a sharing group stays while the case is AMBER", () => {
  const grouped: Sharing = { ...amber(), sharingGroupId: "g" };
  const draft = draftOf(grouped, "me");
  assert.deepEqual(sharingOf(draft), grouped);
  assert.deepEqual(sharingOf({ ...draft, marking: "own" }), NOT_SHARED);
});

test("what a marking does not name is not sent, and what it must name is asked for", () => {
  const draft = { ...draftOf(amber("a"), "me"), marking: "red" } as const;
  assert.deepEqual(sharingOf(draft), red("me"));
  assert.equal(isUnfinished(amber()), true);
  assert.equal(isUnfinished(green), false);
});
