// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { mapColumn } from "./fields.ts";

test("a field that another column had is of the column that it was given to, and columns are left out freely", () => {
  assert.deepEqual(mapColumn(["hostname", "ip", null], 2, "hostname"), [null, "ip", "hostname"]);
  assert.deepEqual(mapColumn(["hostname", null, null], 0, null), [null, null, null]);
});
