// SPDX-License-Identifier: Apache-2.0
/** The indexed matcher finds just what the plain one finds, on random rules and random events. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  compileRules,
  type JsonObject,
  type JsonValue,
  type LogSource,
  parseRules,
  type Ruleset,
} from "../index.ts";
import { matchedIds, matches, rulesetOf, soundRules, windowsEvent } from "../test-kit/matching.ts";
import { runs } from "../test-kit/property-runs.ts";
import { anyEvent, anyForcedSource, ruleTexts } from "../test-kit/rules-and-events.ts";

interface Tally {
  events: number;
  matches: number;
}

interface Given {
  readonly event: JsonObject;
  readonly source: LogSource | undefined;
}

function compare(ruleset: Ruleset, given: readonly Given[], tally: Tally): void {
  for (const { event, source } of given) {
    tally.events++;
    tally.matches += matchedIds(ruleset, event, source).length;
  }
}

const givenEvents = fc.array(fc.record({ event: anyEvent, source: anyForcedSource }), {
  minLength: 4,
  maxLength: 16,
  size: "max",
});

test("the indexed matcher and the plain one agree, and nothing of one event is left for the next", () => {
  const tally: Tally = { events: 0, matches: 0 };
  fc.assert(
    fc.property(ruleTexts, givenEvents, (text, given) => {
      const ruleset = compileRules(parseRules(text, "rules.yml").rules);
      compare(ruleset, given, tally);
      compare(ruleset, given.toReversed(), tally);
    }),
    runs(process.env, 500),
  );
  // Rules that never or always match would prove little.
  assert.ok(tally.matches > tally.events / 10, `${tally.matches} matches of ${tally.events} events`);
});

test("the indexed matcher and the plain one agree on many events of the same rules", () => {
  const tally: Tally = { events: 0, matches: 0 };
  fc.assert(
    fc.property(
      fc.array(ruleTexts, { minLength: 4, maxLength: 8, size: "max" }),
      fc.array(fc.record({ event: anyEvent, source: fc.constant(undefined) }), {
        minLength: 200,
        maxLength: 400,
        size: "max",
      }),
      (texts, given) => {
        compare(compileRules(parseRules(texts.join("\n---\n"), "rules.yml").rules), given, tally);
      },
    ),
    runs(process.env, 8),
  );
  assert.ok(tally.matches > tally.events / 4, `${tally.matches} matches of ${tally.events} events`);
});

test("a match tells of each of its fields a value that the event has", () => {
  fc.assert(
    fc.property(ruleTexts, givenEvents, (text, given) => {
      const ruleset = compileRules(parseRules(text, "rules.yml").rules);
      for (const { event, source } of given) {
        for (const { rule, fields } of ruleset.match(event, source)) {
          assert.ok(ruleset.rules.includes(rule));
          for (const { field, value } of fields) {
            assert.equal(typeof field, "string");
            assert.equal(typeof value, "string");
          }
        }
      }
    }),
    runs(process.env, 100),
  );
});

test("matching leaves the event as it was", () => {
  fc.assert(
    fc.property(ruleTexts, givenEvents, (text, given) => {
      const ruleset = compileRules(parseRules(text, "rules.yml").rules);
      const before = JSON.stringify(given);
      for (const { event, source } of given) ruleset.match(event, source);
      assert.equal(JSON.stringify(given), before);
    }),
    runs(process.env, 100),
  );
});

test("the fields of a match are those that made it match", () => {
  const detection = `
title: A rule
logsource: {product: windows}
detection:
  image: {Image|endswith: ['\\a.exe', '\\b.exe']}
  user: {User: null}
  keywords: [needle]
  filter: {Image|contains: nothing}
  condition: image and (keywords or user) and not filter
`;
  const ruleset = compileRules(soundRules(detection));
  const fieldsOf = (event: JsonObject): unknown =>
    ruleset.match({ EventID: 5000, Channel: "Application", ...event })[0]?.fields;
  assert.deepEqual(fieldsOf({ Image: "C:\\A.EXE", Message: "a Needle" }), [
    { field: "Image", value: "C:\\A.EXE" },
    { field: "", value: "a Needle" },
  ]);
  assert.deepEqual(fieldsOf({ Image: ["C:\\x.exe", "D:\\b.exe"] }), [
    { field: "Image", value: "D:\\b.exe" },
    { field: "User", value: "" },
  ]);
  assert.equal(fieldsOf({ Image: "C:\\nothing\\a.exe" }), undefined);
});

test("rules match in the order in which they were given", () => {
  const rule = (value: string): string =>
    `title: A rule\nid: ${value}\nlogsource: {product: windows}\ndetection: {s: {a|contains: ${value}}, condition: s}\n`;
  const ruleset = compileRules(soundRules(["d", "a", "c", "b"].map(rule).join("---\n")));
  assert.deepEqual(matchedIds(ruleset, { EventID: 1, Channel: "x", a: "abcd" }), ["d", "a", "c", "b"]);
});

test("a ruleset counts its events and matches", () => {
  const ruleset = compileRules(
    soundRules("title: A rule\nlogsource: {product: windows}\ndetection: {s: {a: x}, condition: s}"),
  );
  ruleset.match({ EventID: 1, Channel: "x", a: "x" });
  ruleset.match({ EventID: 1, Channel: "x", a: "y" });
  ruleset.match({ a: "x" });
  const { events, matches } = ruleset.statistics();
  assert.deepEqual({ events, matches }, { events: 2, matches: 1 });
});

test("no rules match nothing", () => {
  assert.deepEqual(compileRules([]).match({ EventID: 1, Channel: "x" }), []);
});

function selecting(selection: unknown): Record<string, unknown> {
  return { selection, condition: "selection" };
}

const KEYWORD_TESTS: readonly (readonly [string, unknown, JsonValue])[] = [
  ["a network", { "|cidr": "10.0.0.0/8" }, "10.1.1.1"],
  ["a comparison", { "|gt": 5 }, 10],
  ["a part of a date", { "|year": 2024 }, "2024-01-02"],
  ["a lone star", ["*"], "x"],
  ["an empty text", [""], "x"],
  ["a lone question mark", ["?"], "x"],
  ["a reference to a field", { "|fieldref": "b" }, "x"],
];
for (const [what, selection, value] of KEYWORD_TESTS) {
  test(`a keyword that is ${what} is matched the same by both matchers`, () => {
    matches(rulesetOf(selecting(selection)), windowsEvent({ a: value, b: value }));
  });
}

test("no keyword of null is matched the same by both matchers", () => {
  matches(rulesetOf({ selection: [null], condition: "not selection" }), windowsEvent({ a: "x" }));
});

const REGEXES: readonly (readonly [string, string, string, string])[] = [
  ["a character class that begins with its bracket", "re", "x[]a]y", "x]y"],
  ["a negated character class that begins with its bracket", "re", "x[^]a]y", "xby"],
  ["a negated POSIX class", "re", "x[^[:space:]]y", "xay"],
  ["a POSIX class after another character", "re", "x[_[:alpha:]]y", "xqy"],
  ["an optional character of two code units", "re", "abc😀?def", "abcdef"],
  ["a repeated character of two code units", "re", "^😀*$", ""],
  ["a letter of two code units in the other case", "re|i", "𐐀abc", "𐐨abc"],
  ["letters that have no upper case of one unit", "re|i", "x\u0390y", "x\u1fd3y"],
  ["ligatures that are equal by case", "re|i", "x\ufb05y", "x\ufb06y"],
];
for (const [what, modifier, expression, text] of REGEXES) {
  test(`an expression with ${what} finds what RE2 finds`, () => {
    assert.equal(
      matches(rulesetOf(selecting({ [`a|${modifier}`]: expression })), windowsEvent({ a: text })),
      true,
    );
  });
}

test("a multi-line expression begins lines after a line feed only", () => {
  for (const [expression, text] of [
    ["^foo", "bar\rfoo"],
    ["foo$", "foo\rbar"],
  ] as const) {
    assert.equal(
      matches(rulesetOf(selecting({ "a|re|m": expression })), windowsEvent({ a: text })),
      false,
      expression,
    );
  }
});

test("an EventID that is compared with case is", () => {
  const ruleset = rulesetOf(selecting({ "EventID|cased": "FOO" }));
  assert.equal(matches(ruleset, { EventID: "foo", Channel: "Application" }), false);
});

test("an event of Winlogbeat with two ids is matched the same by both matchers", () => {
  matches(rulesetOf(selecting({ EventID: 4689 })), {
    winlog: { channel: "Security", event_id: 4688 },
    event: { code: "4689" },
  });
});

test("an empty EventID does not stand for those past the limit", () => {
  const ruleset = rulesetOf(selecting({ EventID: 9999 }));
  const event = (id: JsonValue): JsonObject => ({ EventID: id, Channel: "Made-Up" });
  matches(ruleset, event(""));
  for (let id = 0; id < 500; id++) matches(ruleset, event(id));
  assert.equal(matches(ruleset, event(9999)), true);
});

test("an audit record with a key __proto__ is matched the same by both matchers", () => {
  const ruleset = rulesetOf(selecting({ "0": "x" }), { product: "linux" });
  matches(ruleset, { message: 'type=AUOMS_SYSCALL audit(1:2): __proto__=["x"] a=1' });
});
