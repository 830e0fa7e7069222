// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { replaceBetween } from "./generated-text.ts";

test("only what stands between the markers is replaced, and replacing again changes nothing", () => {
  const document = "before\n<!-- begin imports -->\nold\n<!-- end imports -->\nafter\n";
  const text = replaceBetween(document, "imports", "new");
  assert.equal(text, "before\n<!-- begin imports -->\n\nnew\n\n<!-- end imports -->\nafter\n");
  assert.equal(replaceBetween(text, "imports", "new"), text);
});

test("a document without the markers is an error", () => {
  assert.throws(() => replaceBetween("no markers", "imports", "new"), /begin imports/);
  assert.throws(() => replaceBetween("<!-- end a --><!-- begin a -->", "a", "new"), /end a/);
});
