// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { EXIT } from "./exit-codes.ts";
import { fengsui } from "./test-kit/command.ts";

test("the doctor says what is to mend, as a list and as JSON, with an exit code", async () => {
  const env = { FENGSUI_LISTEN: "0.0.0.0:7480" };
  const text = await fengsui(["doctor"], { env });
  assert.equal(text.code, EXIT.found, text.stderr);
  assert.match(text.stdout, /^FAIL {2}configuration .*7480[\s\S]*→ .*FENGSUI_TLS_CERT/m);
  const json = await fengsui(["doctor", "--format", "json"], { env });
  assert.equal(json.code, EXIT.found);
  assert.equal(JSON.parse(json.stdout).isWell, false);
  const misused = await fengsui(["doctor", "--format", "xml"], { env });
  assert.equal(misused.code, EXIT.usage);
});
