// SPDX-License-Identifier: Apache-2.0
/** The indexed matcher finds just what the plain one finds, on random rules and random events. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compileRules, type JsonObject, type LogSource, parseRules, type Ruleset } from "../index.ts";
import { matchedIds, soundRules } from "../test-kit/matching.ts";
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
    runs(process.env, 15),
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
