// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSearch, safeNext, stringifySearch } from "./address.ts";

test("an address keeps every text as it is, and drops what is empty", () => {
  const search = { host: "dc-01 & co", from: "2026-11-20", rule: "", level: "high,critical" };
  const text = stringifySearch(search);
  assert.deepEqual(parseSearch(text), { host: "dc-01 & co", from: "2026-11-20", level: "high,critical" });
});

test("numbers and objects do not get into an address by accident", () => {
  assert.equal(stringifySearch({ a: 1, b: { c: 2 }, d: undefined }), "");
});

test("signing in leads to a page of this console only", () => {
  assert.equal(safeNext("/rules?text=a"), "/rules?text=a");
  for (const foreign of ["//evil.example", "https://evil.example", "/\\evil.example", undefined, ""])
    assert.equal(safeNext(foreign), "/situation");
});
