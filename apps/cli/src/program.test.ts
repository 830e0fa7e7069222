// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { EXIT, EXIT_CODES, exitCodesHelp } from "./exit-codes.ts";
import { fengsui } from "./test-kit/command.ts";

test("--version prints the version of the package", async () => {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const { code, stdout, stderr } = await fengsui(["--version"]);
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: `${manifest.version}\n`, stderr: "" });
});

test("--help names the commands and every exit code", async () => {
  const { code, stdout } = await fengsui(["--help"]);
  assert.equal(code, 0);
  assert.match(stdout, /^ {2}detect \[options\] <inputs\.\.\.>/m);
  assert.match(stdout, /^ {2}rules /m);
  assert.ok(stdout.includes(exitCodesHelp()));
});

test("the help of each command has examples and exit codes", async () => {
  for (const command of [["detect"], ["rules", "check"], ["doctor"]]) {
    const { code, stdout } = await fengsui([...command, "--help"]);
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`Examples:\n {2}fengsui ${command.join(" ")}`));
    assert.ok(stdout.includes(exitCodesHelp()));
  }
});

test("the exit codes of the guide are those of the program", () => {
  const readme = readFileSync(new URL("../../../docs/guide/detect.md", import.meta.url), "utf8");
  const rows = EXIT_CODES.map(({ code, meaning }) => `| ${code} | ${meaning} |`);
  assert.ok(readme.includes(rows.join("\n")), `detect.md should have:\n${rows.join("\n")}`);
});

test("an unknown command ends with 2 and a suggestion", async () => {
  const { code, stdout, stderr } = await fengsui(["detct"]);
  assert.equal(code, EXIT.usage);
  assert.equal(stdout, "");
  assert.equal(stderr, "error[usage.invalid]: unknown command 'detct'\n  hint: Did you mean detect?\n");
});

test("an unknown option ends with 2 and a suggestion", async () => {
  const { code, stderr } = await fengsui(["detect", "a", "--rule", "b"]);
  assert.equal(code, EXIT.usage);
  assert.match(
    stderr,
    /^error\[usage\.invalid\]: unknown option '--rule'\n {2}hint: Did you mean --rules\?\n$/,
  );
});

test("no command at all ends with 2 and shows the help", async () => {
  const { code, stderr } = await fengsui([]);
  assert.equal(code, EXIT.usage);
  assert.match(stderr, /Usage: fengsui/);
  assert.match(stderr, /error\[usage\.invalid\]: no command is given\n/);
});
