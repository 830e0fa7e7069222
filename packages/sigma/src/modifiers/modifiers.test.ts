// SPDX-License-Identifier: Apache-2.0
/** What modifiers do at their edges; testdata/match has what each of them is for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRules, parseRules } from "../index.ts";
import { matches, rulesetOf, ruleText, windowsEvent } from "../test-kit/matching.ts";

function codesOf(text: string): readonly string[] {
  return parseRules(text, "rule.yml").diagnostics.map(({ code }) => code);
}

function selecting(selection: unknown): Record<string, unknown> {
  return { selection, condition: "selection" };
}

test("an address with leading zeros is not read as octal", () => {
  assert.equal(
    matches(rulesetOf(selecting({ "a|cidr": "8.0.0.0/8" })), windowsEvent({ a: "010.0.0.1" })),
    false,
  );
});

test("a network whose address is one number is refused", () => {
  for (const network of ["10/8", "0x0a.0.0.0/8", "010.0.0.0/8"])
    assert.deepEqual(codesOf(ruleText(selecting({ "a|cidr": network }))), ["cidr.invalid"], network);
});

test("a value too short for every Base64 offset does not match everything", () => {
  const { rules, diagnostics } = parseRules(
    ruleText(selecting({ "a|base64offset|contains": "x" })),
    "rule.yml",
  );
  if (diagnostics.length === 0)
    assert.equal(matches(compileRules(rules), windowsEvent({ a: "0000" })), false);
});

test("an escaped percent sign stays one beside a placeholder of the same name", () => {
  const ruleset = rulesetOf(
    selecting({ "a|expand": "\\%user% and %user%" }),
    { product: "windows" },
    { placeholders: { user: ["bob"] } },
  );
  assert.equal(matches(ruleset, windowsEvent({ a: "%user% and bob" })), true);
});

test("a placeholder's value is not searched for placeholders", () => {
  const ruleset = rulesetOf(
    selecting({ "a|expand": "%x%-%y%" }),
    { product: "windows" },
    { placeholders: { x: ["%y%"], y: ["1"] } },
  );
  assert.equal(matches(ruleset, windowsEvent({ a: "%y%-1" })), true);
});
