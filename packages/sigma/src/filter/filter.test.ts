// SPDX-License-Identifier: Apache-2.0
/** Filters, from text to what they leave of a rule (Sigma filters specification 2.1). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { applyFilters, compileRules, type Diagnostic, parseRules } from "../index.ts";
import { matches, windowsEvent } from "../test-kit/matching.ts";

const RULE = `title: Archive made
id: rule-1
name: archive
logsource: {product: windows}
detection: {s: {Image|endswith: rar.exe}, condition: s}
`;

function filter(body: string, logsource = "{product: windows}"): string {
  return `${RULE}---\ntitle: A filter\nlogsource: ${logsource}\nfilter:\n${body.replaceAll(/^/gm, "  ")}\n`;
}

function applied(text: string): { hasAdm: boolean; hasOther: boolean; diagnostics: readonly Diagnostic[] } {
  const parsed = parseRules(text, "test.yml");
  assert.deepEqual(parsed.diagnostics, []);
  const { rules, diagnostics } = applyFilters(parsed.rules, parsed.filters);
  const ruleset = compileRules(rules);
  const by = (User: string) => matches(ruleset, windowsEvent({ Image: "C:\\rar.exe", User }));
  return { hasAdm: by("adm_zhao"), hasOther: by("zhao"), diagnostics };
}

const NOT_ADM = "selection: {User|startswith: adm_}\ncondition: not selection";

test("a filter's condition is joined to that of the rules it names, by id, name or any", () => {
  for (const rules of ["[rule-1]", "[archive]", "archive", "any", "all", "[]"]) {
    const { hasAdm, hasOther, diagnostics } = applied(filter(`rules: ${rules}\n${NOT_ADM}`));
    assert.deepEqual([hasAdm, hasOther, diagnostics], [false, true, []], rules);
  }
});

test("a filter without `not` leaves what it selects, as in pySigma", () => {
  const { hasAdm, hasOther } = applied(filter(`rules: any\n${NOT_ADM.replace("not ", "")}`));
  assert.deepEqual([hasAdm, hasOther], [true, false]);
});

test("a filter about another log source, or of no rule that is there, changes nothing and says so", () => {
  for (const text of [
    filter(`rules: [rule-1]\n${NOT_ADM}`, "{product: windows, category: process_creation}"),
    filter(`rules: [rule-2]\n${NOT_ADM}`),
  ]) {
    const { hasAdm, hasOther, diagnostics } = applied(text);
    assert.deepEqual([hasAdm, hasOther], [true, true]);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ["filter.unknown_rule"],
    );
  }
});
