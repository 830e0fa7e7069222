// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { Folder, fengsui } from "../../test-kit/command.ts";
import { CORRELATION, DISCOVERY_RULE, EDITOR_RULE, processStart } from "../../test-kit/samples.ts";

/** More than a batch a file, in files whose times are entangled, with problems and an event of no known log. */
function evidence(): Folder {
  const folder = new Folder();
  folder.write("rules/discovery.yml", DISCOVERY_RULE);
  folder.write("rules/editor.yml", EDITOR_RULE);
  folder.write("rules/correlation.yml", CORRELATION);
  folder.write("feed.txt", "203.0.113.7\n");
  for (const file of ["a", "b", "c"]) {
    const lines = Array.from({ length: 4000 }, (_, line) => {
      const time = new Date(Date.UTC(2026, 10, 2) + line * 977).toISOString();
      if (line % 500 === 1) return '{"broken": \n';
      if (line % 700 === 2) return '{"a": 1}\n';
      const commandLine = line % 97 === 0 ? `whoami /${file}${line}` : line % 61 === 0 ? "notepad" : "dir";
      return processStart({ commandLine, time, host: `ws-${line % 5}` });
    });
    folder.write(`logs/${file}.ndjson`, lines.join(""));
  }
  return folder;
}

const ARGUMENTS = ["detect", "logs", "no-such-file", "-r", "rules", "-i", "feed.txt", "--profile"];

test("several workers print what one prints, in its order, correlations and summary included", async () => {
  using folder = evidence();
  const run = (...more: string[]) => fengsui([...ARGUMENTS, ...more], { cwd: folder.path });
  const [one, three] = [await run("-f", "json"), await run("-f", "json", "--workers", "3")];
  assert.ok(one.stdout.split("\n").length > 200);
  assert.equal(three.stdout, one.stdout);
  const withoutTimes = (text: string): string => text.replace(/, in .*events\/s/, "");
  assert.equal(withoutTimes(three.stderr), withoutTimes(one.stderr));
  assert.match(one.stderr, /Problems in the input/);
  assert.equal(three.code, one.code);
});

test("what can be read once only is read by one", async () => {
  using folder = evidence();
  const args = ["detect", "-", "-r", "rules", "-f", "json", "--workers", "2"];
  const { stdout } = await fengsui(args, {
    cwd: folder.path,
    stdin: processStart({ commandLine: "whoami" }),
  });
  assert.equal(stdout.trim().split("\n").length, 1);
  const wrong = await fengsui(["detect", "logs", "-r", "rules", "--workers", "0"], { cwd: folder.path });
  assert.match(wrong.stderr, /whole number from 1 to 64/);
});
