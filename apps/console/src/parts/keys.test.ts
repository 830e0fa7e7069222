// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { keyOf, moveIn, type Press } from "./keys.ts";

const PRESS: Press = {
  key: "j",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  tagName: "BODY",
  isEditable: false,
};

test("a single key is for the page unless somebody types", () => {
  assert.equal(keyOf(PRESS, true), "j");
  assert.equal(keyOf({ ...PRESS, tagName: "INPUT" }, true), undefined);
  assert.equal(keyOf({ ...PRESS, isEditable: true }, true), undefined);
});

test("single keys that are switched off leave the others", () => {
  assert.equal(keyOf(PRESS, false), undefined);
  assert.equal(keyOf({ ...PRESS, key: "K", metaKey: true }, false), "mod+k");
  assert.equal(keyOf({ ...PRESS, key: "Escape", tagName: "INPUT" }, false), "Escape");
});

test("Enter on a button is the button's", () => {
  assert.equal(keyOf({ ...PRESS, key: "Enter", tagName: "BUTTON" }, true), undefined);
  assert.equal(keyOf({ ...PRESS, key: "Enter", tagName: "TR" }, true), "Enter");
});

test("moving stays in the list", () => {
  assert.deepEqual([moveIn(3, -1, 1), moveIn(3, 2, 1), moveIn(3, 0, -1), moveIn(0, -1, 1)], [0, 2, 0, -1]);
});
