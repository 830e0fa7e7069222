// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { EXIT } from "../exit-codes.ts";
import { Folder, fengsui } from "../test-kit/command.ts";
import { DISCOVERY_RULE, EDITOR_RULE, HARMLESS, WHOAMI } from "../test-kit/samples.ts";

test("a rule that matches is shown as a tree with what matched marked, and ends with 1", async () => {
  using folder = new Folder();
  folder.write("discovery.yml", DISCOVERY_RULE);
  folder.write("event.json", WHOAMI);
  const { code, stdout } = await fengsui(["explain", "event.json", "--rule", "discovery.yml"], {
    cwd: folder.path,
  });
  assert.equal(
    stdout,
    [
      "✓ Account Discovery By Console (discovery.yml): matches",
      "├─ ✓ log source: product=windows, category=process_creation; the event is from product=windows, category=process_creation, service=sysmon",
      "└─ ✓ selection: CommandLine|contains: 'whoami'",
      "   └─ event: »whoami« /all",
      "",
    ].join("\n"),
  );
  assert.equal(code, EXIT.found);
});

test("the event is found by the position that detect prints, also of standard input", async () => {
  using folder = new Folder();
  folder.write("discovery.yml", DISCOVERY_RULE);
  const args = ["explain", "-", "--rule", "discovery.yml", "--format", "json"];
  const of = async (position: string) =>
    await fengsui([...args, "--position", position], { cwd: folder.path, stdin: WHOAMI + HARMLESS });
  const first = await of("1");
  const second = await of("2");
  assert.deepEqual([first.code, second.code], [EXIT.found, EXIT.ok]);
  const { rule, matched, detection } = JSON.parse(second.stdout);
  assert.deepEqual([rule.title, matched, detection.matched], ["Account Discovery By Console", false, false]);
  const third = await of("3");
  assert.equal(third.code, EXIT.nothing);
  assert.match(third.stderr, /no event at position 3/);
});

test("what a log source does not apply to is said, and nothing that a terminal obeys is printed", async () => {
  using folder = new Folder();
  folder.write("editor.yml", EDITOR_RULE.replace("windows", "linux"));
  folder.write("event.json", HARMLESS.replace("ping", "\\u001b[2Jnotepad"));
  const { code, stdout } = await fengsui(["explain", "event.json", "--rule", "editor.yml"], {
    cwd: folder.path,
  });
  assert.equal(code, EXIT.ok);
  assert.match(stdout, /^✗ Editor Started .*: does not match\n├─ ✗ log source: product=linux/);
  assert.match(stdout, /event: \\x1b\[2J»notepad«/);
});
