// SPDX-License-Identifier: Apache-2.0
/** Correlations from text to what they make of occurrences (Sigma correlation specification 2.1). */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type CorrelationMatch, Correlator, parseRules, renderDiagnostic } from "../index.ts";
import { runs } from "../test-kit/property-runs.ts";

const RULES = ["a", "b", "c"]
  .map(
    (name) => `title: Rule ${name}
name: ${name}
id: id-${name}
level: low
logsource: {product: windows}
detection: {s: {x: ${name}}, condition: s}
`,
  )
  .join("---\n");

type Fields = Readonly<Record<string, string | number>>;
type Happened = readonly [seconds: number, rule: string, fields?: Fields];

function correlatorOf(correlation: string): Correlator<string> {
  const text = `${RULES}---\n${correlation}`;
  const { rules, correlations, diagnostics } = parseRules(text, "test.yml");
  assert.deepEqual(
    diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, text)),
    [],
  );
  return new Correlator(correlations, rules);
}

function correlation(body: string, head = ""): string {
  return `title: A correlation\nid: outer\n${head}correlation:\n${body.replaceAll(/^/gm, "  ")}\n`;
}

function add(
  correlator: Correlator<string>,
  [seconds, rule, fields = { host: "h" }]: Happened,
  at: number,
): void {
  correlator.add({
    ruleId: `id-${rule}`,
    time: seconds * 1000,
    key: String(at).padStart(6, "0"),
    read: (field) => fields[field],
    reference: `${rule}${seconds}`,
  });
}

function matchesOf(text: string, happened: readonly Happened[]): readonly CorrelationMatch<string>[] {
  const correlator = correlatorOf(text);
  assert.deepEqual(correlator.diagnostics, []);
  for (const [at, one] of happened.entries()) add(correlator, one, at);
  return correlator.finish();
}

/** When each match came, in seconds. */
function timesOf(text: string, happened: readonly Happened[]): readonly number[] {
  return matchesOf(text, happened).map(({ time }) => time / 1000);
}

const COUNT = correlation(
  "type: event_count\nrules: [a]\ngroup-by: [host]\ntimespan: 10s\ncondition: {gte: 3}",
);

test("event_count: so many of one group within the timespan, which is not bound to a clock", () => {
  assert.deepEqual(
    timesOf(COUNT, [
      [1, "a"],
      [9, "a"],
      [11, "a"],
    ]),
    [11],
  );
  assert.deepEqual(
    timesOf(COUNT, [
      [0, "a"],
      [9, "a"],
      [11, "a"],
    ]),
    [],
  );
  assert.deepEqual(
    timesOf(COUNT, [
      [0, "a"],
      [5, "a"],
      [10, "a"],
    ]),
    [10],
    "the whole timespan counts",
  );
  assert.deepEqual(
    timesOf(COUNT, [
      [1, "a"],
      [2, "b"],
      [3, "a"],
    ]),
    [],
    "other rules do not count",
  );
});

test("event_count: groups are counted apart, regardless of case", () => {
  const [h, g, H] = [{ host: "h" }, { host: "g" }, { host: "H" }];
  assert.deepEqual(
    timesOf(COUNT, [
      [1, "a", h],
      [2, "a", g],
      [3, "a", h],
      [4, "a", H],
    ]),
    [4],
  );
});

test("an occurrence makes one match and no other, and the match tells what it is made of", () => {
  const [first, second, ...more] = matchesOf(
    COUNT,
    [1, 2, 3, 4, 5, 6, 7].map((at): Happened => [at, "a"]),
  );
  assert.deepEqual(more, []);
  assert.deepEqual([first?.from, first?.time, first?.count, first?.measure], [1000, 3000, 3, 3]);
  assert.deepEqual(first?.group, [{ field: "host", value: "h" }]);
  assert.deepEqual(
    first?.occurrences.map(({ reference }) => reference),
    ["a1", "a2", "a3"],
  );
  assert.deepEqual([second?.from, second?.time], [4000, 6000]);
});

test("the level is the correlation's, else the highest of its rules", () => {
  const happened: Happened[] = [
    [1, "a"],
    [2, "a"],
    [3, "a"],
  ];
  assert.equal(matchesOf(COUNT, happened)[0]?.level, "low");
  assert.equal(matchesOf(COUNT.replace("id: outer", "id: outer\nlevel: high"), happened)[0]?.level, "high");
});

test("without group-by all occurrences are one group; one without a value is counted and left out", () => {
  const whole = COUNT.replace("  group-by: [host]\n", "");
  assert.deepEqual(
    timesOf(whole, [
      [1, "a", { host: "h" }],
      [2, "a", {}],
      [3, "a", { host: "g" }],
    ]),
    [3],
  );
  const correlator = correlatorOf(COUNT);
  add(correlator, [1, "a", {}], 0);
  assert.deepEqual(correlator.finish(), []);
  assert.equal(correlator.statistics.ungrouped, 1);
});

test("a range, an upper bound and an exact count are judged when the timespan is over", () => {
  const with_ = (condition: string) => COUNT.replace("{gte: 3}", condition);
  const three: Happened[] = [
    [1, "a"],
    [2, "a"],
    [3, "a"],
  ];
  const four: Happened[] = [...three, [4, "a"]];
  assert.deepEqual(timesOf(with_("{gt: 2, lte: 3}"), three), [11]);
  assert.deepEqual(timesOf(with_("{gt: 2, lte: 3}"), four), []);
  assert.deepEqual(timesOf(with_("{eq: 3}"), three), [11]);
  assert.deepEqual(timesOf(with_("{neq: 3}"), three), []);
  assert.deepEqual(
    timesOf(with_("{lt: 3}"), [
      [1, "a"],
      [20, "a"],
      [21, "a"],
    ]),
    [11, 30],
  );
});

test("value_count: different values, of one field or of several together, regardless of case", () => {
  const users = correlation("type: value_count\nrules: [a]\ntimespan: 1m\ncondition: {field: user, gte: 2}");
  const by = (...names: string[]) => names.map((user, at): Happened => [at, "a", { user }]);
  assert.deepEqual(timesOf(users, by("x", "X", "x", "y")), [3]);
  assert.deepEqual(
    timesOf(users, [
      [1, "a", {}],
      [2, "a", { user: "x" }],
    ]),
    [],
    "no value is no value",
  );
  const pairs = users.replace("field: user", "field: [user, domain]");
  const pair = (at: number, user: string, domain: string): Happened => [at, "a", { user, domain }];
  assert.deepEqual(timesOf(pairs, [pair(1, "x", "d"), pair(2, "x", "d"), pair(3, "x", "e")]), [3]);
});

test("value_sum, value_avg, value_percentile and value_median measure a number when the timespan is over", () => {
  const measuring = (type: string, condition: string) =>
    correlation(`type: ${type}\nrules: [a]\ntimespan: 10s\ncondition: {field: n, ${condition}}`);
  const numbers = [1, 2, 3, 4, "0x5", "no"].map((n, at): Happened => [at, "a", { n }]);
  const measured = (type: string, condition: string) =>
    matchesOf(measuring(type, condition), numbers).map(({ measure }) => measure);
  assert.deepEqual(measured("value_sum", "gt: 14"), [15]);
  assert.deepEqual(measured("value_sum", "gt: 15"), []);
  assert.deepEqual(measured("value_avg", "gte: 3"), [3]);
  assert.deepEqual(measured("value_median", "eq: 3"), [3]);
  assert.deepEqual(measured("value_percentile", "percentile: 75, gt: 3"), [4]);
});

test("temporal: all rules in any order, within the timespan and the group", () => {
  const temporal = correlation("type: temporal\nrules: [a, b]\ngroup-by: [host]\ntimespan: 10s");
  assert.deepEqual(
    timesOf(temporal, [
      [1, "b"],
      [5, "a"],
    ]),
    [5],
  );
  assert.deepEqual(
    timesOf(temporal, [
      [1, "b"],
      [12, "a"],
    ]),
    [],
  );
  assert.deepEqual(
    timesOf(temporal, [
      [1, "b", { host: "x" }],
      [5, "a", { host: "y" }],
    ]),
    [],
  );
  const two = correlation("type: temporal\nrules: [a, b, c]\ntimespan: 10s\ncondition: {gte: 2}");
  assert.deepEqual(
    timesOf(two, [
      [1, "c"],
      [2, "c"],
      [3, "a"],
    ]),
    [3],
    "a count of different rules",
  );
});

test("temporal: a boolean condition over the names of rules", () => {
  const of = (condition: string) =>
    correlation(`type: temporal\nrules: [a, b, c]\ntimespan: 10s\ncondition: ${condition}`);
  assert.deepEqual(
    timesOf(of("a and (b or c)"), [
      [1, "a"],
      [2, "c"],
    ]),
    [2],
  );
  assert.deepEqual(
    timesOf(of("a and not b"), [
      [1, "a"],
      [2, "b"],
    ]),
    [],
  );
  assert.deepEqual(
    timesOf(of("a and not b"), [
      [1, "a"],
      [20, "b"],
    ]),
    [11],
    "when it can come no more",
  );
  const onlyNamed = correlation("type: temporal\ntimespan: 10s\ncondition: a and b");
  assert.deepEqual(
    timesOf(onlyNamed, [
      [1, "a"],
      [2, "b"],
    ]),
    [2],
  );
});

test("temporal_ordered: in the order of the rules", () => {
  const ordered = correlation("type: temporal_ordered\nrules: [a, b, c]\ntimespan: 10s");
  assert.deepEqual(
    timesOf(ordered, [
      [1, "a"],
      [2, "b"],
      [3, "c"],
    ]),
    [3],
  );
  assert.deepEqual(
    timesOf(ordered, [
      [1, "b"],
      [2, "a"],
      [3, "c"],
    ]),
    [],
  );
  assert.deepEqual(
    timesOf(ordered, [
      [1, "b"],
      [2, "a"],
      [3, "b"],
      [4, "a"],
      [5, "c"],
    ]),
    [5],
  );
  const either = correlation(
    "type: temporal_ordered\nrules: [a, b, c]\ntimespan: 10s\ncondition: a and (b or c)",
  );
  assert.deepEqual(
    timesOf(either, [
      [1, "c"],
      [2, "a"],
      [3, "c"],
    ]),
    [3],
  );
  const counted = correlation("type: temporal_ordered\nrules: [a, b, c]\ntimespan: 10s\ncondition: {gte: 2}");
  assert.deepEqual(
    timesOf(counted, [
      [1, "b"],
      [2, "a"],
      [3, "c"],
    ]),
    [3],
  );
});

test("aliases: one value that stands in another field of each rule", () => {
  const aliased = correlation(`type: temporal
rules: [a, b]
group-by: [internal]
timespan: 10s
aliases:
  internal: {a: dst, b: src}`);
  const [match] = matchesOf(aliased, [
    [1, "a", { dst: "10.0.0.1" }],
    [2, "b", { src: "10.0.0.1" }],
  ]);
  assert.deepEqual(match?.group, [{ field: "internal", value: "10.0.0.1" }]);
  assert.deepEqual(
    timesOf(aliased, [
      [1, "a", { src: "10.0.0.1" }],
      [2, "b", { src: "10.0.0.1" }],
    ]),
    [],
  );
});

const CHAIN = `title: Many
name: many
id: id-many
correlation: {type: event_count, rules: [a], group-by: [host], timespan: 10s, condition: {gte: 2}}
---
title: Many, and then one
id: chain
correlation: {type: temporal_ordered, rules: [many, b], group-by: [user], timespan: 1m}
`;

test("a chain: what one correlation found is an occurrence for the next, by the next one's own group", () => {
  const fields = { host: "h", user: "u" };
  const happened: Happened[] = [
    [1, "a", fields],
    [2, "a", fields],
    [30, "b", { user: "U" }],
  ];
  const matches = matchesOf(CHAIN, happened);
  assert.deepEqual(
    matches.map((match) => [match.correlation.title, match.time / 1000, match.isPartOnly]),
    [
      ["Many", 2, true],
      ["Many, and then one", 30, false],
    ],
  );
});

test("rules that a correlation watches are no alerts of their own, unless it says generate", () => {
  assert.deepEqual([...correlatorOf(COUNT).partsOnly], ["id-a"]);
  assert.deepEqual([...correlatorOf(COUNT.replace("id: outer", "id: outer\ngenerate: true")).partsOnly], []);
  assert.deepEqual([...correlatorOf(CHAIN).partsOnly].toSorted(), ["id-a", "id-b", "id-many"]);
});

test("what comes when its time is over is counted and left out", () => {
  const correlator = correlatorOf(COUNT);
  for (const seconds of [1, 2]) add(correlator, [seconds, "a"], seconds);
  assert.deepEqual(correlator.advance(5000), []);
  add(correlator, [3, "a"], 3);
  assert.deepEqual(correlator.finish(), []);
  assert.equal(correlator.statistics.late, 1);
});

test("a group is bounded: of very much, the oldest is let go of and counted", () => {
  const text = COUNT.replace("timespan: 10s", "timespan: 1d").replace("gte: 3", "lt: 10");
  const correlator = correlatorOf(text);
  for (let at = 0; at < 100_001; at += 1) add(correlator, [at / 10, "a"], at);
  assert.deepEqual(correlator.finish(), []);
  assert.equal(correlator.statistics.dropped, 50_000);
});

const PROBLEMS: Readonly<Record<string, readonly string[]>> = {
  "type: event_count\nrules: [nobody]\ntimespan: 1m\ncondition: {gte: 1}": ["correlation.unknown_rule"],
  "type: temporal\nrules: [outer]\ntimespan: 1m": ["correlation.cycle"],
};

test("a correlation that cannot be resolved is reported and left out", () => {
  for (const [body, codes] of Object.entries(PROBLEMS)) {
    const correlator = correlatorOf(correlation(body));
    assert.deepEqual(
      correlator.diagnostics.map(({ code }) => code),
      codes,
    );
    assert.equal(correlator.watches("id-a"), false);
  }
});

const SOME: readonly string[] = [
  COUNT,
  COUNT.replace("{gte: 3}", "{eq: 2}"),
  CHAIN,
  correlation("type: temporal\nrules: [a, b]\ngroup-by: [host]\ntimespan: 10s"),
  correlation("type: temporal_ordered\nrules: [a, b, c]\ntimespan: 10s"),
  correlation("type: temporal\nrules: [a, b]\ntimespan: 10s\ncondition: a and not b"),
  correlation("type: value_count\nrules: [a]\ntimespan: 20s\ncondition: {field: user, gte: 2}"),
];

function told(matches: readonly CorrelationMatch<string>[]): readonly string[] {
  return matches.map((match) =>
    JSON.stringify([match.correlation.id, match.time, match.count, match.occurrences]),
  );
}

test("the result is the same in whatever order things come, and in whatever steps they are worked out", () => {
  const occurrence = fc.record({
    seconds: fc.nat(60),
    rule: fc.constantFrom("a", "b", "c"),
    host: fc.constantFrom("h", "g"),
    user: fc.constantFrom("u", "v"),
  });
  const property = fc.property(
    fc.constantFrom(...SOME),
    fc.array(occurrence, { maxLength: 40 }),
    fc.array(fc.nat(60), { maxLength: 4 }),
    fc.infiniteStream(fc.nat()),
    (text, occurrences, steps, order) => {
      const happened = occurrences.map(
        ({ seconds, rule, host, user }, at) => [[seconds, rule, { host, user }], at] as const,
      );
      const atOnce = correlatorOf(text);
      for (const [one, at] of happened) add(atOnce, one, at);
      const stepwise = correlatorOf(text);
      const found: CorrelationMatch<string>[] = [];
      const shuffled = happened
        .map((one) => ({ one, place: order.next().value }))
        .toSorted((x, y) => x.place - y.place)
        .map(({ one }) => one);
      let before = -1;
      for (const step of [...steps.toSorted((x, y) => x - y), 60]) {
        for (const [one, at] of shuffled) if (one[0] > before && one[0] <= step) add(stepwise, one, at);
        found.push(...stepwise.advance(step * 1000));
        before = Math.max(before, step);
      }
      found.push(...stepwise.finish());
      assert.equal(stepwise.statistics.late, 0);
      assert.deepEqual(told(found).toSorted(), told(atOnce.finish()).toSorted());
    },
  );
  fc.assert(property, runs(process.env, 500));
});
