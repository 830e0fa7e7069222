// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { PROBLEM_MEDIA_TYPE } from "@fengsui/contract";
import { problemTypeFor } from "./problem.ts";

test("a problem is of its own type, but to clients of Elasticsearch, which read none that they did not name", () => {
  for (const accept of [undefined, "*/*", "application/json", "text/html"])
    assert.equal(problemTypeFor(accept), PROBLEM_MEDIA_TYPE);
  const accept = "application/vnd.elasticsearch+json; compatible-with=8";
  assert.equal(problemTypeFor(accept), "application/json");
});
