// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { purposeOf } from "./provider-return.ts";

test("what a way was for is told by the beginning of its state", () => {
  assert.equal(purposeOf("code=x&state=connect.abc"), "connect");
  assert.equal(purposeOf("code=x&state=prove.abc"), "prove");
  for (const query of ["code=x&state=enter.abc", "error=access_denied", "state=connection"])
    assert.equal(purposeOf(query), "enter", query);
});
