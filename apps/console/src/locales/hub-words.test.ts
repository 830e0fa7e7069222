// SPDX-License-Identifier: Apache-2.0
/** What the hub may say has words in Chinese, all of it and nothing else. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ERRORS } from "@fengsui/contract";
import { DIAGNOSTICS } from "@fengsui/sigma";

const words: Record<string, { title: string; hint: string }> = JSON.parse(
  readFileSync(join(import.meta.dirname, "hub/zh-CN.json"), "utf8"),
);

test("every error of the catalogue and every finding in a rule is said in Chinese, too", () => {
  assert.deepEqual(Object.keys(words).sort(), [...Object.keys(ERRORS), ...Object.keys(DIAGNOSTICS)].sort());
  for (const [code, { title, hint }] of Object.entries(words))
    assert.ok(/\p{Script=Han}/u.test(title) && /\p{Script=Han}/u.test(hint), code);
});
