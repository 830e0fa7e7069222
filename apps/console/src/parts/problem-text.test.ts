// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { problemText } from "./problem-text.ts";

const problem = { code: "x.y", title: "It broke.", hint: "Mend it.", requestId: "r-1" };

test("a problem that we have words for is said in the reader's language", () => {
  const said = problemText({
    kind: "refused",
    status: 403,
    problem: { ...problem, code: "access.forbidden" },
  });
  assert.equal(said.title, "problem.forbidden");
  assert.equal(said.quote, "access.forbidden · r-1");
  assert.equal(said.mayRetry, false);
});

test("a problem that we have no words for is said in the hub's", () => {
  const said = problemText({ kind: "refused", status: 503, problem: { ...problem, detail: "row 7" } });
  assert.deepEqual([said.title, said.hint], [{ said: "It broke." }, { said: "Mend it." }]);
  assert.deepEqual(said.details, ["row 7"]);
  assert.equal(said.mayRetry, true);
});

test("what is wrong with the input is told, field by field", () => {
  const issues = [{ path: "email", message: "not an address" }];
  assert.deepEqual(problemText({ problem: { ...problem, issues } }).details, ["email: not an address"]);
});

test("no answer, an answer of another form, and a fault of our own are told apart", () => {
  assert.equal(problemText({ kind: "unreachable" }).title, "problem.unreachable");
  assert.equal(problemText({ kind: "not_understood", status: 502 }).quote, "HTTP 502");
  assert.equal(problemText({}).title, "problem.ours");
});
