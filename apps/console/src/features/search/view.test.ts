// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_COLUMNS, pivoted, readState, termOf, toFilter, toggled, writeState } from "./view.ts";

test("the state of a search is in the address, and what is as it is by itself is not", () => {
  const state = readState({});
  assert.deepEqual(writeState(state), {});
  const asked = { q: "host.name:WS1", from: "now-7d", columns: "Image,EventID" };
  assert.deepEqual(writeState(readState(asked)), asked);
  assert.deepEqual(readState({ columns: "," }).columns, []);
  assert.deepEqual(writeState({ ...state, columns: [] }), { columns: "," });
});

test("a filter has the times of the moment, and a source where it is one", () => {
  const interval = { from: 0, to: 1000 };
  const state = readState({ q: " a ", source: "nonsense" });
  assert.deepEqual(toFilter(state, interval), {
    from: "1970-01-01T00:00:00.000Z",
    to: "1970-01-01T00:00:01.000Z",
    query: "a",
  });
});

test("a pivot narrows, excludes or begins anew, with any value", () => {
  const path = { field: "Image", value: 'C:\\a "b".exe' };
  assert.equal(termOf("host.name", "WS-1.example"), "host.name:WS-1.example");
  assert.equal(pivoted("x", { ...path, how: "add" }), 'x AND Image:"C:\\\\a \\"b\\".exe"');
  assert.equal(
    pivoted("a OR b", { field: "user.name", value: "li", how: "exclude" }),
    "(a OR b) AND NOT user.name:li",
  );
  assert.equal(pivoted("a", { field: "user.name", value: "", how: "only" }), "NOT user.name:*");
});

test("a column comes and goes", () => {
  assert.deepEqual(toggled(["a"], "b"), ["a", "b"]);
  assert.ok(!toggled(DEFAULT_COLUMNS, "host.name").includes("host.name"));
});
