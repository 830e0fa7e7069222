// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { passwordStrength } from "./password-strength.ts";

test("a password is as hard to guess as it is long and does not repeat itself", () => {
  const said = [
    "eleven char",
    "aaaaaaaaaaaaaaaaaaaa",
    "abcdefghijklmnop",
    "passpasspasspasspass",
    "quiet lamp 47",
    "four unrelated words here",
    "正确的马电池订书钉与月亮河山川",
  ].map((password) => [password, passwordStrength(password)]);
  assert.deepEqual(said, [
    ["eleven char", "short"],
    ["aaaaaaaaaaaaaaaaaaaa", "weak"],
    ["abcdefghijklmnop", "weak"],
    ["passpasspasspasspass", "weak"],
    ["quiet lamp 47", "fair"],
    ["four unrelated words here", "good"],
    ["正确的马电池订书钉与月亮河山川", "fair"],
  ]);
});
