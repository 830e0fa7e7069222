// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { findPages } from "./pages.ts";

test("a page is found by the words of its name, in any case and order", () => {
  const pages = [{ name: "Alerts" }, { name: "Sign out" }, { name: "数据源" }];
  assert.deepEqual(findPages(pages, "OUT sign"), [{ name: "Sign out" }]);
  assert.deepEqual(findPages(pages, "数据"), [{ name: "数据源" }]);
  assert.equal(findPages(pages, " ").length, 3);
});
