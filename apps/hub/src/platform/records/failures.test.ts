// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { FengsuiError } from "@fengsui/contract";
import { explain, isUnreachable } from "./failures.ts";

function failure(code: string, message = "failed"): Error {
  return Object.assign(new Error(message), { code });
}

test("a server that is away, starts, stops or is full of connections is one to try again", () => {
  for (const code of ["08006", "57P01", "57P02", "57P03", "53300", "ECONNREFUSED", "ENOENT", "EPIPE"])
    assert.ok(isUnreachable(failure(code)), code);
  assert.ok(isUnreachable(new Error("Connection terminated unexpectedly")));
  for (const error of [failure("23505"), failure("42501"), new Error("mine"), "text", undefined])
    assert.ok(!isUnreachable(error), String(error));
});

test("a full disk is told from a server that is away, and a mistake stays what it is", () => {
  const codeOf = (error: unknown) => {
    const explained = explain(error);
    return explained instanceof FengsuiError ? [explained.code, explained.status] : explained;
  };
  assert.deepEqual(codeOf(failure("53100")), ["records.disk_full", 507]);
  assert.deepEqual(codeOf(failure("57P03")), ["records.unavailable", 503]);
  const mistake = failure("23505");
  assert.equal(explain(mistake), mistake);
});
