// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  applyFilters,
  Correlator,
  compileRules,
  type Diagnostic,
  type JsonObject,
  type LogSource,
  type Pipeline,
  parsePipeline,
  parseRules,
  renderDiagnostic,
  SHIPPED_PIPELINES,
  shippedPipeline,
} from "../index.ts";
import { parsePattern } from "../parse/pattern.ts";
import { matchedIds, ruleText, soundRules } from "../test-kit/matching.ts";
import { runs } from "../test-kit/property-runs.ts";
import { printPattern, readPrinted } from "./values.ts";

function pipelineOf(text: string): Pipeline {
  const { pipeline, diagnostics } = parsePipeline(text, "pipeline.yml");
  assert.deepEqual(
    diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, text)),
    [],
  );
  assert.ok(pipeline !== undefined);
  return pipeline;
}

function shipped(name: string): Pipeline {
  const { pipeline } = shippedPipeline(name) ?? {};
  assert.ok(pipeline !== undefined, name);
  return pipeline;
}

function errorsOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === "error");
}

const TEST: LogSource = { product: "test" };

interface Case {
  /** The list of transformations. */
  readonly does: string;
  readonly selection: unknown;
  readonly logsource?: LogSource;
  readonly matches: readonly JsonObject[];
  readonly misses: readonly JsonObject[];
}

const CASES: Readonly<Record<string, Case>> = {
  "a field is renamed, and its old name forgotten": {
    does: "- {type: field_name_mapping, mapping: {Image: process.path}}",
    selection: { "Image|endswith": "x.exe" },
    matches: [{ process: { path: "c:\\x.exe" } }, { "process.path": "x.exe" }],
    misses: [{ Image: "x.exe" }, {}],
  },
  "a field of several names has its value in any, all of its values in one": {
    does: "- {type: field_name_mapping, mapping: {a: [b, c]}}",
    selection: { "a|contains|all": ["x", "y"] },
    matches: [{ b: "xy" }, { c: "yx" }],
    misses: [{ b: "x", c: "y" }, { a: "xy" }],
  },
  "what must not be in a field is in none of its names": {
    does: "- {type: field_name_mapping, mapping: {a: [b, c]}}",
    selection: { "a|neq": "x" },
    matches: [{ b: "y", c: "y" }],
    misses: [
      { b: "x", c: "y" },
      { b: "y", c: "x" },
    ],
  },
  "a field that a value refers to is renamed too": {
    does: "- {type: field_name_mapping, mapping: {b: c}}",
    selection: { "a|fieldref": "b" },
    matches: [{ a: "1", c: "1" }],
    misses: [{ a: "1", b: "1" }],
  },
  "prefixes are exchanged": {
    does: "- {type: field_name_prefix_mapping, mapping: {win.: [a., b.]}}",
    selection: { "win.x": 1 },
    matches: [{ a: { x: 1 } }, { b: { x: 1 } }],
    misses: [{ win: { x: 1 } }],
  },
  "prefix and suffix": {
    does: "- {type: field_name_prefix, prefix: p_}\n- {type: field_name_suffix, suffix: _s}",
    selection: { a: 1 },
    matches: [{ p_a_s: 1 }],
    misses: [{ a: 1 }],
  },
  "only for a log source": {
    does: "- {type: field_name_mapping, mapping: {a: b}, rule_conditions: [{type: logsource, product: other}]}",
    selection: { a: 1 },
    matches: [{ a: 1 }],
    misses: [{ b: 1 }],
  },
  "only for names that an expression finds": {
    does: "- {type: field_name_prefix, prefix: p_, field_name_conditions: [{type: include_fields, fields: ['x.*'], mode: regex}]}",
    selection: { xa: 1, a: 1 },
    matches: [{ p_xa: 1, a: 1 }],
    misses: [{ xa: 1, a: 1 }],
  },
  "conditions joined by an expression": {
    does: `- type: field_name_prefix
  prefix: p_
  rule_conditions:
    one: {type: logsource, product: test}
    two: {type: contains_field, field: absent}
    three: {type: contains_detection_item, field: a, value: 1}
  rule_cond_expr: one and not (two or not three)`,
    selection: { a: 1 },
    matches: [{ p_a: 1 }],
    misses: [{ a: 1 }],
  },
  "conditions joined by or, and negated": {
    does: `- type: field_name_prefix
  prefix: p_
  rule_conditions: [{type: tag, tag: a.b}, {type: is_sigma_correlation_rule}]
  rule_cond_op: or
  rule_cond_not: true`,
    selection: { a: 1 },
    matches: [{ p_a: 1 }],
    misses: [{ a: 1 }],
  },
  "an attribute of the rule is compared": {
    does: `- type: field_name_prefix
  prefix: p_
  rule_conditions: [{type: rule_attribute, attribute: level, value: low, op: gte}, {type: rule_attribute, attribute: title, value: A rule}]`,
    selection: { a: 1 },
    matches: [{ p_a: 1 }],
    misses: [{ a: 1 }],
  },
  "an item is dropped where its value is null": {
    does: "- {type: drop_detection_item, detection_item_conditions: [{type: is_null, cond: all}]}",
    selection: { a: 1, b: null },
    matches: [{ a: 1, b: 2 }],
    misses: [{ a: 2 }],
  },
  "a condition is added, and is changed by what follows": {
    does: "- {type: add_condition, conditions: {index: '$product-*', 'n|gt': 3}, template: true}\n- {type: field_name_mapping, mapping: {index: i}}",
    selection: { a: 1 },
    matches: [{ a: 1, i: "test-7", n: 4 }],
    misses: [{ a: 1, i: "prod-7", n: 4 }, { a: 1, i: "test-7", n: 3 }, { a: 1 }],
  },
  "a condition that must not hold": {
    does: "- {type: add_condition, conditions: {env: lab}, negated: true}",
    selection: { a: 1 },
    matches: [{ a: 1 }],
    misses: [{ a: 1, env: "lab" }],
  },
  "strings are replaced, with groups": {
    does: String.raw`- {type: replace_string, regex: '^\*?\\(\w+)', replacement: '*/\1'}`,
    selection: { "a|endswith": "\\x.exe" },
    matches: [{ a: "/bin/x.exe" }],
    misses: [{ a: "\\x.exe" }],
  },
  "strings are replaced, with groups by name, the whole match, and strokes and dollars as they are": {
    does: String.raw`- {type: replace_string, regex: '(?P<first>.)y', replacement: '$1\\1\g<first>\g<0>'}`,
    selection: { a: "xy" },
    matches: [{ a: "$1\\1xxy" }],
    misses: [{ a: "xy" }],
  },
  "strings between wildcards are replaced, and wildcards of the replacement are text": {
    does: "- {type: replace_string, regex: b, replacement: '*', skip_special: true}",
    selection: { a: "a*b" },
    matches: [{ a: "axx*" }],
    misses: [{ a: "axxb" }, { a: "axxc" }],
  },
  "wildcards of the replacement count where they are to": {
    does: "- {type: replace_string, regex: b, replacement: '*', skip_special: true, interpret_special: true}",
    selection: { a: "a?b" },
    matches: [{ a: "axc" }, { a: "ax" }],
    misses: [{ a: "a" }],
  },
  "strings are mapped, to one or several": {
    does: "- {type: map_string, mapping: {High: ['3', '4'], low: '1'}}",
    selection: { a: "High", b: "low" },
    matches: [
      { a: 3, b: 1 },
      { a: "4", b: "1" },
    ],
    misses: [
      { a: "High", b: 1 },
      { a: 3, b: "low" },
    ],
  },
  "a value is set": {
    does: "- {type: set_value, value: 5, field_name_conditions: [{type: include_fields, fields: [a]}]}",
    selection: { a: 1, b: 1 },
    matches: [{ a: 5, b: 1 }],
    misses: [{ a: 1, b: 1 }],
  },
  "numbers are written in hexadecimal": {
    does: "- {type: convert_type, target_type: hex}",
    selection: { a: 999, b: "0x10" },
    matches: [
      { a: "0x3e7", b: "0x10" },
      { a: "0x3E7", b: "0x10" },
    ],
    misses: [{ a: 999, b: "0x10" }],
  },
  "case is changed where case matters": {
    does: "- {type: case, method: snake_case}",
    selection: { "a|cased": "CreateUser" },
    matches: [{ a: "create_user" }],
    misses: [{ a: "CreateUser" }],
  },
  "an expression tells cases apart": {
    does: "- {type: regex, method: plain}",
    selection: { a: "Ab*" },
    matches: [{ a: "Abc" }],
    misses: [{ a: "abc" }],
  },
  "state that an item sets, another asks for": {
    does: `- {type: set_state, key: index, val: x, rule_conditions: [{type: logsource, product: test}]}
- {type: field_name_prefix, prefix: p_, rule_conditions: [{type: processing_state, key: index, val: x}]}`,
    selection: { a: 1 },
    matches: [{ p_a: 1 }],
    misses: [{ a: 1 }],
  },
  "an item that was applied is known to have been, where it changed something": {
    does: `- {id: one, type: field_name_mapping, mapping: {a: b}}
- {type: field_name_suffix, suffix: _x, field_name_conditions: [{type: processing_item_applied, processing_item_id: one}]}
- {type: field_name_suffix, suffix: _y, rule_conditions: [{type: processing_item_applied, processing_item_id: two}]}`,
    selection: { a: 1, c: 1 },
    matches: [{ b_x: 1, c: 1 }],
    misses: [{ b: 1, c: 1 }],
  },
  "nested transformations share a condition": {
    does: `- type: nest
  rule_conditions: [{type: logsource, product: test}]
  items:
    - {type: field_name_prefix, prefix: p_}
    - {type: field_name_suffix, suffix: _s}`,
    selection: { a: 1 },
    matches: [{ p_a_s: 1 }],
    misses: [{ a: 1 }],
  },
  "hashes become fields of their algorithms": {
    does: "- {type: hashes_fields, valid_hash_algos: [MD5, SHA1], field_prefix: h.}",
    selection: { "Hashes|contains": [`MD5=${"a".repeat(32)}`, "SHA1=b"] },
    matches: [{ h: { MD5: "A".repeat(32) } }, { h: { SHA1: "b" } }],
    misses: [{ h: { SHA1: "a".repeat(32) } }, { Hashes: "SHA1=b" }],
  },
  "placeholders have the values of vars, then any": {
    does: `- {type: value_placeholders, include: [admins]}
- {type: wildcard_placeholders, field_name_conditions: [{type: include_fields, fields: [b]}]}`,
    selection: { "a|expand": "%admins%", "b|expand": "x%other%" },
    matches: [
      { a: "root", b: "xyz" },
      { a: "admin7", b: "x" },
    ],
    misses: [
      { a: "other", b: "xyz" },
      { a: "root", b: "y" },
    ],
  },
};

const VARIABLES = "vars: {admins: [root, 'admin?']}\n";

for (const [name, { does, selection, logsource = TEST, matches, misses }] of Object.entries(CASES)) {
  test(`pipeline: ${name}`, () => {
    const pipeline = pipelineOf(`name: p\n${VARIABLES}transformations:\n${does}\n`);
    const text = ruleText({ selection, condition: "selection" }, logsource);
    const rules = soundRules(text, { pipelines: [pipeline] });
    assert.equal(rules.length, 1);
    const ruleset = compileRules(rules);
    for (const event of matches)
      assert.equal(matchedIds(ruleset, event, TEST).length, 1, JSON.stringify(event));
    for (const event of misses)
      assert.equal(matchedIds(ruleset, event, TEST).length, 0, JSON.stringify(event));
  });
}

test("pipelines follow each other by priority, those of one priority as given", () => {
  const suffix = (text: string, priority: number): Pipeline =>
    pipelineOf(`priority: ${priority}\ntransformations:\n- {type: field_name_suffix, suffix: ${text}}\n`);
  const rules = soundRules(ruleText({ selection: { a: 1 }, condition: "selection" }, TEST), {
    pipelines: [suffix("_c", 20), suffix("_a", 10), suffix("_b", 10)],
  });
  assert.equal(compileRules(rules).match({ a_a_b_c: 1 }, TEST).length, 1);
});

test("another log source decides which events a rule is for", () => {
  const pipeline = pipelineOf(
    "transformations:\n- {type: change_logsource, product: zeek, service: dns, rule_conditions: [{type: logsource, category: dns}]}\n",
  );
  const text = ruleText({ selection: { query: "x" }, condition: "selection" }, { category: "dns" });
  const ruleset = compileRules(soundRules(text, { pipelines: [pipeline] }));
  const zeek = { _path: "dns", ts: 1, query: "x" };
  assert.equal(ruleset.match(zeek).length, 1);
  assert.equal(
    ruleset.match({ timestamp: "2024-01-01", event_type: "dns", flow_id: 1, dns: { rrname: "x" } }).length,
    0,
  );
});

test("a filter goes the same way as the rules that it is about", () => {
  const pipeline = pipelineOf("transformations:\n- {type: field_name_mapping, mapping: {a: b}}\n");
  const text =
    "title: F\nlogsource: {product: test}\nfilter: {rules: any, selection: {a: 1}, condition: not selection}\n";
  const { filters } = parseRules(text, "filter.yml", { pipelines: [pipeline] });
  const rules = soundRules(ruleText({ selection: { c: 1 }, condition: "selection" }, TEST));
  const ruleset = compileRules(applyFilters(rules, filters).rules);
  assert.equal(matchedIds(ruleset, { c: 1, a: 1 }, TEST).length, 1);
  assert.equal(matchedIds(ruleset, { c: 1, b: 1 }, TEST).length, 0);
});

test("a correlation groups by a field as its rules were written with", () => {
  const pipeline = pipelineOf(
    "transformations:\n- {type: field_name_mapping, mapping: {user: [u, account.name]}}\n",
  );
  const text = `title: Failed
name: failed
logsource: {product: test}
detection: {selection: {user: '*'}, condition: selection}
---
title: Many
correlation: {type: event_count, rules: [failed], group-by: [user], timespan: 1m, condition: {gte: 2}}
`;
  const { rules, correlations, diagnostics } = parseRules(text, "r.yml", { pipelines: [pipeline] });
  assert.deepEqual(errorsOf(diagnostics), []);
  const ruleset = compileRules(rules);
  const correlator = new Correlator<number>(correlations, rules);
  for (const [key, event] of [{ account: { name: "x" } }, { u: "y" }, { u: "x" }].entries())
    for (const match of ruleset.match(event, TEST))
      correlator.add({
        ruleId: match.rule.id,
        time: key,
        key: String(key),
        read: match.read,
        reference: key,
      });
  const found = correlator.finish();
  assert.deepEqual(
    [...found].map(({ group }) => group),
    [[{ field: "user", value: "x" }]],
  );
});

const WRONG: Readonly<Record<string, string>> = {
  "transformations:\n- {type: field_name_maping, mapping: {a: b}}":
    "2:10 pipeline.unknown There is no transformation `field_name_maping`. Is `field_name_mapping` meant?",
  "transformations:\n- {mapping: {a: b}}": "2:3 pipeline.invalid The transformation needs `type`.",
  "transformations:\n- {type: field_name_mapping}":
    "2:3 pipeline.invalid The transformation needs `mapping`.",
  "transformations:\n- {type: field_name_mapping, mappings: {a: b}, mapping: {}}":
    "2:30 pipeline.invalid The transformation has no `mappings`. Is `mapping` meant?",
  "transformations:\n- {type: query_expression_placeholders, expression: x}":
    "2:10 pipeline.unsupported A query expression is text of a query language; here no query is made.",
  "transformations:\n- {type: add_field, field: x}":
    "2:10 pipeline.no_effect `add_field` changes nothing of what a rule finds.",
  "transformations:\n- {type: regex, rule_conditions: [{type: logsorce}]}":
    "2:42 pipeline.unknown There is no condition `logsorce` here; there are logsource, contains_field, contains_detection_item, processing_item_applied, processing_state, is_sigma_rule, is_sigma_correlation_rule, rule_attribute, tag.",
  "transformations:\n- {type: regex, rule_conditions: {a: {type: is_sigma_rule}}, rule_cond_expr: a and b}":
    "2:78 pipeline.invalid There is no condition `b`.",
  "transformations:\n- {type: replace_string, regex: '(', replacement: ''}":
    "2:33 pipeline.invalid `(` is no regular expression of RE2.",
  [String.raw`transformations:
- {type: replace_string, regex: x, replacement: '\1'}`]:
    "2:49 pipeline.invalid `replacement` names a group that `regex` does not have.",
  "transformations:\n- {type: field_name_mapping, mapping: {null: message}}":
    "2:40 pipeline.invalid What is mapped must be a text; keywords have no name.",
  "transformations:\n- {type: value_placeholders, detection_item_conditions: [{type: is_null}]}":
    "2:57 pipeline.invalid Placeholders are filled in before there are values to ask for: name their fields in `field_name_conditions`.",
  "transformations: {type: regex}": "1:18 pipeline.invalid `transformations` must be a list.",
  "- 1": "? pipeline.invalid A pipeline is a map with `transformations`.",
  "": "? pipeline.invalid The file holds no pipeline.",
  "a: 1\n---\nb: 1": "3:1 pipeline.invalid A file holds one pipeline; this is a second.",
  "priority: high": "1:11 pipeline.invalid `priority` must be a number.",
};

for (const [text, expected] of Object.entries(WRONG)) {
  test(`a pipeline that is wrong is said to be: ${JSON.stringify(text)}`, () => {
    const { pipeline, diagnostics } = parsePipeline(text, "p.yml");
    const [first] = diagnostics;
    const place = first?.span === undefined ? "?" : `${first.span.line}:${first.span.column}`;
    assert.equal(`${place} ${first?.code} ${first?.message}`, expected);
    assert.equal(pipeline === undefined, first?.severity === "error");
  });
}

const REFUSED: Readonly<Record<string, string>> = {
  "{type: rule_failure, message: Not for us}": "5:3 pipeline.refused Not for us",
  "{type: detection_item_failure, message: No such field}": "6:5 pipeline.refused No such field",
  "{type: convert_type, target_type: num}": '6:5 pipeline.value "x" is no number.',
  "{type: strict_field_mapping_failure}":
    "6:5 pipeline.refused No mapping of the pipelines has the field `a`.",
  "{type: drop_detection_item}": "5:3 pipeline.nothing_left Pipelines leave nothing of `selection`.",
  "{type: value_placeholders, rule_conditions: [{type: logsource, product: none}]}":
    "6:15 placeholder.undefined The placeholder %admins% has no values.",
};

for (const [transformation, expected] of Object.entries(REFUSED)) {
  test(`a rule that a pipeline will not have: ${transformation}`, () => {
    const pipeline = pipelineOf(`${VARIABLES}transformations:\n- ${transformation}\n`);
    const value = transformation.includes("placeholders") ? "%admins%" : "x";
    const text = ruleText({ selection: { "a|expand": value }, condition: "selection" }, TEST);
    const { rules, diagnostics } = parseRules(text, "r.yml", { pipelines: [pipeline] });
    assert.equal(rules.length, 0);
    const [{ span, code, message } = { span: undefined, code: undefined, message: undefined }] =
      errorsOf(diagnostics);
    assert.equal(`${span === undefined ? "?" : `${span.line}:${span.column}`} ${code} ${message}`, expected);
  });
}

test("what a pattern is printed as is read as the same pattern", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "\\", "*", "?"), maxLength: 12 });
  fc.assert(
    fc.property(text, (source) => {
      const pattern = parsePattern(source);
      assert.deepEqual(readPrinted(printPattern(pattern)), pattern);
    }),
    runs(process.env, 300),
  );
});

test("renaming fields of rules and of events alike changes nothing of what is found", () => {
  const field = fc.constantFrom("a", "b", "c");
  const value = fc.constantFrom("x", "y", "x*", "?y", "");
  const selection = fc.dictionary(
    fc.tuple(field, fc.constantFrom("", "|contains", "|neq", "|contains|all")).map((parts) => parts.join("")),
    fc.array(value, { minLength: 1, maxLength: 3 }),
    { minKeys: 1, maxKeys: 3 },
  );
  const event = fc.dictionary(field, fc.constantFrom("x", "y", "xy", "yx", ""));
  const pipeline = pipelineOf(
    "transformations:\n- {type: field_name_mapping, mapping: {a: n.a, b: n.b, c: n.c}}\n",
  );
  fc.assert(
    fc.property(selection, event, (of, fields) => {
      const text = ruleText({ selection: of, condition: "selection" }, TEST);
      const plain = compileRules(soundRules(text)).match(fields, TEST);
      const renamed = compileRules(soundRules(text, { pipelines: [pipeline] })).match({ n: fields }, TEST);
      assert.equal(renamed.length, plain.length);
    }),
    runs(process.env, 300),
  );
});

test("fields that a mapping has or gave pass where the mapping must be strict", () => {
  const strict = (mapping: string) =>
    pipelineOf(
      `transformations:\n- {type: field_name_mapping, mapping: ${mapping}}\n- {type: strict_field_mapping_failure}\n`,
    );
  const text = ruleText({ s: { a: 1, b: 2 }, k: ["x"], condition: "s or k" }, TEST);
  const count = (mapping: string) => parseRules(text, "r.yml", { pipelines: [strict(mapping)] }).rules.length;
  assert.deepEqual([count("{a: n.a, b: b}"), count("{a: n.a}")], [1, 0]);
});

test("a pipeline may use the variables of another", () => {
  const pipelines = [pipelineOf("transformations:\n- {type: value_placeholders}\n"), pipelineOf(VARIABLES)];
  const text = ruleText({ selection: { "a|expand": "%admins%" }, condition: "selection" }, TEST);
  assert.equal(parseRules(text, "r.yml", { pipelines }).rules.length, 1);
});

test("one step that makes very much of little is stopped before it has made it", () => {
  const many = (letter: string) =>
    Array.from({ length: 4000 }, (_, number) => `${letter}${number}`).join(", ");
  for (const transformation of [
    `{type: replace_string, regex: '', replacement: ${"x".repeat(20_000)}}`,
    `{type: map_string, mapping: {v: [${many("w")}]}}`,
    `{type: field_name_mapping, mapping: {a: [${many("b")}]}}`,
  ]) {
    const pipeline = pipelineOf(`transformations:\n- ${transformation}\n`);
    const values = ["y".repeat(30_000), ...Array.from({ length: 4000 }, () => "v")];
    const text = ruleText({ selection: { a: values }, condition: "selection" }, TEST);
    assert.equal(parseRules(text, "r.yml", { pipelines: [pipeline] }).rules.length, 0);
  }
});

test("a pipeline that makes ten of one, ten times over, is stopped", () => {
  const ten = Array.from({ length: 10 }, (_, number) => `a${number}`).join(", ");
  const names = Array.from({ length: 10 }, (_, number) => `a${number}: [${ten}]`).join(", ");
  const mapping = `- {type: field_name_mapping, mapping: {${names}}}\n`;
  const longer = "- {type: replace_string, regex: '.', replacement: xxxxxxxxxx}\n";
  for (const [transformation, expected] of [
    [mapping, "detection.too_large"],
    [longer, "pipeline.value"],
  ] as const) {
    const pipeline = pipelineOf(`transformations:\n${transformation.repeat(10)}`);
    const text = ruleText({ selection: { a0: "x" }, condition: "selection" }, TEST);
    const { rules, diagnostics } = parseRules(text, "r.yml", { pipelines: [pipeline] });
    assert.equal(rules.length, 0);
    assert.deepEqual(
      errorsOf(diagnostics).map(({ code }) => code),
      [expected],
    );
  }
});

test("whatever a pipeline file holds is told and never thrown", () => {
  const whole = `name: p\n${VARIABLES}transformations:\n${Object.values(CASES)
    .map(({ does }) => does)
    .join("\n")}\n`;
  const text = ruleText({ sel: { "a|expand|contains": "%admins%x", b: null, c: 1 }, condition: "sel" }, TEST);
  const cut = fc.tuple(
    fc.nat(whole.length),
    fc.nat(40),
    fc.constantFrom("", "x", "[", "{a: ", "\n- ", "null"),
  );
  fc.assert(
    fc.property(fc.array(cut, { maxLength: 3 }), (cuts) => {
      const file = cuts.reduce(
        (all, [at, length, by]) => all.slice(0, at) + by + all.slice(at + length),
        whole,
      );
      const { pipeline, diagnostics } = parsePipeline(file, "p.yml");
      assert.ok(pipeline !== undefined || errorsOf(diagnostics).length > 0);
      if (pipeline !== undefined) parseRules(text, "r.yml", { pipelines: [pipeline] });
    }),
    runs(process.env, 200),
  );
});

test("every pipeline that ships is sound", () => {
  assert.ok(SHIPPED_PIPELINES.length >= 10);
  for (const name of SHIPPED_PIPELINES) assert.deepEqual(shippedPipeline(name)?.diagnostics, [], name);
  assert.equal(shippedPipeline("constructor"), undefined);
});

const WHOAMI = ruleText(
  {
    selection: { "Image|endswith": "\\whoami.exe", "ParentImage|endswith": "\\cmd.exe" },
    condition: "selection",
  },
  { product: "windows", category: "process_creation" },
);
const [IMAGE, PARENT] = ["C:\\Windows\\whoami.exe", "C:\\Windows\\cmd.exe"];
const SYSMON = "Microsoft-Windows-Sysmon/Operational";

const FORMS: Readonly<Record<string, JsonObject>> = {
  winlogbeat: {
    winlog: { channel: SYSMON, event_id: 1, event_data: { Image: IMAGE, ParentImage: PARENT } },
  },
  evtx: {
    Event: { System: { EventID: 1, Channel: SYSMON }, EventData: { Image: IMAGE, ParentImage: PARENT } },
  },
  sysmon: { EventID: 1, Channel: SYSMON, Image: IMAGE, ParentImage: PARENT },
  "windows-security": {
    EventID: 4688,
    Channel: "Security",
    NewProcessName: IMAGE,
    ParentProcessName: PARENT,
  },
  ecs: {
    ecs: { version: "8.11" },
    event: { category: ["process"], type: ["start"] },
    host: { os: { type: "windows" } },
    process: { executable: IMAGE, parent: { executable: PARENT } },
  },
  ocsf: {
    class_uid: 1007,
    activity_id: 1,
    metadata: { version: "1.3.0" },
    device: { os: { type_id: 100 } },
    process: { file: { path: IMAGE } },
    actor: { process: { file: { path: PARENT } } },
  },
};

for (const [name, event] of Object.entries(FORMS)) {
  test(`the pipeline that ships for ${name} finds the event of its log, as without it`, () => {
    const through = compileRules(soundRules(WHOAMI, { pipelines: [shipped(name)] }));
    assert.equal(matchedIds(through, event).length, 1);
    assert.equal(matchedIds(compileRules(soundRules(WHOAMI)), event).length, 1);
    if (name !== "sysmon") assert.equal(matchedIds(through, FORMS["sysmon"] ?? {}).length, 0);
    assert.equal(matchedIds(through, {}, { product: "windows" }).length, 0);
  });
}

test("Security 4688: ids in hexadecimal, integrity as a SID", () => {
  const text = ruleText(
    { selection: { ParentProcessId: 4, IntegrityLevel: "System" }, condition: "selection" },
    { product: "windows", category: "process_creation" },
  );
  const ruleset = compileRules(soundRules(text, { pipelines: [shipped("windows-security")] }));
  const event = { EventID: 4688, Channel: "Security", ProcessId: "0x4", MandatoryLabel: "S-1-16-16384" };
  assert.equal(matchedIds(ruleset, event).length, 1);
  assert.equal(matchedIds(ruleset, { ...event, ProcessId: "0x5" }).length, 0);
});

test("hashes of rules are found where ECS and OCSF have them", () => {
  const digest = "AB".repeat(32);
  const text = ruleText(
    { selection: { "Hashes|contains": [`SHA256=${digest}`, "IMPHASH=0011"] }, condition: "selection" },
    { product: "windows", category: "process_creation" },
  );
  const found = (name: string, process: JsonObject): number => {
    const ruleset = compileRules(soundRules(text, { pipelines: [shipped(name)] }));
    return matchedIds(ruleset, { ...FORMS[name], process }).length;
  };
  assert.equal(found("ecs", { hash: { sha256: digest.toLowerCase() } }), 1);
  assert.equal(found("ecs", { pe: { imphash: "0011" } }), 1);
  assert.equal(found("ocsf", { file: { hashes: [{ value: digest }] } }), 1);
  assert.equal(found("ocsf", { file: { hashes: [{ value: "00" }] } }), 0);
});

test("network logs, auditd and CloudTrail through their pipelines", () => {
  const through = (name: string, selection: JsonObject, source: LogSource, event: JsonObject): number => {
    const text = ruleText({ selection, condition: "selection" }, source);
    return matchedIds(compileRules(soundRules(text, { pipelines: [shipped(name)] })), event).length;
  };
  const connection = { _path: "conn", ts: 1, "id.orig_h": "192.0.2.1", "id.resp_p": 22 };
  assert.equal(
    through("zeek", { src_ip: "192.0.2.1", dst_port: 22 }, { category: "firewall" }, connection),
    1,
  );
  const dns = {
    timestamp: "2024-01-01T00:00:00Z",
    event_type: "dns",
    flow_id: 1,
    dns: { rrname: "x.example" },
  };
  assert.equal(through("suricata", { query: "x.example" }, { category: "dns" }, dns), 1);
  const execution = { audit_id: "1", type: "EXECVE", exe: "/usr/bin/id", proctitle: "id -u", uid: "0" };
  assert.equal(
    through(
      "auditd",
      { Image: "/usr/bin/id", "CommandLine|contains": "-u" },
      { product: "linux", category: "process_creation" },
      execution,
    ),
    1,
  );
  const trail = { eventSource: "iam.amazonaws.com", eventName: "CreateUser", awsRegion: "eu-west-1" };
  assert.equal(
    through("cloudtrail", { "event.action": "CreateUser" }, { product: "aws", service: "cloudtrail" }, trail),
    1,
  );
});
