// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { isRuleFile, readRuleFile, readRuleFilters, toRuleQuery, writeRuleFilters } from "./view.ts";

test("filters survive the way through the address, nonsense does not", () => {
  const search = { which: "off", kind: "indicators", level: "high", text: "dump" };
  assert.deepEqual(writeRuleFilters(readRuleFilters(search)), search);
  assert.deepEqual(writeRuleFilters(readRuleFilters({ which: "some", kind: "y", level: "x" })), {});
});

test("what is asked for is what was filled in", () => {
  const filters = readRuleFilters({ which: "off", kind: "filter", level: "high", text: " dump " });
  assert.deepEqual(toRuleQuery(filters), {
    isEnabled: false,
    kind: "filter",
    level: "high",
    text: "dump",
  });
  assert.deepEqual(toRuleQuery(readRuleFilters({})), {});
});

test("of a folder only the rule files are read", () => {
  assert.deepEqual(["a.yml", "b.YAML", "c.md", "yml"].filter(isRuleFile), ["a.yml", "b.YAML"]);
});

test("a file that is no text does not make the hub refuse the others with it", async () => {
  const file = new File([Buffer.from([0x61, 0x00, 0xff, 0x62])], "a.yml");
  assert.deepEqual(await readRuleFile(file), { name: "a.yml", text: "a\ufffd\ufffdb" });
});
