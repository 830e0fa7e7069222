// SPDX-License-Identifier: Apache-2.0
/** Behaviour that is wrong today, one test for each finding. A test moves beside its subject once it passes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compileRules,
  DIAGNOSTICS,
  describeEvent,
  type JsonObject,
  type JsonValue,
  parseRules,
  renderDiagnostic,
} from "./index.ts";
import { matches, rulesetOf, ruleText, windowsEvent } from "./test-kit/matching.ts";

function codesOf(text: string): readonly string[] {
  return parseRules(text, "rule.yml").diagnostics.map(({ code }) => code);
}

function selecting(selection: unknown): Record<string, unknown> {
  return { selection, condition: "selection" };
}

/* ---- An event or a rule that stops the engine ---- */

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

/* ---- The index does not find what the plain matcher finds, or the other way round ---- */

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

/* ---- A wrong meaning ---- */

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

test("a time without a zone is UTC wherever the program runs", () => {
  const zone = process.env["TZ"];
  process.env["TZ"] = "Asia/Tokyo";
  try {
    for (const text of ["06/09/2020 10:50:00 PM", "2020/06/09 22:50:00", "Jun 9 2020 22:50:00"]) {
      const { time } = describeEvent({ EventID: 1, Channel: "System", TimeCreated: text });
      if (time !== undefined) assert.equal(time, Date.UTC(2020, 5, 9, 22, 50), text);
    }
  } finally {
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
  }
});

/* ---- Diagnostics ---- */

test("a log source that is not a text is reported", () => {
  for (const category of [["process_creation", "image_load"], { a: "b" }]) {
    const text = ruleText(selecting({ a: "b" }), {
      category: category as unknown as string,
    });
    assert.deepEqual(codesOf(text), ["rule.invalid"], JSON.stringify(category));
  }
});

test("a rule with an error is left out", () => {
  const text = `status: nonsense\n${ruleText(selecting({ a: "b" }))}`;
  const { rules, diagnostics } = parseRules(text, "rule.yml");
  assert.deepEqual(
    diagnostics.map(({ code, severity }) => `${severity} ${code}`),
    ["error rule.invalid"],
  );
  assert.equal(rules.length, 0);
});

test("two search identifiers that read the same are a duplicate", () => {
  const text =
    'title: A rule\nlogsource: {product: windows}\ndetection:\n  1: {a: x}\n  "1": {a: y}\n  condition: 1 of them\n';
  assert.deepEqual(codesOf(text), ["yaml.duplicate_key"]);
});

test("a condition that ends after `of` is a syntax error", () => {
  for (const condition of ["1 of", "all of", "1 of (selection)"])
    assert.deepEqual(
      codesOf(ruleText({ selection: { a: "b" }, condition })),
      ["condition.syntax"],
      condition,
    );
});

test("a number takes the modifiers that a text takes", () => {
  for (const modifier of ["cased", "windash", "base64", "wide|base64", "expand"])
    assert.deepEqual(codesOf(ruleText(selecting({ [`a|${modifier}`]: -5 }))), [], modifier);
});

test("every code of the catalogue is raised somewhere", () => {
  // Raised by golden diagnostics and by the reader of files; this one by nothing.
  const text = `title: A rule\nlogsource: {product: windows}\ndetection: {s: [${new Array(400_000).fill("a").join(",")}], condition: s}`;
  assert.ok("detection.too_large" in DIAGNOSTICS);
  assert.deepEqual(codesOf(text), ["detection.too_large"]);
});

const HEAD = "title: A rule\nlogsource:\n  product: windows\ndetection:\n  one: {a: b}\n";
const CONDITIONS: Readonly<Record<string, string>> = {
  plain: "  condition: one and nope",
  "plain over two lines": "  condition: one and\n\n      nope",
  "single quoted": "  condition: 'one and nope'",
  "single quoted with quotes": "  condition: '''one'' and nope'",
  "double quoted": '  condition: "one and nope"',
  "double quoted with an escape": '  condition: "one \\x61nd nope"',
  "double quoted over two lines": '  condition: "one and\n      nope"',
  "literal block": "  condition: |\n    one and\n    nope",
  "deep literal block": "  condition: |-\n          one and\n          nope",
  "folded block": "  condition: >-\n    one\n    and\n    nope",
};
for (const [style, condition] of Object.entries(CONDITIONS)) {
  test(`an unknown identifier is marked in a condition that is ${style}`, () => {
    const text = `${HEAD}${condition}\n`;
    const { diagnostics } = parseRules(text, "rule.yml");
    const shown = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, text));
    const [source = "", caret = ""] = (shown[0] ?? "").split("\n").slice(1);
    const marked = source.slice(caret.indexOf("^"), caret.lastIndexOf("^") + 1);
    assert.equal(marked, style.includes("quotes") ? "'one'" : "nope", shown.join("\n"));
  });
}
