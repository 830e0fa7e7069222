// SPDX-License-Identifier: Apache-2.0
/** The example case, through the command as a user runs it: four formats, five rules, six matches. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "../..");

test("the night at the hospital is found in all four formats, with rule, host and technique", () => {
  const args = ["fengsui", "detect", "examples/logs", "--rules", "examples/rules", "--format", "json"];
  const run = spawnSync("npx", args, { cwd: ROOT, encoding: "utf8" });
  assert.equal(run.status, 1, run.stderr);
  const found = run.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))
    .map(({ rule, host, techniques }) => `${host}: ${rule.title} (${techniques})`);
  assert.deepEqual(found.sort(), [
    "111122223333: CloudTrail Logging Stopped (T1562.008)",
    "files01.hospital.example: Download With Certutil (T1105)",
    "files01.hospital.example: Security Log Cleared (T1070.001)",
    "gateway: Root Logged In Over SSH With A Password (T1021.004)",
    "ward3-pc07.hospital.example: Download With Certutil (T1105)",
    "ward3-pc07.hospital.example: Memory Of The Logon Service Read (T1003.001)",
  ]);
  assert.match(run.stderr, /json\.syntax/);
});
