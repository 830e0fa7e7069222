// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isNarrowed,
  readAssetFilters,
  readProposalView,
  readSystemFilters,
  toAssetQuery,
  toHostQuery,
  toSystemQuery,
  writeAssetFilters,
  writeSystemFilters,
} from "./view.ts";

const ID = "01a20ed5-0939-7677-9ad7-3582ea55e9e8";

test("filters are as the address has them, and whatever else stands there is none", () => {
  const search = { text: "grid", level: "3", critical: "yes", retired: "yes" };
  const filters = readSystemFilters(search);
  assert.deepEqual(writeSystemFilters(filters), search);
  assert.deepEqual(toSystemQuery(filters, ID), {
    text: "grid",
    minLevel: 3,
    isCritical: true,
    isRetired: true,
    organisationId: ID,
  });
  const odd = readAssetFilters({ level: "9", kind: "printer", system: "x", retired: "no", text: "" });
  assert.equal(isNarrowed(writeAssetFilters(odd)), false);
  assert.deepEqual(toAssetQuery(odd), {});
});

test("assets are narrowed to a system, or to those of none", () => {
  assert.deepEqual(toAssetQuery(readAssetFilters({ system: ID, kind: "host" })), {
    systemId: ID,
    kind: "host",
  });
  assert.deepEqual(toAssetQuery(readAssetFilters({ system: "none" })), { systemId: "none" });
});

test("proposals are hosts that wait, unless something else is asked for", () => {
  assert.deepEqual([readProposalView({}), readProposalView({ view: "pairs" })], ["open", "pairs"]);
  assert.deepEqual(toHostQuery("ignored", "ws", ID), { state: "ignored", text: "ws", organisationId: ID });
});
