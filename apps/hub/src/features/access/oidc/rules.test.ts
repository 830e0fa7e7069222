// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { claimAt, emailOf, groupsOf, isFresh, isMultiFactor, labelOf, nameOf } from "./rules.ts";

test("groups are read of a claim by its name, or of what is inside of others", () => {
  const claims = { "https://x.example/groups": ["a"], realm_access: { roles: ["b", 7, null] }, one: "c" };
  assert.deepEqual(groupsOf(claims, "https://x.example/groups"), ["a"]);
  assert.deepEqual(groupsOf(claims, "realm_access.roles"), ["b"]);
  assert.deepEqual(groupsOf(claims, "one"), ["c"]);
  for (const name of ["none", "one.length", "realm_access.none", "constructor", "__proto__.x"])
    assert.deepEqual(groupsOf(claims, name), [], name);
  assert.equal(claimAt({ "a.b": 1, a: { b: 2 } }, "a.b"), 1);
});

test("an address counts unless it is said to be unverified; a name is found or made of what there is", () => {
  assert.equal(emailOf({ email: "li@example.org" }), "li@example.org");
  assert.equal(emailOf({ email: "li@example.org", email_verified: true }), "li@example.org");
  for (const claims of [
    {},
    { email: 7 },
    { email: "li" },
    { email: "li@example.org", email_verified: "false" },
  ])
    assert.equal(emailOf(claims), undefined);
  assert.equal(nameOf({ name: " ", preferred_username: "li" }, "x"), "li");
  assert.equal(nameOf({}, "x"), "x");
  assert.equal(labelOf({ preferred_username: "li" }, "x"), "li");
});

test("more than one factor is what is said in words that are the same everywhere", () => {
  for (const claims of [{ amr: ["mfa"] }, { amr: ["pwd", "hwk"] }, { acr: "phrh" }])
    assert.ok(isMultiFactor(claims));
  for (const claims of [{}, { amr: ["pwd"] }, { amr: ["otp"] }, { amr: "pwd otp" }, { acr: "3" }])
    assert.ok(!isMultiFactor(claims), JSON.stringify(claims));
});

test("a sign-in is fresh when it is of after we asked, as far as clocks agree", () => {
  const begun = new Date("2026-11-30T12:00:00Z");
  const at = (seconds: number) => ({ auth_time: begun.getTime() / 1000 + seconds });
  assert.ok(isFresh(at(5), begun));
  assert.ok(isFresh(at(-30), begun));
  assert.ok(!isFresh(at(-31), begun));
  assert.ok(!isFresh({}, begun));
});
