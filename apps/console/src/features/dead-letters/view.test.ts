// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { readLetterFilters, reasonCounts, writeLetterFilters } from "./view.ts";

const [A, B] = ["0190e5a4-7b1c-7c11-8d1f-1a2b3c4d5e6f", "0190e5a4-7b1c-7c11-8d1f-1a2b3c4d5e60"];

test("filters survive the way through the address; a source is an id", () => {
  const search = { source: A, code: "json.invalid" };
  assert.deepEqual(writeLetterFilters(readLetterFilters(search)), search);
  assert.deepEqual(readLetterFilters({ source: "x" }), { source: "", code: "" });
});

test("reasons are counted over all sources, or within one", () => {
  const counts = [
    { sourceId: A, code: "json.invalid", count: 2 },
    { sourceId: B, code: "json.invalid", count: 3 },
    { sourceId: B, code: "line.too_long", count: 4 },
  ];
  assert.deepEqual(reasonCounts(counts, ""), [
    { code: "json.invalid", count: 5 },
    { code: "line.too_long", count: 4 },
  ]);
  assert.deepEqual(reasonCounts(counts, A), [{ code: "json.invalid", count: 2 }]);
});
