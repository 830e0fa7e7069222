// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { filterRules, isRuleFile, readRuleFilters, writeRuleFilters } from "./view.ts";

test("rules are found by the words of their title or their id", () => {
  const rules = [
    { title: "Suspicious PowerShell Download", key: "6e897651" },
    { title: "LSASS Memory Dump", key: "5ef9853e" },
  ];
  assert.deepEqual(
    filterRules(rules, "download power").map(({ key }) => key),
    ["6e897651"],
  );
  assert.deepEqual(
    filterRules(rules, "5EF9").map(({ key }) => key),
    ["5ef9853e"],
  );
  assert.equal(filterRules(rules, " ").length, 2);
});

test("filters survive the way through the address, nonsense does not", () => {
  assert.deepEqual(writeRuleFilters(readRuleFilters({ which: "off", text: "dump" })), {
    which: "off",
    text: "dump",
  });
  assert.deepEqual(writeRuleFilters(readRuleFilters({ which: "some" })), {});
});

test("of a folder only the rule files are read", () => {
  assert.deepEqual(["a.yml", "b.YAML", "c.md", "yml"].filter(isRuleFile), ["a.yml", "b.YAML"]);
});
