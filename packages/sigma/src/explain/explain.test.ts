// SPDX-License-Identifier: Apache-2.0
/** What an explanation says of a rule and an event; that its root is what the engine says, on everything we have. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  compileRules,
  type ExplainedItem,
  type ExplainedNode,
  type Explanation,
  explain,
  type JsonObject,
  type LogSource,
  parseRules,
  type SigmaRule,
} from "../index.ts";
import { corpusFolder, NO_CORPUS, readCorpusRules, readEvents } from "../test-kit/corpus.ts";
import { ruleText, soundRules, windowsEvent } from "../test-kit/matching.ts";
import { runs } from "../test-kit/property-runs.ts";
import { anyEvent, anyForcedSource, ruleTexts } from "../test-kit/rules-and-events.ts";

function explained(
  detection: Readonly<Record<string, unknown>>,
  event: JsonObject,
  logsource?: LogSource,
): Explanation {
  const [rule] = soundRules(ruleText(detection, logsource));
  assert.ok(rule !== undefined);
  return explain(rule, event);
}

/** The tree in one line: `+` for what is true, `-` for what is not. */
function outline(node: ExplainedNode): string {
  const sign = node.matched ? "+" : "-";
  const name = node.selection === undefined ? "" : `${node.selection}: `;
  switch (node.kind) {
    case "all":
    case "any":
      return `${sign}${name}${node.kind}(${node.of.map(outline).join(" ")})`;
    case "not":
      return `${sign}${name}not(${outline(node.of)})`;
    case "item":
      return `${sign}${name}${[node.field, ...node.modifiers].join("|")}=${node.values
        .map(({ value, matched }) => `${matched ? "+" : "-"}${value}`)
        .join(`&${node.needs}&`)}`;
    case "constant":
      return `${sign}${name}constant`;
  }
}

function itemOf(node: ExplainedNode): ExplainedItem {
  assert.equal(node.kind, "item");
  return node as ExplainedItem;
}

test("the tree is that of the rule: condition, selections, fields, values", () => {
  const { matched, detection } = explained(
    {
      selection: {
        "Image|endswith": ["\\cmd.exe", "\\bash.exe"],
        "CommandLine|contains|all": ["who", "ami"],
      },
      filter_a: { User: "SYSTEM" },
      filter_b: [{ Parent: "a" }, { Parent: "b", Company: "c" }],
      condition: "selection and not 1 of filter_*",
    },
    windowsEvent({ Image: "C:\\Windows\\CMD.exe", CommandLine: "whoami", User: "bob" }),
  );
  assert.equal(matched, true);
  assert.equal(
    outline(detection),
    "+all(+selection: all(+Image|endswith=+\\cmd.exe&any&-\\bash.exe +CommandLine|contains|all=+who&all&+ami) " +
      "+not(-any(-filter_a: User=-SYSTEM -filter_b: any(-Parent=-a -all(-Parent=-b -Company=-c)))))",
  );
});

test("variants that a modifier makes of a value are that value", () => {
  const { detection } = explained(
    { s: { "c|windash|contains": [" -a", " -b"] }, condition: "s" },
    windowsEvent({ c: "x /b" }),
  );
  assert.equal(outline(detection), "+s: c|windash|contains=- -a&any&+ -b");
});

test("neq and exists: false are a negation around their field", () => {
  const { detection } = explained(
    { s: { "a|neq": ["x", "y"], "b|exists": false }, condition: "s" },
    windowsEvent({ a: "z" }),
  );
  assert.equal(outline(detection), "+s: all(+not(-a=-x&any&-y) +not(-b|exists=-false))");
});

test("what the event has in the field is told, and where in it the rule found its value", () => {
  const { detection } = explained(
    { s: { "c|contains": ["who", "ami", "i /"] }, condition: "s" },
    windowsEvent({ c: ["x", "WHOAMI /all"] }),
  );
  const { found, isPresent } = itemOf(detection);
  assert.equal(isPresent, true);
  assert.deepEqual(found, [
    { value: "x", isCut: false, matched: false, at: [] },
    { value: "WHOAMI /all", isCut: false, matched: true, at: [[0, 8]] },
  ]);
});

test("a regular expression, a prefix and a suffix say where they found something", () => {
  const at = (chain: string, value: string): unknown =>
    itemOf(
      explained({ s: { [`c|${chain}`]: value }, condition: "s" }, windowsEvent({ c: "abc 123 def" }))
        .detection,
    ).found[0]?.at;
  assert.deepEqual(at("re", "\\d+"), [[4, 7]]);
  assert.deepEqual(at("startswith", "ABC"), [[0, 3]]);
  assert.deepEqual(at("endswith", "def"), [[8, 11]]);
  assert.deepEqual(at("re", "x"), []);
});

test("of a long value the part around what matched is shown", () => {
  const { found } = itemOf(
    explained(
      { s: { "c|contains": "needle" }, condition: "s" },
      windowsEvent({ c: `${"a".repeat(50_000)}needle${"b".repeat(50_000)}` }),
    ).detection,
  );
  const [first] = found;
  assert.ok(first?.isCut === true && first.value.length <= 2_000);
  assert.deepEqual(
    first.at.map(([from, to]) => first.value.slice(from, to)),
    ["needle"],
  );
});

test("of keywords, the values are told that one was found in", () => {
  const { detection } = explained(
    { keywords: ["beta", "gamma"], condition: "keywords" },
    windowsEvent({ a: "alpha", b: { c: "alpha beta" } }),
  );
  assert.equal(outline(detection), "+keywords: =+beta&any&-gamma");
  assert.deepEqual(
    itemOf(detection).found.map(({ value }) => value),
    ["alpha beta"],
  );
});

test("a log source that does not apply is told, with what would have been", () => {
  const detection = { s: { a: "x" }, condition: "s" };
  const {
    matched,
    logsource,
    detection: tree,
  } = explained(detection, windowsEvent({ a: "x" }), {
    product: "linux",
  });
  assert.deepEqual([matched, logsource.applies, tree.matched], [false, false, true]);
  assert.deepEqual(logsource.rule, { product: "linux" });
  assert.equal(logsource.event?.product, "windows");
  assert.equal(explained(detection, { a: "x" }).logsource.event, undefined);
});

test("of very many values, those that matched are among the listed", () => {
  const values = Array.from({ length: 500 }, (_, number) => `v${number}`);
  const { detection } = explained({ s: { a: values }, condition: "s" }, windowsEvent({ a: "v499" }));
  const item = itemOf(detection);
  assert.equal(item.values.length + item.moreValues, 500);
  assert.ok(item.values.some(({ value, matched }) => value === "v499" && matched));
});

/** Each node's verdict is that of its parts. */
function requireConsistent(node: ExplainedNode): void {
  if (node.kind === "not") {
    requireConsistent(node.of);
    assert.equal(node.matched, !node.of.matched);
  } else if (node.kind === "all" || node.kind === "any") {
    for (const child of node.of) requireConsistent(child);
    const verdicts = node.of.map(({ matched }) => matched);
    assert.equal(node.matched, node.kind === "all" ? !verdicts.includes(false) : verdicts.includes(true));
  } else if (node.kind === "item" && node.moreValues === 0) {
    const verdicts = node.values.map(({ matched }) => matched);
    assert.equal(node.matched, node.needs === "all" ? !verdicts.includes(false) : verdicts.includes(true));
  }
}

function requireSame(
  rules: readonly SigmaRule[],
  matched: ReadonlySet<SigmaRule>,
  event: JsonObject,
  source?: LogSource,
): void {
  for (const rule of rules) {
    const explanation = explain(rule, event, source);
    requireConsistent(explanation.detection);
    assert.equal(explanation.matched, matched.has(rule), rule.title);
  }
}

test("the root is what the engine says, on generated rules and events", () => {
  fc.assert(
    fc.property(ruleTexts, fc.array(fc.tuple(anyEvent, anyForcedSource), { maxLength: 8 }), (text, given) => {
      const ruleset = compileRules(parseRules(text, "rules.yml").rules);
      for (const [event, source] of given) {
        const matched = new Set(ruleset.match(event, source).map(({ rule }) => rule));
        requireSame(ruleset.rules, matched, event, source);
      }
    }),
    runs(process.env, 150),
  );
});

test("the root is what the engine says, on real rules and events", (t) => {
  const folder = corpusFolder(process.env);
  if (folder === undefined) return t.skip(NO_CORPUS);
  const ruleset = compileRules(readCorpusRules(folder).rules);
  for (const [number, event] of readEvents(folder, "windows-otrf").entries()) {
    if (number % 200 !== 0) continue;
    const matched = new Set(ruleset.match(event).map(({ rule }) => rule));
    const others = ruleset.rules.filter((_, place) => place % 500 === number % 500);
    requireSame([...matched, ...others], matched, event);
  }
});
