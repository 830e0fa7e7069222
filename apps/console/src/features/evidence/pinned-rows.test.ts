// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { pinnedRows } from "./pinned-rows.ts";

test("a pinned event is read as the fields that the hub knew, then what else is in it", () => {
  const origin = { eventId: "e", fields: { "host.name": "ws1" } };
  const raw = JSON.stringify({ "host.name": "WS1", process: { pid: 4 } });
  assert.deepEqual(pinnedRows(origin, raw), [
    { field: "host.name", value: "ws1" },
    { field: "process.pid", value: "4" },
  ]);
});

test("a line of text without known fields has no rows, and is shown as it came", () => {
  assert.deepEqual(pinnedRows({}, "sshd: accepted"), []);
  assert.deepEqual(pinnedRows({ fields: "broken" }, "sshd: accepted"), []);
});
