// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { type TestContext, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { columnsOf } from "../terminal.ts";
import { ENTRY, Folder } from "../test-kit/command.ts";
import { DISCOVERY_RULE, processStart } from "../test-kit/samples.ts";

/** Runs the command in a terminal of its own (util-linux `script`) and gives the bytes that the terminal got. */
function onTerminal(
  t: TestContext,
  columns: number,
  args: readonly string[],
  env: Record<string, string> = {},
) {
  const hasScript = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;
  if (!hasScript) {
    t.skip("needs the script command of util-linux");
    return undefined;
  }
  using folder = new Folder();
  folder.write("rule.yml", DISCOVERY_RULE);
  const commandLine = `whoami /all 可疑命令 ${"x".repeat(500)} \u001b[2J`;
  const event = processStart({ commandLine, time: "2026-11-02T10:00:00Z", host: "风隧-主机.example.org" });
  folder.write("a.ndjson", event.repeat(3));
  const command = [process.execPath, ENTRY, "detect", "a.ndjson", "-r", "rule.yml", ...args].join(" ");
  const { stdout } = spawnSync("script", ["-qec", `stty cols ${columns}; ${command}`, "/dev/null"], {
    cwd: folder.path,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], TERM: "xterm", ...env },
  });
  return stdout;
}

function matchRows(output: string): readonly string[] {
  return stripVTControlCharacters(output)
    .split(/\r?\n/)
    .filter((line) => line.includes("whoami"));
}

test("on a wide terminal each match is one line that fits, with the level as colour, shape and word", (t) => {
  const output = onTerminal(t, 140, ["--no-progress"]);
  if (output === undefined) return;
  const rows = matchRows(output);
  assert.equal(rows.length, 3);
  for (const row of rows) {
    assert.ok(columnsOf(row) <= 140, `${columnsOf(row)} columns: ${row}`);
    assert.match(row, /▆ high .*风隧.*a\.ndjson:[123]$/);
  }
  assert.ok(output.includes("\u001b[31m▆ high"));
  assert.ok(!output.includes("\u001b[2J"));
});

test("on a narrow terminal each match is three lines that fit", (t) => {
  const output = onTerminal(t, 80, ["--no-progress"]);
  if (output === undefined) return;
  const lines = stripVTControlCharacters(output).split(/\r?\n/);
  const at = lines.findIndex((line) => line.includes("Account Discovery"));
  assert.match(lines[at + 1] ?? "", /^ {4}T1033 .*a\.ndjson:1$/);
  assert.match(lines[at + 2] ?? "", /^ {4}CommandLine=whoami .*…$/);
  for (const line of lines.slice(at, at + 9)) assert.ok(columnsOf(line) <= 80, line);
});

test("NO_COLOR leaves the shape and the word", (t) => {
  const output = onTerminal(t, 140, ["--no-progress"], { NO_COLOR: "1" });
  if (output === undefined) return;
  assert.ok(output.includes("▆ high"));
  assert.ok(!output.includes("\u001b["));
});

test("the progress bar is gone from the lines of the matches, and --no-progress shows none", (t) => {
  const shown = onTerminal(t, 140, []);
  if (shown === undefined) return;
  assert.match(shown, /0\/1 files · .* · 0 events\/s · 0 matches/);
  // What a terminal shows of a line is what came after the last time that the line was cleared.
  const lines = shown.split("\r\n").map((line) => line.split("\u001b[2K").at(-1) ?? "");
  assert.ok(lines.some((line) => line.startsWith("2026-11-02T10:00:00.000Z")));
  assert.ok(lines.every((line) => !line.includes("events/s ·")));
  assert.doesNotMatch(onTerminal(t, 140, ["--no-progress"]) ?? "", /0\/1 files/);
});
