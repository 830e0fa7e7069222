// SPDX-License-Identifier: Apache-2.0
/** Nothing that somebody may put into a rule file is an exception. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compileRules, DIAGNOSTICS, parseRules, renderDiagnostic } from "../index.ts";
import { runs } from "../test-kit/property-runs.ts";
import { anyEvent, ruleTexts } from "../test-kit/rules-and-events.ts";

const EVENT = { EventID: 1, Channel: "Security", a: "b", f: ["x", null, { y: 1 }] };

/** Parses, shows every finding, and matches with what is left. */
function exercise(text: string): void {
  const { rules, diagnostics } = parseRules(text, "fuzz.yml");
  for (const diagnostic of diagnostics) {
    assert.equal(diagnostic.severity, DIAGNOSTICS[diagnostic.code].severity);
    assert.match(renderDiagnostic(diagnostic, text), /^fuzz\.yml/);
    const { span } = diagnostic;
    if (span !== undefined) assert.ok(span.line >= 1 && span.column >= 1 && span.endLine >= span.line);
  }
  const ruleset = compileRules(rules);
  assert.deepEqual(
    ruleset.match(EVENT).map(({ rule }) => rule),
    ruleset.matchNaively(EVENT),
  );
}

test("any text is rules or diagnostics", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.string({ maxLength: 200 })),
      (text) => {
        exercise(text);
        const { rules, diagnostics } = parseRules(text, "fuzz.yml");
        assert.ok(rules.length + diagnostics.length > 0, "neither a rule nor a diagnostic");
      },
    ),
    runs(process.env, 1500),
  );
});

test("any bytes read as text are rules or diagnostics", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      exercise(Buffer.from(bytes).toString("utf8"));
      exercise(Buffer.from(bytes).toString("latin1"));
    }),
    runs(process.env, 500),
  );
});

const yamlPiece = fc.constantFrom(
  ..."[]{}:,-?!&*#|>@`%'\" \n",
  "\n  ",
  "\n    ",
  "\r\n",
  "\t",
  "- ",
  ": ",
  "? ",
  "|\n",
  ">-\n",
  "---\n",
  "...\n",
  "%YAML 1.1\n",
  "%TAG ! x\n",
  "!!str ",
  "!!int ",
  "!!set ",
  "!!omap ",
  "!!binary ",
  "!!merge ",
  "!<tag> ",
  "&a ",
  "*a",
  "<<: ",
  "null",
  "~",
  "true",
  "1e400",
  "0x1F",
  ".nan",
  "2001-12-14",
  "title: ",
  "logsource: ",
  "detection: ",
  "condition: ",
  "selection",
  "product: windows",
  "a|re: ",
  "a|contains|all: ",
  "1 of them",
  "__proto__: ",
  "constructor: ",
  "é",
  "\u2028",
  "\ufeff",
  "\0",
  '"\\ud800"',
);

test("any YAML is rules or diagnostics", () => {
  fc.assert(
    fc.property(fc.string({ unit: yamlPiece, maxLength: 30, size: "max" }), (text) => exercise(text)),
    runs(process.env, 4000),
  );
});

const anyYamlValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: "value" },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1.5,
      1e300,
      "",
      "*",
      "a",
      "a*",
      "selection",
      "(",
      "1 of them",
      "10.0.0.0/8",
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        "a",
        "a|re",
        "a|contains",
        "|all",
        "a|cidr",
        "a|exists",
        "a|gt",
        "a||",
        "",
        "condition",
        "__proto__",
        "a|fieldref",
      ),
      tie("value"),
      { maxKeys: 3 },
    ),
  ),
})).value;

test("a rule with anything in any place is a rule or diagnostics", () => {
  const attribute = fc.oneof(
    { weight: 1, arbitrary: anyYamlValue },
    { weight: 1, arbitrary: fc.constant("x") },
  );
  const rule = fc.record(
    {
      title: attribute,
      id: attribute,
      status: attribute,
      level: attribute,
      tags: attribute,
      references: attribute,
      date: attribute,
      logsource: fc.oneof(
        anyYamlValue,
        fc.record({ product: attribute, category: attribute, service: attribute }, { requiredKeys: [] }),
      ),
      detection: fc.oneof(
        anyYamlValue,
        fc.record(
          {
            selection: anyYamlValue,
            other: anyYamlValue,
            condition: fc.oneof(anyYamlValue, fc.constantFrom("selection", "not selection", "1 of them")),
          },
          { requiredKeys: [] },
        ),
      ),
      correlation: attribute,
    },
    { requiredKeys: ["logsource", "detection"] },
  );
  fc.assert(
    fc.property(rule, (drawn) => exercise(JSON.stringify(drawn))),
    runs(process.env, 2000),
  );
});

test("a rule cut off or changed at any place is a rule or diagnostics", () => {
  const RULE = `title: A rule
id: 8d1ddf1b-2d9a-4d3f-8a8c-3c8a0c3f5b11
status: test
level: high
tags: [attack.t1059]
logsource: {product: windows, category: process_creation}
detection:
  selection:
    - Image|endswith: ['\\cmd.exe', "\\\\powershell.exe"]
      CommandLine|re|i: '^.*(a|b)+$'
    - a|cidr: 10.0.0.0/8
      b|windash|contains: ' -enc '
  filter: {User: null, c|exists: true}
  keywords: [one, 'two*']
  condition: >-
    (selection and not 1 of filter*)
    or keywords
`;
  for (let end = 0; end <= RULE.length; end++) exercise(RULE.slice(0, end));
  fc.assert(
    fc.property(fc.nat(RULE.length), fc.nat(6), yamlPiece, (at, removed, inserted) =>
      exercise(RULE.slice(0, at) + inserted + RULE.slice(at + removed)),
    ),
    runs(process.env, 1500),
  );
});

test("rules that were parsed can be matched with any event", () => {
  fc.assert(
    fc.property(ruleTexts, anyEvent, (text, event) => {
      const { rules, diagnostics } = parseRules(text, "rules.yml");
      assert.deepEqual(
        diagnostics
          .filter(({ code, severity }) => severity === "error" && !code.startsWith("regex."))
          .map(({ message }) => message),
        [],
      );
      compileRules(rules).match(event);
    }),
    runs(process.env, 150),
  );
});
