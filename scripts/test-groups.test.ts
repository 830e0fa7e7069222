// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { groupTests } from "./test-groups.ts";

const FOLDER = "apps/hub/src/features/x";

/** Says when it begins and ends, as a hub of its tests would. */
const aFile = (name: string, body = "") => `
import { after, before, test } from "node:test";
before(() => console.log("begin ${name}"));
after(() => console.log("end ${name}"));
test("${name}", () => { console.log("test ${name}"); ${body} });
`;

/** Writes the files, and gives their paths and where the groups may lie. */
function write(root: string, files: Readonly<Record<string, string>>) {
  return Object.entries(files).map(([path, text]) => {
    const file = join(root, path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
    return file;
  });
}

function run(file: string) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout } = spawnSync(process.execPath, ["--test-reporter=spec", file], {
    encoding: "utf8",
    env,
  });
  return { status, stdout, told: stdout.match(/^(begin|test|end) \w+$/gm) };
}

test("files of the hub share a process one after the other, each with what it starts for itself", () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "groups-"));
  const files = write(folder.path, {
    [`${FOLDER}/a.test.ts`]: aFile("a"),
    [`${FOLDER}/b.test.ts`]: aFile("b"),
  });
  const [group = "", ...others] = groupTests(folder.path, files, join(folder.path, "groups"));
  assert.deepEqual(others, []);
  const { status, stdout, told } = run(group);
  assert.equal(status, 0, stdout);
  assert.deepEqual(told, ["begin a", "test a", "end a", "begin b", "test b", "end b"]);
  assert.match(stdout, /✔ apps\/hub\/src\/features\/x\/b\.test\.ts/);
});

test("of files that share a process, one that fails or does not load fails the run, and the others run", () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "groups-"));
  const files = write(folder.path, {
    [`${FOLDER}/a.test.ts`]: aFile("a", 'throw new Error("broken");'),
    [`${FOLDER}/b.test.ts`]: 'import "./nowhere.ts";',
    [`${FOLDER}/c.test.ts`]: aFile("c"),
  });
  const [group = ""] = groupTests(folder.path, files, join(folder.path, "groups"));
  const { status, stdout, told } = run(group);
  assert.equal(status, 1);
  assert.match(stdout, /✖ apps\/hub\/src\/features\/x\/b\.test\.ts/);
  assert.deepEqual(told, ["begin a", "test a", "end a", "begin c", "test c", "end c"]);
});

test("a file elsewhere, or one that touches its process, has it to itself; no process has too many", () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "groups-"));
  const many = Array.from({ length: 9 }, (_, number) => [`${FOLDER}/${number}.test.ts`, aFile("many")]);
  const [own = "", elsewhere = "", ...files] = write(folder.path, {
    [`${FOLDER}/own.test.ts`]: "process.env.A = '1';",
    "scripts/elsewhere.test.ts": aFile("elsewhere"),
    ...Object.fromEntries(many),
  });
  const given = groupTests(folder.path, [own, elsewhere, ...files], join(folder.path, "groups"));
  assert.deepEqual(given.slice(0, 2), [own, elsewhere]);
  assert.equal(given.length, 4);
});
