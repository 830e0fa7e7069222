// SPDX-License-Identifier: Apache-2.0
/** The commands that the READMEs promise are run as they stand there, and the output that they show is real. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findReadmeCommands } from "./readme-commands.ts";

const ROOT = join(import.meta.dirname, "..");
/** Installing is how this test came to run. */
const INSTALL = "npm ci";

function runAll(readme: string): string {
  const commands = findReadmeCommands(readFileSync(join(ROOT, readme), "utf8")).map(({ command }) => command);
  assert.ok(commands.length >= 4, `${readme} has ${commands.length} commands that are run`);
  let output = "";
  for (const command of commands.filter((command) => command !== INSTALL)) {
    const run = spawnSync("bash", ["-o", "pipefail", "-c", command], { cwd: ROOT, encoding: "utf8" });
    assert.ok(run.status === 0 || run.status === 1, `${command}: exit code ${run.status}\n${run.stderr}`);
    output += run.stdout;
  }
  return output;
}

/** The lines of the ```text blocks: what a reader is told to expect. */
function shownLines(readme: string): string[] {
  const blocks = readFileSync(join(ROOT, readme), "utf8").matchAll(/^```text\n([\s\S]*?)^```$/gm);
  return [...blocks].flatMap(([, body = ""]) => body.split("\n")).filter((line) => line.trim() !== "");
}

for (const readme of ["README.md", "README.zh-CN.md"]) {
  test(`every command of ${readme} runs, and prints what it shows`, () => {
    const output = runAll(readme);
    const shown = shownLines(readme);
    assert.ok(shown.length > 0);
    for (const line of shown)
      assert.ok(output.includes(line), `${readme} shows what no command prints:\n${line}`);
  });
}
