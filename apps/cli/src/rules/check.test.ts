// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { EXIT } from "../exit-codes.ts";
import { MAX_RULE_FILE_BYTES } from "../rule-text.ts";
import { Folder, fengsui } from "../test-kit/command.ts";
import { BROKEN_RULE, DISCOVERY_RULE, EDITOR_RULE } from "../test-kit/samples.ts";

test("clean rules end with the counts and 0", async () => {
  using folder = new Folder();
  folder.write("rules/discovery.yml", DISCOVERY_RULE);
  folder.write("rules/more/editor.yaml", EDITOR_RULE);
  folder.write("rules/readme.md", "not a rule");
  const { code, stdout, stderr } = await fengsui(["rules", "check", "rules"], { cwd: folder.path });
  assert.equal(stdout, "2 files, 2 rules, 0 errors, 0 warnings\n");
  assert.equal(stderr, "");
  assert.equal(code, EXIT.ok);
});

test("a mistake is shown with its place, the line with a caret, and a hint, and ends with 1", async () => {
  using folder = new Folder();
  folder.write("rules/discovery.yml", DISCOVERY_RULE);
  folder.write("rules/typo.yml", EDITOR_RULE.replace("|contains", "|contain"));
  const { code, stdout } = await fengsui(["rules", "check", "rules"], { cwd: folder.path });
  assert.equal(code, EXIT.found);
  assert.match(
    stdout,
    /^rules\/typo\.yml:\d+:\d+: error\[modifier\.unknown\]: .+\n {2}\d+ \| {5,}CommandLine\|contain: notepad\n +\| +\^+\n {2}hint: .+\n/,
  );
  assert.match(stdout, /2 files, 1 rule, 1 error, 0 warnings\n$/);
});

test("json gives the counts and every finding", async () => {
  using folder = new Folder();
  folder.write("broken.yml", BROKEN_RULE);
  const { code, stdout } = await fengsui(["rules", "check", "broken.yml", "--format", "json"], {
    cwd: folder.path,
  });
  assert.equal(code, EXIT.found);
  const report = JSON.parse(stdout);
  assert.deepEqual([report.files, report.rules, report.errors, report.warnings], [1, 0, 1, 0]);
  assert.equal(report.diagnostics[0].code, "rule.missing");
  assert.equal(report.diagnostics[0].file, "broken.yml");
});

test("what is sound and probably not meant is a warning, if asked for", async () => {
  using folder = new Folder();
  folder.write("rule.yml", DISCOVERY_RULE.replace("CommandLine|", "CommandLin|"));
  const plain = await fengsui(["rules", "check", "rule.yml"], { cwd: folder.path });
  assert.equal(plain.stdout, "1 file, 1 rule, 0 errors, 0 warnings\n");
  const { code, stdout } = await fengsui(["rules", "check", "rule.yml", "--lint"], { cwd: folder.path });
  assert.match(stdout, /warning\[lint\.unknown_field\]: .* Is `CommandLine` meant\?/);
  assert.match(stdout, /1 file, 1 rule, 0 errors, 1 warning\n$/);
  assert.equal(code, EXIT.ok);
});

test("a folder without rules ends with 4", async () => {
  using folder = new Folder();
  folder.write("empty/readme.md", "no rule");
  const { code, stderr } = await fengsui(["rules", "check", "empty"], { cwd: folder.path });
  assert.equal(code, EXIT.nothing);
  assert.match(stderr, /^error\[rules\.none_found\]: no \*\.yml or \*\.yaml file in empty\n {2}hint: /);
});

test("a file that is not UTF-8 and one that is too large are findings and not read as rules", async () => {
  using folder = new Folder();
  folder.write("rules/large.yml", DISCOVERY_RULE + "#".repeat(MAX_RULE_FILE_BYTES));
  folder.write("rules/latin1.yml", Buffer.from(DISCOVERY_RULE.replace("Account", "Acc\u00f6unt"), "latin1"));
  folder.write("rules/utf8.yml", `\uFEFF${DISCOVERY_RULE}`);
  const { code, stdout } = await fengsui(["rules", "check", "rules"], { cwd: folder.path });
  assert.equal(code, EXIT.found);
  assert.match(stdout, /^rules\/large\.yml: error\[file\.too_large\]: .+\n {2}hint: .+\n/);
  assert.match(stdout, /\nrules\/latin1\.yml: error\[file\.not_utf8\]: .+\n {2}hint: .+\n/);
  assert.match(stdout, /3 files, 1 rule, 2 errors, 0 warnings\n$/);
});

test("a link to nowhere is reported and ends with 3", async () => {
  using folder = new Folder();
  folder.write("rules/discovery.yml", DISCOVERY_RULE);
  symlinkSync("nowhere", join(folder.path, "rules/gone.yml"));
  const { code, stdout } = await fengsui(["rules", "check", "rules"], { cwd: folder.path });
  assert.equal(code, EXIT.partial);
  assert.match(stdout, /error\[input\.not_found\]: rules\/gone\.yml: no such file or directory\n {2}hint: /);
});

test("control characters of a rule are never passed on to the terminal, and the caret stays in place", async () => {
  using folder = new Folder();
  folder.write("bad.yml", EDITOR_RULE.replace("CommandLine|contains: notepad", '"A\u202E"|nope: "\u009b31m'));
  folder.write("odd.yml", EDITOR_RULE.replace("level: low", "level: \u202Ewol"));
  const { stdout } = await fengsui(["rules", "check", "."], { cwd: folder.path });
  assert.doesNotMatch(stdout.replaceAll("\n", ""), /[\p{Cc}\u202A-\u202E]/u);
  assert.match(stdout, /odd\.yml:\d+:\d+: error/);
});
