// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { browserOf } from "./view.ts";

test("a session is named after the browser and the system, not after those that they claim to be like", () => {
  const mozilla = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
  assert.equal(browserOf(`${mozilla} Chrome/149.0 Safari/537.36 Edg/149.0`), "Edge · Windows");
  assert.equal(browserOf(`${mozilla} Chrome/149.0 Safari/537.36`), "Chrome · Windows");
  assert.equal(browserOf("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko Firefox/150.0"), "Firefox · Linux");
  assert.equal(browserOf("node"), undefined);
  assert.equal(browserOf(null), undefined);
});
