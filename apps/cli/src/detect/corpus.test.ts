// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { fengsui } from "../test-kit/command.ts";

const CORPUS =
  process.env["FENGSUI_CORPUS"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));

test("each EVTX file of the corpus fires the rule that it is named by", async (t) => {
  const evidence = join(CORPUS, "events/evtx");
  if (!existsSync(evidence)) return t.skip("no corpus: set FENGSUI_CORPUS");
  const args = ["detect", evidence, "-r", join(CORPUS, "sigma"), "-f", "json"];
  const { code, stdout, stderr } = await fengsui(args);
  assert.equal(code, 1, stderr);
  const fired = new Set<string>();
  for (const line of stdout.trimEnd().split("\n")) {
    const { rule, source } = JSON.parse(line);
    if (basename(source.file, ".evtx") === rule.id) fired.add(rule.id);
  }
  const expected = readdirSync(evidence).map((name) => basename(name, ".evtx"));
  assert.ok(expected.length > 0);
  const missed = expected.filter((id) => !fired.has(id));
  assert.deepEqual(missed, []);
});

test("zstd files of the corpus are read whole: no problem, no unreadable file", async (t) => {
  const log = join(CORPUS, "events/linux-sysmon-log4shell.ndjson.zst");
  if (!existsSync(log)) return t.skip("no corpus: set FENGSUI_CORPUS");
  const args = ["detect", log, "-r", join(CORPUS, "sigma/rules/linux"), "-s", "-f", "json"];
  const { code, stdout } = await fengsui(args);
  assert.ok(code === 0 || code === 1, stdout);
  const summary = JSON.parse(stdout);
  assert.ok(summary.input.events > 0);
  assert.equal(summary.input.problems, 0);
  assert.equal(summary.input.events_unrecognised, 0);
});
