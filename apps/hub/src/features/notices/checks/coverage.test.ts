// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { judge, longestSilence, MINUTE_MS, type Seen } from "./coverage.ts";

const FROM = new Date("2026-05-01T00:00:00Z");
const TO = new Date("2026-05-02T00:00:00Z");
const span = { from: FROM, to: TO };
const DEMAND = { observeHours: 24, silenceMinutes: 60 };
const SOURCE = { sourceId: "01a20e3b-0d0c-7555-8a14-1da9a45635c3", events: 50, longestSilenceMinutes: 10 };
const SEEN: Seen = {
  ...span,
  alerts: 0,
  falsePositives: 0,
  rulesOff: [],
  hosts: [{ host: "ws1", sources: [SOURCE] }],
};

test("the longest silence is the longest, the beginning and the end counted in", () => {
  const minute = (number: number) => FROM.getTime() + number * MINUTE_MS;
  assert.equal(longestSilence([], span), 24 * 60);
  assert.equal(longestSilence([minute(100)], span), 24 * 60 - 101);
  assert.equal(longestSilence([minute(0), minute(30), minute(24 * 60 - 1)], span), 24 * 60 - 32);
});

test("more events never make the silence longer", () => {
  const minutes = fc.uniqueArray(fc.nat(24 * 60 - 1)).map((some) => some.toSorted((a, b) => a - b));
  const timesOf = (some: readonly number[]) => some.map((number) => FROM.getTime() + number * MINUTE_MS);
  fc.assert(
    fc.property(minutes, fc.nat(24 * 60 - 1), (some, more) => {
      const all = [...new Set([...some, more])].toSorted((a, b) => a - b);
      assert.ok(longestSilence(timesOf(all), span) <= longestSilence(timesOf(some), span));
    }),
  );
});

test("it is gone only where every host was told of all the time by rules that were on", () => {
  const outcomeOf = (change: Partial<Seen>) => judge({ ...SEEN, ...change }, DEMAND).outcome;
  assert.equal(outcomeOf({}), "gone");
  assert.equal(outcomeOf({ alerts: 1 }), "present");
  assert.equal(outcomeOf({ alerts: 1, hosts: [] }), "present");
  assert.equal(outcomeOf({ rulesOff: ["a rule"] }), "inconclusive");
  assert.equal(outcomeOf({ from: new Date("2026-05-01T00:01:00Z") }), "inconclusive");
  assert.equal(outcomeOf({ hosts: [{ host: "ws1", sources: [] }] }), "inconclusive");
  const silent = { ...SOURCE, longestSilenceMinutes: 61 };
  assert.equal(outcomeOf({ hosts: [{ host: "ws1", sources: [SOURCE, silent] }] }), "inconclusive");
});

test("an outcome says what was covered and what is missing", () => {
  const { coverage } = judge({ ...SEEN, rulesOff: ["r1"], hosts: [{ host: "ws1", sources: [] }] }, DEMAND);
  assert.match(coverage.explanation, /r1.*ws1/);
  assert.deepEqual([coverage.from, coverage.to], [FROM.toISOString(), TO.toISOString()]);
  assert.match(judge(SEEN, DEMAND).coverage.explanation, /all 1 hosts were alive \(50 events\)/);
});
