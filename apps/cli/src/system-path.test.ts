// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { systemPath, textOfPath } from "./system-path.ts";

test("any bytes of a name come back as they were", () => {
  for (let pair = 0; pair < 0x1_00_00; pair++) {
    const bytes = Buffer.of(0xe4, pair >> 8, pair & 0xff, 0xf0, 0x41);
    const back = Buffer.from(systemPath(textOfPath(bytes)));
    if (!back.equals(bytes)) assert.deepEqual(back, bytes);
  }
});

test("a name in UTF-8 is its text, and what is not UTF-8 in another name is all that is marked", () => {
  assert.equal(textOfPath(Buffer.from("事件.log")), "事件.log");
  assert.equal(systemPath("事件.log"), "事件.log");
  assert.equal(textOfPath(Buffer.from([0x61, 0xe9, 0xe4, 0xba, 0x8b])), "a\udce9事");
});
