// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { mkdtempDisposableSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { makeUsableFolder } from "./usable-folder.ts";

test("what is missing of a path is made, with the mode, and what is there stays", () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "fengsui-folder-"));
  const path = join(folder.path, "a", "b", "c");
  makeUsableFolder(path, 0o700);
  makeUsableFolder(path, 0o711);
  assert.equal(statSync(path).mode & 0o777, 0o700);
});

test("a file in the way is refused", () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "fengsui-folder-"));
  writeFileSync(join(folder.path, "file"), "");
  assert.throws(() => makeUsableFolder(join(folder.path, "file"), 0o700), { code: "EEXIST" });
  assert.throws(() => makeUsableFolder(join(folder.path, "file", "a"), 0o700), { code: "ENOTDIR" });
});

test("a parent that takes no folders is refused at once", {
  skip: process.platform === "linux" ? false : "not on macOS",
}, () => {
  assert.throws(() => makeUsableFolder("/proc/fengsui/data", 0o700), { code: "ENOENT" });
});
