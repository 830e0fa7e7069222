// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { readCaseFilters, toCaseQuery, writeCaseFilters } from "./view.ts";

const ASKING = { now: Date.parse("2026-11-24T12:00:00Z"), personId: "me" };

test("filters come out of the address as they went in, and what is usual does not stand there", () => {
  const search = { state: "closed", severity: "high", assignee: "me", age: "7d", text: "2026-17" };
  assert.deepEqual(writeCaseFilters(readCaseFilters(search)), search);
  assert.deepEqual(writeCaseFilters(readCaseFilters({ state: "odd", organisation: "no id" })), {});
});

test("by themselves cases are asked for that are not closed; an age is asked for as a time", () => {
  assert.deepEqual(toCaseQuery(readCaseFilters({}), ASKING), { state: ["open", "in_progress"], limit: 50 });
  const query = toCaseQuery(readCaseFilters({ state: "all", age: "7d", assignee: "nobody" }), ASKING);
  assert.deepEqual(query, {
    state: [],
    isUnassigned: true,
    createdBefore: "2026-11-17T12:00:00.000Z",
    limit: 50,
  });
});
