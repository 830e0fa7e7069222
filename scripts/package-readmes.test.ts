// SPDX-License-Identifier: Apache-2.0
/** The first example of each package's README is run as it stands there, and prints what the README says. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "..");

for (const name of ["sigma", "indicators", "logs"]) {
  test(`the README of ${name} shows what its example prints`, () => {
    const readme = readFileSync(join(ROOT, "packages", name, "README.md"), "utf8");
    const [, code = "", output = ""] = /```ts\n(.*?)```\n\n```text\n(.*?)```/s.exec(readme) ?? [];
    assert.notEqual(code, "");
    const run = spawnSync(process.execPath, ["--input-type=module-typescript", "-e", code], {
      cwd: ROOT,
      encoding: "utf8",
    });
    assert.equal(run.stderr, "");
    assert.equal(run.stdout, output);
  });
}
