// SPDX-License-Identifier: Apache-2.0
/** An event whose work would go beyond the budget: what is not decided is told, and hides nothing else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRules, explain, type JsonObject, type JsonValue, type SigmaRule } from "../index.ts";
import { ruleText, soundRules, windowsEvent } from "../test-kit/matching.ts";

/** RE2 runs it: many steps for each character. */
const COSTLY = "x(?:[ab]*[bc]*){20}y$";
const LONG = `x${"abc".repeat(20_000)}`;

function rulesOf(...detections: readonly Readonly<Record<string, unknown>>[]): readonly SigmaRule[] {
  return detections.flatMap((detection) => soundRules(ruleText(detection)));
}

const costly = (field: string): Record<string, unknown> => ({
  s: { [`${field}|re`]: COSTLY },
  condition: "s",
});

interface Outcome {
  readonly matched: readonly SigmaRule[];
  readonly undecided: readonly SigmaRule[];
}

function outcomeOf(rules: readonly SigmaRule[], event: JsonObject, eventBudget?: number): Outcome {
  const undecided: SigmaRule[] = [];
  const ruleset = compileRules(rules, { eventBudget, onUndecided: (rule) => undecided.push(rule) });
  const matched = ruleset.match(event).map(({ rule }) => rule);
  assert.equal(ruleset.statistics().undecided, undecided.length);
  return { matched, undecided };
}

test("a rule that costs more than the budget is told as undecided, and neither matches nor is dropped", () => {
  const rules = rulesOf(costly("a"), { s: { "b|re": COSTLY }, condition: "not s" });
  const { matched, undecided } = outcomeOf(rules, windowsEvent({ a: `${LONG}y`, b: `${LONG}y` }), 1_000_000);
  assert.deepEqual(matched, []);
  assert.deepEqual(undecided, rules);
});

test("what a list of long values would cost is bounded for all rules together", () => {
  const rules = rulesOf(...Array.from({ length: 50 }, (_, number) => costly(`f${number % 5}`)));
  const values: JsonValue = Array.from({ length: 20 }, () => `${LONG}y!`);
  const event = windowsEvent(Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`f${n}`, values])));
  const { matched, undecided } = outcomeOf(rules, event, 6_000_000);
  assert.deepEqual(matched, []);
  assert.ok(undecided.length > 40);
});

test("rules that come after the budget is spent are still decided, if they ask for little", () => {
  const plain = rulesOf({ s: { "b|contains": "needle" }, condition: "s" });
  const rules = [...rulesOf(costly("a"), costly("a")), ...plain];
  const event = windowsEvent({ a: `${LONG}y!`, b: `${"hay".repeat(10_000)}needle` });
  assert.deepEqual(outcomeOf(rules, event, 30_000).matched, plain);
});

test("keywords, references and many wildcards are part of the work", () => {
  const list = (text: string): JsonValue => Array.from({ length: 4_000 }, (_, number) => `${text}${number}`);
  const cases: readonly (readonly [Readonly<Record<string, unknown>>, JsonObject])[] = [
    [
      { s: { "a|fieldref": "b" }, condition: "s" },
      { a: list("x"), b: list("y") },
    ],
    [{ s: { "|re": "z{3}\\d" }, condition: "s" }, { a: `${"zz".repeat(60_000)}zzz` }],
    [{ s: { a: `*${"ab*".repeat(50)}c*d` }, condition: "s" }, { a: `${"ab".repeat(60_000)}cd` }],
  ];
  for (const [detection, fields] of cases) {
    const rules = rulesOf(detection);
    assert.deepEqual(
      outcomeOf(rules, windowsEvent(fields), 1_000).undecided,
      rules,
      JSON.stringify(detection),
    );
  }
});

test("the same events cost the same, whatever came before", () => {
  const rules = rulesOf(costly("a"), { s: { "a|contains": "cab" }, condition: "s" });
  const costOf = (events: readonly JsonObject[]): readonly number[] => {
    const ruleset = compileRules(rules);
    for (const event of events) ruleset.match(event);
    return [...ruleset.figures().values()].map(({ cost }) => cost);
  };
  const [one, other] = [windowsEvent({ a: "xaby" }), windowsEvent({ a: "xcabcay" })];
  const [a, b, both] = [costOf([one]), costOf([other]), costOf([other, one])];
  assert.deepEqual(
    both,
    a.map((cost, index) => cost + (b[index] ?? 0)),
  );
});

test("figures tell of each rule what it was asked, how often it was tested, and what came of it", () => {
  const rules = rulesOf({ s: { "a|contains": "needle" }, condition: "s" }, costly("b"));
  const ruleset = compileRules(rules, { eventBudget: 1_000 });
  ruleset.match(windowsEvent({ a: "a needle" }));
  ruleset.match(windowsEvent({ a: "hay" }));
  ruleset.match(windowsEvent({ b: `${LONG}y` }));
  const [first, second] = [...ruleset.figures().values()];
  assert.deepEqual({ ...first, cost: 0 }, { evaluated: 3, candidates: 1, matches: 1, undecided: 0, cost: 0 });
  assert.deepEqual(second, { evaluated: 3, candidates: 1, matches: 0, undecided: 1, cost: LONG.length + 2 });
  assert.ok((first?.cost ?? 0) > 0);
});

test("an explanation that would cost too much says that it is not decided", () => {
  const [rule] = rulesOf(costly("a"));
  assert.ok(rule !== undefined);
  const values: JsonValue = Array.from({ length: 100 }, () => `${LONG}y!`);
  const { matched, isDecided } = explain(rule, windowsEvent({ a: values }));
  assert.deepEqual([matched, isDecided], [false, false]);
});
