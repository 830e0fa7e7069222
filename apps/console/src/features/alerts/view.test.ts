// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { prettyRaw } from "../../parts/event-fields.ts";
import { evidenceRows, isFiltered, readFilters, toQuery, writeFilters } from "./view.ts";

const RULE = "0190e5a4-7b1c-7c11-8d1f-1a2b3c4d5e6f";
const AT = { now: Date.parse("2026-11-23T12:00:00Z"), personId: "me" };

test("an address without filters shows what is open", () => {
  const filters = readFilters({});
  assert.equal(isFiltered(filters), false);
  assert.deepEqual(toQuery(filters, AT), { state: "open", limit: 50 });
});

test("filters survive the way through the address", () => {
  const search = {
    state: "all",
    level: "critical",
    host: "dc-01",
    rule: RULE,
    assignee: "me",
    case: "none",
    from: "now-24h",
  };
  const filters = readFilters(search);
  assert.deepEqual(writeFilters(filters), search);
  assert.deepEqual(toQuery(filters, AT), {
    level: "critical",
    entity: "dc-01",
    ruleId: RULE,
    assignee: "me",
    hasCase: false,
    from: "2026-11-22T12:00:00.000Z",
    limit: 50,
  });
});

test("columns are in the address where they are not the usual ones, and are no filter", () => {
  const filters = readFilters({ columns: "last,entity,nonsense" });
  assert.deepEqual(filters.columns, ["entity", "last"]);
  assert.equal(isFiltered(filters), false);
  assert.deepEqual(writeFilters(filters), { columns: "entity,last" });
  assert.deepEqual(readFilters(writeFilters({ ...filters, columns: [] })).columns, []);
});

test("nonsense in the address is no filter", () => {
  assert.equal(isFiltered(readFilters({ state: "x", level: "y,z", from: "-1", foo: "bar" })), false);
  assert.equal("ruleId" in toQuery(readFilters({ rule: "no id" }), AT), false);
});

test("evidence begins with the fields that matched, and has each once", () => {
  const raw = JSON.stringify({ EventID: 1, winlog: { Image: "C:\\a.exe", Tags: ["x"] }, user: null });
  assert.deepEqual(evidenceRows(raw, [{ field: "Image", value: "C:\\a.exe" }]), [
    { field: "Image", value: "C:\\a.exe", isMatched: true },
    { field: "EventID", value: "1", isMatched: false },
    { field: "winlog.Tags.0", value: "x", isMatched: false },
    { field: "user", value: "null", isMatched: false },
  ]);
});

test("an event that is no JSON is shown as it came", () => {
  assert.deepEqual(evidenceRows("Nov 23 sshd: x", []), []);
  assert.equal(prettyRaw("Nov 23 sshd: x"), "Nov 23 sshd: x");
  assert.equal(prettyRaw('{"a":1}'), '{\n  "a": 1\n}');
});

test("an event of great depth does not exhaust the page", () => {
  const deep = `${'{"a":'.repeat(500)}1${"}".repeat(500)}`;
  assert.equal(evidenceRows(deep, []).length, 1);
});
