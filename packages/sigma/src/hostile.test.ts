// SPDX-License-Identifier: Apache-2.0
/**
 * Input that is meant to hurt: each test only says that the answer is right. What would take for ever is caught by the
 * runner's own limit.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRules, describeEvent, type JsonObject, type JsonValue, parseRules } from "./index.ts";
import { matches, rulesetOf, soundRules, windowsEvent } from "./test-kit/matching.ts";

function selecting(selection: unknown): Record<string, unknown> {
  return { selection, condition: "selection" };
}

function fromJson(text: string): JsonObject {
  return JSON.parse(text);
}

const LENGTH = 60_000;

/** Expressions that take an engine with backtracking for ever on a long text that almost matches. */
const EXPLOSIVE: readonly (readonly [expression: string, text: string, end: string])[] = [
  ["(a+)+$", "a", "!"],
  ["^(a+)+$", "a", "!"],
  ["^(a|aa)+$", "a", "!"],
  ["^(a|a)*$", "a", "!"],
  ["(.*)*x", "a", ""],
  ["^(.*)*x$", "a", ""],
  ["(.*a){12}$", "a", "!"],
  ["(?:a?){30}a{30}$", "a", "!"],
  ["a*a*a*a*a*b$", "a", "!"],
  ["(x+x+)+y", "x", ""],
  ["^(\\w+\\s?)*$", "aa ", "!"],
  ["\\s+$", " ", "x"],
  ["[a-z]+[a-z]+[a-z]+\\d", "a", ""],
  ['(?:[^"\\\\]|\\\\.)*"', "a", ""],
  ["\\w+`(?:\\w+|-|.)`[\\w+|\\s]", "a", ""],
  ["(a{0,100}){0,10}b", "a", ""],
  [".{500,}b$", "a", ""],
];

for (const [expression, text, end] of EXPLOSIVE) {
  test(`the expression ${expression} is refused, or answers on a long text`, () => {
    const yaml = `title: A rule\nlogsource: {product: windows}\ndetection: {s: {a|re: ${JSON.stringify(expression)}}, condition: s}`;
    const { rules, diagnostics } = parseRules(yaml, "rule.yml");
    if (rules.length === 0) {
      assert.match(diagnostics[0]?.code ?? "", /^regex\./);
      return;
    }
    const ruleset = compileRules(rules);
    const long = text.repeat(LENGTH / text.length) + end;
    assert.equal(ruleset.match(windowsEvent({ a: long })).length, 0);
    assert.equal(ruleset.match(windowsEvent({ a: [long, long, long] })).length, 0);
  });
}

test("a pattern of very many wildcards answers on a long text", () => {
  const texts = ["a".repeat(LENGTH), "ab".repeat(LENGTH), "b".repeat(LENGTH)];
  const cases: readonly (readonly [pattern: string, found: readonly boolean[]])[] = [
    ["*a".repeat(300), [true, false, false]],
    [`${"?".repeat(300)}*b`, [false, true, true]],
    ["*a?".repeat(100), [true, true, false]],
    [`*${"ab*".repeat(300)}c`, [false, false, false]],
    [`*${"a?".repeat(300)}c*`, [false, false, false]],
  ];
  for (const [pattern, found] of cases) {
    const ruleset = rulesetOf(selecting({ a: pattern }));
    assert.deepEqual(
      texts.map((a) => ruleset.match(windowsEvent({ a })).length === 1),
      found,
      pattern.slice(0, 12),
    );
  }
});

const MIXED = compileRules(
  soundRules(
    [
      "{s: {Image|endswith: needle}, condition: s}",
      "{s: {a.b.c: needle}, condition: s}",
      "{s: [needle], condition: s}",
      "{s: {'|re': 'nee+dle$'}, condition: s}",
      "{s: {Image|exists: true, other: null}, condition: s}",
      "{s: {Image|re|i: 'x.*NEEDLE'}, f: {b|contains: no}, condition: s and not f}",
    ]
      .map((detection) => `title: A rule\nlogsource: {product: windows}\ndetection: ${detection}\n`)
      .join("---\n"),
  ),
);

test("an event of 100,000 keys is matched", () => {
  const fields: Record<string, JsonValue> = {};
  for (let i = 0; i < 100_000; i++) fields[`key${i}`] = i;
  assert.equal(matches(MIXED, windowsEvent(fields)), false);
  assert.equal(matches(MIXED, windowsEvent({ ...fields, Image: "xneedle" })), true);
});

test("a text of 10 MB is matched", () => {
  const half = "0123456789abcdef".repeat(327_680);
  assert.equal(matches(MIXED, windowsEvent({ Image: half + half })), true); // it exists
  assert.equal(matches(MIXED, windowsEvent({ data: half + half })), false);
  assert.equal(matches(MIXED, windowsEvent({ data: `${half}NEEDLE${half}` })), true);
  assert.equal(matches(MIXED, windowsEvent({ data: `${half}é${half}needle` })), true);
});

test("lists and objects 10,000 deep are matched", () => {
  const depth = 10_000;
  const lists = (inner: string): JsonValue => JSON.parse(`${"[".repeat(depth)}${inner}${"]".repeat(depth)}`);
  const objects = (inner: string): JsonValue =>
    JSON.parse(`${'{"a":'.repeat(depth)}${inner}${"}".repeat(depth)}`);
  for (const make of [lists, objects]) {
    assert.equal(matches(MIXED, windowsEvent({ data: make('"x"') })), false);
    assert.equal(matches(MIXED, windowsEvent({ data: make('"a needle"') })), true);
    assert.equal(matches(MIXED, windowsEvent({ a: make('"x"'), b: make("1") })), false);
    assert.equal(matches(MIXED, windowsEvent({ Image: make('"x"') })), true);
  }
});

test("a list of 200,000 values is matched, also in a list and in a list of objects", () => {
  const values = new Array<JsonValue>(200_000).fill("hay");
  for (const list of [values, [values], values.map((value) => ({ value }))]) {
    assert.equal(matches(MIXED, windowsEvent({ data: list })), false);
    assert.equal(matches(MIXED, windowsEvent({ data: [list, "a needle"] })), true);
  }
  assert.equal(matches(MIXED, windowsEvent({ a: values.map(() => ({ b: { c: "needle" } })) })), true);
});

test("keys that every object has are those of the event alone", () => {
  for (const key of [
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "toString",
    "valueOf",
    "length",
    "__defineGetter__",
  ]) {
    const rule = `title: A rule\nlogsource: {product: windows}\ndetection: {s: {${key}|exists: true}, condition: s}\n`;
    const ruleset = compileRules(soundRules(rule));
    assert.equal(matches(ruleset, windowsEvent({})), false, key);
    assert.equal(matches(ruleset, fromJson(`{"EventID":1,"Channel":"System","${key}":"x"}`)), true, key);
    const nested = compileRules(soundRules(rule.replace(`{${key}|`, `{a.${key}.b|`)));
    assert.equal(matches(nested, windowsEvent({ a: {} })), false, key);
    assert.equal(
      matches(nested, fromJson(`{"EventID":1,"Channel":"System","a":{"${key}":{"b":1}}}`)),
      true,
      key,
    );
  }
});

test("neither rules nor events change what all objects have", () => {
  const before = Object.getOwnPropertyNames(Object.prototype);
  const rules = parseRules(
    `title: A rule
__proto__: {polluted: yes}
constructor: {prototype: {polluted: yes}}
logsource: {product: windows, __proto__: {polluted: yes}}
detection:
  __proto__: {__proto__: {polluted: yes}}
  constructor: {prototype.polluted: yes, a|__proto__: x}
  s: {__proto__|contains: x, a.__proto__.b: y}
  condition: 1 of them
`,
    "rule.yml",
    { placeholders: JSON.parse('{"__proto__": ["x"]}') },
  );
  assert.ok(rules.rules.length + rules.diagnostics.length > 0);
  const events = [
    '{"EventID":1,"Channel":"System","__proto__":{"polluted":"yes","EventID":2}}',
    '{"Event":{"System":{"EventID":1,"Channel":"System","__proto__":{"x":1}},"EventData":{"__proto__":{"polluted":1}}}}',
    '{"EventID":"__proto__","Channel":"__proto__"}',
    '{"EventID":"constructor","Channel":"constructor","constructor":{"prototype":{"polluted":1}}}',
    '{"winlog":{"channel":"__proto__","event_id":"__proto__","event_data":{"__proto__":1}}}',
    '{"_path":"__proto__","ts":1}',
    '{"_path":"constructor","ts":1}',
    '{"appname":"__proto__","message":"x"}',
    '{"appname":"constructor","message":"x"}',
    '{"audit_id":"1","type":"__proto__"}',
    '{"message":"type=AUOMS_EXECVE audit(1:2): __proto__=[\\"x\\"] constructor=\\"y\\" cmdline=\\"__proto__\\""}',
    '{"message":"type=AUOMS___proto__ audit(1:2): a=1"}',
    '{"message":"<Provider Name=\\"Linux-Sysmon\\"><EventID>1</EventID><Data Name=\\"__proto__\\">x</Data>"}',
    '{"eventSource":"__proto__","eventName":"__proto__","awsRegion":"__proto__","__proto__":{"polluted":1}}',
  ].map(fromJson);
  for (const event of events) {
    for (const ruleset of [MIXED, compileRules(rules.rules)]) matches(ruleset, event);
    describeEvent(event);
  }
  assert.deepEqual(Object.getOwnPropertyNames(Object.prototype), before);
  assert.equal(Reflect.get({}, "polluted"), undefined);
});

test("NUL characters are characters", () => {
  assert.equal(matches(rulesetOf(selecting({ a: "x\0y" })), windowsEvent({ a: "X\0Y" })), true);
  assert.equal(matches(rulesetOf(selecting({ a: "x\0y" })), windowsEvent({ a: "xy" })), false);
  assert.equal(matches(rulesetOf(selecting({ "a|contains": "\0\0" })), windowsEvent({ a: "a\0\0b" })), true);
  assert.equal(matches(rulesetOf(selecting(["\0"])), windowsEvent({ a: ["", "\0"] })), true);
  assert.equal(matches(rulesetOf(selecting({ "a\0b": "x" })), windowsEvent({ "a\0b": "x", ab: "y" })), true);
  assert.equal(matches(rulesetOf(selecting({ "a|re": "x\\x00y" })), windowsEvent({ a: "x\0y" })), true);
});

test("lone surrogates are characters", () => {
  for (const lone of ["\ud800", "\udc00", "\udc00\ud800", "a\udbff"]) {
    assert.equal(matches(rulesetOf(selecting({ a: `x${lone}y` })), windowsEvent({ a: `X${lone}Y` })), true);
    assert.equal(
      matches(rulesetOf(selecting({ "a|contains": lone })), windowsEvent({ a: `--${lone}--` })),
      true,
    );
    assert.equal(
      matches(rulesetOf(selecting({ "a|contains": lone })), windowsEvent({ a: "\ufffd?" })),
      false,
    );
    assert.equal(matches(rulesetOf(selecting({ a: "x?*y" })), windowsEvent({ a: `x${lone}y` })), true);
    assert.equal(matches(rulesetOf(selecting([lone])), windowsEvent({ a: lone })), true);
    assert.equal(matches(rulesetOf(selecting({ "a|re": "^x.+y$" })), windowsEvent({ a: `x${lone}y` })), true);
  }
});

test("numbers at the edge are compared as they are written", () => {
  const ruleset = rulesetOf(selecting({ a: [0, 9007199254740991, 0.1] }));
  for (const value of [0, -0, 9007199254740991, "9007199254740991", 0.1])
    assert.equal(matches(ruleset, windowsEvent({ a: value })), true, String(value));
  for (const value of [9007199254740990, 0.100000001, 1e21])
    assert.equal(matches(ruleset, windowsEvent({ a: value })), false, String(value));
});

test("any value may stand where a log source is looked for", () => {
  const odd: readonly JsonValue[] = [
    null,
    true,
    0,
    -1,
    1.5,
    1e300,
    "",
    "x",
    [],
    {},
    [[]],
    { "#text": {} },
    [1, "2"],
  ];
  const forms: readonly ((value: JsonValue) => JsonObject)[] = [
    (value) => ({ EventID: value, Channel: "Security" }),
    (value) => ({ EventID: 1, Channel: value }),
    (value) => ({ Event: value }),
    (value) => ({ Event: { System: value } }),
    (value) => ({
      Event: { System: { EventID: value, Channel: "System" }, EventData: value, UserData: value },
    }),
    (value) => ({ Event: { System: { EventID: 1, Channel: value, TimeCreated: value, Computer: value } } }),
    (value) => ({ winlog: value }),
    (value) => ({ winlog: { channel: "System", event_id: value, event_data: value }, event: value }),
    (value) => ({ event_id: value, log_name: "System", event_data: value }),
    (value) => ({ System: { EventID: value, Channel: "System" }, EventData: value }),
    (value) => ({ _path: "conn", ts: value, id: value }),
    (value) => ({ _path: value, ts: 1 }),
    (value) => ({
      eventSource: value,
      eventName: value,
      awsRegion: value,
      eventTime: value,
      userIdentity: value,
    }),
    (value) => ({ SyslogMessage: value, appname: "sshd", timestamp: value, hostname: value }),
    (value) => ({ audit_id: value, type: "EXECVE", timestamp: value }),
    (value) => ({ audit_id: 1, type: value }),
    (value) => ({ appname: value, message: value }),
  ];
  for (const form of forms) {
    for (const value of odd) {
      const event = form(value);
      const { time, host, logsource } = describeEvent(event);
      assert.ok(time === undefined || Number.isFinite(time), JSON.stringify(event));
      assert.ok(host === undefined || host !== "");
      assert.ok(logsource === undefined || typeof logsource.product === "string");
      matches(MIXED, event);
    }
  }
});

test("very many kinds of events are told apart, or taken together, with the same matches", () => {
  const ruleset = rulesetOf(selecting({ EventID: [7, 1999], Image: "x" }));
  for (let id = 0; id < 2_000; id++) {
    const event = { EventID: id, Channel: `Channel ${id % 1_500}`, Image: "X" };
    assert.equal(matches(ruleset, event), id === 7 || id === 1_999);
  }
});

test("a Zeek log named like a property of every object is described", () => {
  for (const path of ["constructor", "__proto__", "toString"]) {
    const description = describeEvent({ _path: path, ts: 1 });
    assert.deepEqual(description.logsource, { product: "zeek", service: path });
  }
});

test("a Zeek log named like a property of every object is matched", () => {
  const ruleset = rulesetOf(selecting({ query: "x" }), { category: "dns" });
  assert.equal(matches(ruleset, { _path: "constructor", ts: 1, query: "x" }), false);
});

for (const field of ["constructor", "toString", "hasOwnProperty", "valueOf", "__proto__"]) {
  test(`a rule may name a field ${field} of a Windows event`, () => {
    const ruleset = compileRules(
      parseRules(
        `title: A rule\nlogsource: {product: windows}\ndetection: {s: {${field}: x}, condition: s}`,
        "",
      ).rules,
    );
    const event: JsonObject = JSON.parse(`{"EventID":5000,"Channel":"Application","${field}":"x"}`);
    assert.equal(matches(ruleset, event), true);
    assert.equal(matches(ruleset, windowsEvent({})), false);
  });

  test(`a rule on process creation may name a field ${field} of Security 4688`, () => {
    const ruleset = compileRules(
      parseRules(
        `title: A rule\nlogsource: {category: process_creation}\ndetection: {s: {${field}: x}, condition: s}`,
        "",
      ).rules,
    );
    const event: JsonObject = JSON.parse(`{"EventID":4688,"Channel":"Security","${field}":"x"}`);
    assert.equal(matches(ruleset, event), true);
  });
}

test("a list of many values inside a list is read", () => {
  const ruleset = rulesetOf(selecting({ Image: "needle" }));
  const many = new Array<JsonValue>(200_000).fill("hay");
  assert.equal(matches(ruleset, windowsEvent({ Image: [many] })), false);
  assert.equal(matches(ruleset, windowsEvent({ Image: [[...many, "needle"]] })), true);
});

test("a field of very many parts is read from a deep event", () => {
  const depth = 20_000;
  let nested: JsonValue = "x";
  for (let i = 0; i < depth; i++) nested = { a: nested };
  const ruleset = compileRules(
    parseRules(
      `title: A rule\nlogsource: {product: windows}\ndetection:\n  s:\n    ? ${new Array(depth).fill("a").join(".")}\n    : x\n  condition: s`,
      "",
    ).rules,
  );
  assert.equal(typeof ruleset.match(windowsEvent(nested as JsonObject)).length, "number");
});

test("very many values of two search identifiers are a diagnostic or a rule, no exception", () => {
  const values = new Array(250_000).fill("a").join(",");
  const text = `title: A rule\nlogsource: {product: windows}\ndetection:\n  s: [${values}]\n  t: [b]\n  condition: s or t\n`;
  const { rules, diagnostics } = parseRules(text, "rule.yml");
  assert.ok(rules.length + diagnostics.length > 0);
});

test("very many values of one field are matched", () => {
  const values = Array.from({ length: 150_000 }, (_, i) => i.toString(36)).join(",");
  const text = `title: A rule\nlogsource: {product: windows}\ndetection: {s: {a: [${values}]}, condition: s}\n`;
  const ruleset = compileRules(parseRules(text, "rule.yml").rules);
  assert.equal(ruleset.match(windowsEvent({ a: "zz" })).length, ruleset.rules.length);
});

test("very many values of one field in many rules are matched", () => {
  const values = (rule: number): string =>
    Array.from({ length: 15_000 }, (_, i) => `v${rule}x${i}`).join(",");
  for (const modifier of ["", "|contains", "|startswith", "|endswith"]) {
    const rules = Array.from({ length: 10 }, (_, rule) =>
      parseRules(
        `title: A rule\nid: r${rule}\nlogsource: {product: windows}\ndetection: {s: {a${modifier}: [${values(rule)}]}, condition: s}\n`,
        "rule.yml",
      ),
    ).flatMap(({ rules }) => rules);
    assert.equal(rules.length, 10);
    const ruleset = compileRules(rules);
    assert.equal(ruleset.match(windowsEvent({ a: "V7X12345" }))[0]?.rule.id, "r7", modifier);
  }
});
