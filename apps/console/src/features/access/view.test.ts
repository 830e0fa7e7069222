// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_DRAFT, isComplete, tokenOf } from "./view.ts";

test("the token is read from behind the # of the one-time link", () => {
  assert.equal(tokenOf("#token=a-B_9"), "a-B_9");
  assert.equal(tokenOf("token=x"), "x");
  assert.equal(tokenOf(""), "");
});

test("a draft is complete when all is there and the password is long enough", () => {
  const draft = {
    organisation: "City Power",
    name: "Lin",
    email: "lin@example.org",
    password: "x".repeat(12),
  };
  assert.equal(isComplete(draft, 12), true);
  assert.equal(isComplete({ ...draft, name: "  " }, 12), false);
  assert.equal(isComplete({ ...draft, password: "short" }, 12), false);
  assert.equal(isComplete(EMPTY_DRAFT, 12), false);
});
