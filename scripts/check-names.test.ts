// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkNames } from "./check-names.ts";
import { runOnTree } from "./test-kit/run-on-tree.ts";

const LICENCE = "// SPDX-License-Identifier: Apache-2.0\n";
const LONG = `${LICENCE}${"\n".repeat(400)}export {};\n`;

function messages(files: Record<string, string>, exceptions = {}): string[] {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  return checkNames(Object.keys(files), sources, exceptions).map(({ message }) => message);
}

test("a file or folder whose name says nothing fails", () => {
  for (const path of [
    "packages/a/src/utils.ts",
    "apps/a/src/helpers/b.ts",
    "scripts/base.test.ts",
    "bench/common/x.ts",
  ])
    assert.match(messages({ [path]: LICENCE })[0] ?? "", /says nothing/);
  assert.deepEqual(
    messages({ "packages/a/src/base64.ts": LICENCE, "packages/a/src/common-name.ts": LICENCE }),
    [],
  );
});

test("a file without the licence line fails; a line for the shell may come first", () => {
  assert.deepEqual(messages({ "apps/a.ts": "export {};\n" }), ["has no licence line"]);
  assert.deepEqual(messages({ "apps/a.ts": `#!/usr/bin/env node\n${LICENCE}` }), []);
});

test("a long file fails, a long test or generated file does not", () => {
  assert.deepEqual(messages({ "packages/a/src/a.ts": LONG }), ["has 402 lines, of 400 at most"]);
  assert.deepEqual(messages({ "packages/a/src/a.test.ts": LONG, "packages/a/src/generated/b.ts": LONG }), []);
});

test("an exception holds the length a file has, and goes when it is not needed", () => {
  const path = "packages/a/src/a.ts";
  assert.deepEqual(messages({ [path]: LONG }, { [path]: { lines: 402, reason: "a table" } }), []);
  assert.deepEqual(messages({ [path]: LONG }, { [path]: { lines: 401, reason: "a table" } }), [
    "grew from 401 to 402 lines",
  ]);
  assert.deepEqual(messages({ [path]: LICENCE }, { [path]: { lines: 402, reason: "a table" } }), [
    "is short now",
  ]);
  assert.deepEqual(messages({}, { [path]: { lines: 402, reason: "a table" } }), ["is gone"]);
});

test("the command fails on a violation and on nothing", () => {
  assert.equal(runOnTree("check-names.ts", { "apps/a.ts": LICENCE }).status, 0);
  assert.equal(runOnTree("check-names.ts", { "apps/misc.ts": LICENCE }).status, 1);
  assert.equal(runOnTree("check-names.ts", {}).status, 1);
});
