// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import { readLog } from "@fengsui/logs";
import { compileRules, isJsonObject, type JsonObject, type JsonValue } from "@fengsui/sigma";
import { RULES_FOLDER, readShippedRules, renderShippedRules } from "./shipped-rules.ts";

const RULES = readShippedRules();

interface Trial {
  readonly fires: boolean;
  readonly why: string;
  readonly event: JsonObject;
}

/** Of a rule: events that it is for, and such as are nearly so. */
async function trialsOf(name: string): Promise<Trial[]> {
  const content: JsonValue = JSON.parse(readFileSync(join(RULES_FOLDER, "tests", `${name}.json`), "utf8"));
  return await Promise.all((Array.isArray(content) ? content : assert.fail(name)).map(trialOf));
}

async function trialOf(item: JsonValue): Promise<Trial> {
  if (!isJsonObject(item)) return assert.fail("a trial is an object");
  const { fires, why, line } = item;
  const event = typeof line === "string" ? await eventOf(line) : item["event"];
  if (!isJsonObject(event)) return assert.fail(`no event: ${why}`);
  return { fires: fires === true, why: String(why), event };
}

async function eventOf(line: string): Promise<JsonObject> {
  for await (const { events } of readLog(Readable.from([Buffer.from(`${line}\n`)]))) {
    const [event] = events;
    if (isJsonObject(event)) return event;
  }
  return assert.fail(`no event in ${line}`);
}

test("there are rules that ship, and none of their ids is used twice", () => {
  assert.ok(RULES.length >= 20, `${RULES.length} rules`);
  assert.equal(new Set(RULES.map(({ rule }) => rule.id)).size, RULES.length);
});

test("tests are of rules that exist", () => {
  const names = new Set(RULES.map(({ name }) => name));
  for (const file of globSync("**/*.json", { cwd: join(RULES_FOLDER, "tests") }))
    assert.ok(names.has(file.slice(0, -".json".length)), `rules/tests/${file} is of no rule`);
});

for (const { name, rule } of RULES)
  test(`the rule ${name} says what it is about`, () => {
    assert.match(rule.id, /^[0-9a-f-]{36}$/);
    assert.ok((rule.description ?? "").length >= 60, "a description");
    assert.ok(rule.falsepositives.length > 0, "what it may be wrong about");
    assert.ok(rule.techniques.length > 0, "a technique of ATT&CK");
    assert.equal(rule.author, "Fengsui");
    assert.ok(["medium", "high", "critical"].includes(rule.level));
  });

const RULESET = compileRules(RULES.map(({ rule }) => rule));

for (const { name, rule } of RULES)
  test(`the rule ${name} fires on its events, and not on those that are nearly so`, async () => {
    const trials = await trialsOf(name);
    assert.ok(trials.some(({ fires }) => fires) && trials.filter(({ fires }) => !fires).length >= 2);
    for (const { fires, why, event } of trials) {
      const found = RULESET.match(event).some((match) => match.rule.id === rule.id);
      assert.equal(found, fires, why);
    }
  });

test("the reference names every rule with what it may be wrong about", () => {
  const text = renderShippedRules(RULES);
  for (const { rule } of RULES)
    assert.ok(text.includes(rule.title) && text.includes(rule.falsepositives[0] ?? "-"));
});
