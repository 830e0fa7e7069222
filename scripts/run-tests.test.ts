// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { findTestFiles } from "./run-tests.ts";

/** Runs one test file with the given body as `npm test` would. */
function runTestFile(body: string, env: Record<string, string>): { status: number | null; output: string } {
  using folder = mkdtempDisposableSync(join(tmpdir(), "tests-"));
  const file = join(folder.path, "a.test.ts");
  writeFileSync(file, `import { test } from "node:test";\n${body}\n`);
  const { NODE_TEST_CONTEXT: _, CI: __, ...clean } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "run-tests.ts"), file],
    {
      encoding: "utf8",
      env: { ...clean, ...env },
    },
  );
  return { status, output: stdout + stderr };
}

test("a passing run ends with the counts", () => {
  const { status, output } = runTestFile('test("a", () => {});', {});
  assert.equal(status, 0, output);
  assert.match(output, /✔ a .*\nℹ tests 1\n(ℹ [a-z]+ \d+\n){6}ℹ duration_ms [\d.]+\n$/);
});

test("a failing run fails, and its counts come after the failures", () => {
  const { status, output } = runTestFile('test("a", () => { throw new Error("broken"); });', {});
  assert.equal(status, 1);
  assert.match(output, /broken[\s\S]*ℹ tests 1\n[\s\S]*ℹ fail 1\n/);
});

test("a file that does not load fails the run", () => {
  assert.equal(runTestFile('import "./nowhere.ts";', {}).status, 1);
});

test("a skipped test fails the run on CI only, unless its reason is allowed", () => {
  const skip = (reason: string) => `test("a", () => {}); test("b", { skip: ${reason} }, () => {});`;
  assert.equal(runTestFile(skip('"corpus absent"'), {}).status, 0);
  assert.equal(runTestFile(skip('"cargo absent"'), { CI: "true" }).status, 0);
  assert.equal(runTestFile(skip("true"), { CI: "true" }).status, 1);
  const { status, output } = runTestFile(skip('"corpus absent"'), { CI: "true" });
  assert.equal(status, 1);
  assert.match(output, /may not be skipped on CI: .*a\.test\.ts: "b" \(corpus absent\)/);
});

test("finding no test fails", () => {
  const { status, output } = runTestFile("", { CI: "true" });
  assert.ok(status === 1 || /ℹ tests 1\n/.test(output), output);
  const none = spawnSync(process.execPath, [join(import.meta.dirname, "run-tests.ts"), "nowhere"], {
    encoding: "utf8",
  });
  assert.equal(none.status, 1);
  assert.match(none.stderr, /no test was run/);
});

test("folders, files and patterns are found once each, without what is built or installed", () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "find-"));
  for (const path of [
    "a/x.test.ts",
    "a/b/y.test.ts",
    "a/dist/x.test.ts",
    "a/node_modules/z/z.test.ts",
    "a/b/y.ts",
  ]) {
    mkdirSync(join(folder.path, path, ".."), { recursive: true });
    writeFileSync(join(folder.path, path), "");
  }
  const find = (...patterns: string[]) =>
    findTestFiles(folder.path, patterns).map((path) => path.slice(folder.path.length + 1));
  assert.deepEqual(find("a"), ["a/b/y.test.ts", "a/x.test.ts"]);
  assert.deepEqual(find("a/x.test.ts", "a/*.test.ts"), ["a/x.test.ts"]);
  assert.deepEqual(find(join(folder.path, "a")), ["a/b/y.test.ts", "a/x.test.ts"]);
});
