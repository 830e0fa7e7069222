// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { areSame, isBelowLegalMinimum, readRules, readTime, toTyped } from "./view.ts";

test("rules are typed and read back, with a row for the others at the end", () => {
  const rules = [{ logType: "windows/sysmon", days: 365 }];
  const typed = toTyped(rules);
  assert.deepEqual(typed, [
    { logType: "windows/sysmon", days: "365" },
    { logType: "", days: "" },
  ]);
  assert.deepEqual(readRules(typed), rules);
  assert.deepEqual(readRules([{ logType: " ", days: "200" }]), [{ logType: null, days: 200 }]);
  const others = { logType: "", days: "" };
  assert.deepEqual(readRules([{ logType: "zeek/dns", days: "" }, others]), [
    { logType: "zeek/dns", days: null },
  ]);
  assert.deepEqual(readRules([others, others]), []);
  const more = { logType: null, days: 200 };
  assert.ok(areSame([...rules, more], [more, ...rules]));
  assert.ok(!areSame(rules, [more]));
});

test("what is no number of days, or named twice, is not sent", () => {
  for (const days of ["0", "1.5", "x", "-3", "99999"])
    assert.equal(readRules([{ logType: "", days }]), undefined, days);
  const twice = { logType: "a", days: "10" };
  const others = { logType: "", days: "" };
  assert.equal(readRules([twice, twice, others]), undefined);
  assert.equal(readRules([{ logType: "", days: "10" }, others]), undefined);
});

test("days below the least that the law asks for are told", () => {
  assert.deepEqual(["179", "180", "", "x"].map(isBelowLegalMinimum), [true, false, false, false]);
});

test("a time that is not filled in is none", () => {
  assert.equal(readTime(""), undefined);
  assert.match(readTime("2026-11-24T10:00") ?? "", /^2026-11-2\dT\d\d:00:00\.000Z$/);
});
