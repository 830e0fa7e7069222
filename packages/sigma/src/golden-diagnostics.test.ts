// SPDX-License-Identifier: Apache-2.0
/**
 * Each testdata/diagnostics/<case>.yml is a rule file, and <case>.txt what is said about it and how many rules are
 * left. UPDATE_GOLDEN=1 writes the texts anew: read the difference before you keep it.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  applyFilters,
  Correlator,
  compileRules,
  DIAGNOSTICS,
  type Diagnostic,
  linesOf,
  parseRules,
  renderDiagnostic,
} from "./index.ts";
import { MAX_DOCUMENTS, MAX_RULE_FILE_LENGTH } from "./parse/documents.ts";
import { MAX_FINDINGS } from "./parse/reporter.ts";
import { ruleText } from "./test-kit/matching.ts";

const FOLDER = join(import.meta.dirname, "../testdata/diagnostics");
const UPDATE = process.env["UPDATE_GOLDEN"] === "1";
const HEAD = "title: A rule\nlogsource: {product: windows}\n";

interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly ruleCount: number;
  readonly others: readonly string[];
}

function findingsOf(text: string, file: string): Findings {
  const { rules, correlations, filters, diagnostics } = parseRules(text, file, {
    lint: file.startsWith("lint-"),
  });
  const together = [
    compileRules(rules).diagnostics,
    new Correlator(correlations, rules).diagnostics,
    applyFilters(rules, filters).diagnostics,
  ];
  const others = [
    ...correlations.map(({ title }) => `correlation: ${title}`),
    ...filters.map(({ title }) => `filter: ${title}`),
  ];
  return { diagnostics: [...diagnostics, ...together.flat()], ruleCount: rules.length, others };
}

function render({ diagnostics, ruleCount, others }: Findings, text: string): string {
  const shown = diagnostics.map((diagnostic) => `${renderDiagnostic(diagnostic, text)}\n`);
  return [...shown, `rules: ${ruleCount}\n`, ...others.map((other) => `${other}\n`)].join("");
}

function codesOf(text: string): readonly string[] {
  return findingsOf(text, "rule.yml").diagnostics.map(({ code }) => code);
}

const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".yml"))
  .map((name) => name.replace(".yml", ""));

for (const name of names) {
  test(`golden diagnostics: ${name.replaceAll("-", " ")}`, () => {
    const text = readFileSync(join(FOLDER, `${name}.yml`), "utf8");
    const expectedFile = join(FOLDER, `${name}.txt`);
    const findings = findingsOf(text, `${name}.yml`);
    const rendered = render(findings, text);
    if (UPDATE) writeFileSync(expectedFile, rendered);
    assert.equal(rendered, readFileSync(expectedFile, "utf8"));
  });
}

test("every finding of the golden files has the severity and hint of its code, and a span within the file", () => {
  for (const name of names) {
    const text = readFileSync(join(FOLDER, `${name}.yml`), "utf8");
    const lines = text.split("\n");
    for (const { code, severity, hint, message, span, file } of findingsOf(text, name).diagnostics) {
      assert.equal(severity, DIAGNOSTICS[code].severity);
      assert.equal(hint, DIAGNOSTICS[code].hint);
      assert.equal(file, name);
      assert.notEqual(message, "");
      if (span === undefined) continue;
      assert.ok(span.line >= 1 && span.line <= lines.length, `${name}: line ${span.line}`);
      assert.ok(span.column >= 1 && span.column <= (lines[span.line - 1]?.length ?? 0) + 1, name);
      assert.ok(span.endLine > span.line || (span.endLine === span.line && span.endColumn > span.column));
    }
  }
});

/** Codes that no file of this folder can raise: it would be too large, or the finding is that of the program. */
const RAISED_ELSEWHERE = new Set([
  "file.too_large",
  "file.not_utf8",
  "file.too_many_documents",
  "file.more_findings",
  "detection.too_large",
  // Of pipelines, or raised only with one.
  ...Object.keys(DIAGNOSTICS).filter((code) => code.startsWith("pipeline.")),
]);

test("every code of the catalogue that a rule can raise has a golden file", () => {
  const textOf = (name: string) => readFileSync(join(FOLDER, `${name}.yml`), "utf8");
  const findings = names.flatMap((name) => findingsOf(textOf(name), name).diagnostics);
  const raised = new Set<string>(findings.map(({ code }) => code));
  const missing = Object.keys(DIAGNOSTICS).filter((code) => !raised.has(code) && !RAISED_ELSEWHERE.has(code));
  assert.deepEqual(missing, []);
});

test("titles and hints of the catalogue are sentences", () => {
  for (const { title, hint } of Object.values(DIAGNOSTICS)) {
    assert.match(title, /^[A-Z].*\.$/);
    assert.match(hint, /^[A-Z].*\.$/);
  }
});

test("a file larger than a rule may be is reported and not read", () => {
  const text = `${HEAD}description: ${"x".repeat(MAX_RULE_FILE_LENGTH)}`;
  assert.deepEqual(codesOf(text), ["file.too_large"]);
  assert.equal(parseRules(text, "rule.yml").rules.length, 0);
});

test("a file as large as a rule may be is read", () => {
  const end = "\ndetection: {s: {a: b}, condition: s}\n";
  const text = `${HEAD}description: ${"x".repeat(MAX_RULE_FILE_LENGTH - HEAD.length - 13 - end.length)}${end}`;
  assert.equal(text.length, MAX_RULE_FILE_LENGTH);
  assert.deepEqual(codesOf(text), []);
});

/** Each was once a stall or a flood: of findings, of text, or of memory. */
test("a small file that is all wrong gives few findings, in little text", () => {
  const wrong: Readonly<Record<string, string>> = {
    brackets: "[".repeat(1_000_000),
    "one key many times": "a: 1\n".repeat(100_000),
    "many documents": "---\na: 1\n".repeat(60_000),
    "tabs and brackets": "\t: {]\n".repeat(100_000),
    "a long line": `${HEAD}detection: {s: {a|containz: "${"x".repeat(900_000)}"}, condition: s}`,
    "a long name": `${HEAD}detection: {s: {"a|${"x".repeat(900_000)}": b}, condition: s}`,
    "a long condition": `${HEAD}detection: {s: {a: b}, condition: ${"x".repeat(900_000)}}`,
    "many aliases": `a: &a [${"x,".repeat(5_000)}]\nb: [${"*a,".repeat(200_000)}]`,
  };
  for (const [what, text] of Object.entries(wrong)) {
    const { rules, diagnostics } = parseRules(text, "wrong.yml");
    assert.equal(rules.length, 0, what);
    assert.ok(diagnostics.length > 0 && diagnostics.length <= MAX_FINDINGS + 1, what);
    const lines = linesOf(text);
    const shown = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, lines)).join("\n");
    assert.ok(shown.length < 100_000, `${what}: ${shown.length}`);
    assert.doesNotMatch(shown, /call stack/i, what);
  }
});

test("what is not listed is counted, after what is", () => {
  const { diagnostics } = parseRules("a: 1\n".repeat(1_000), "rule.yml");
  assert.equal(diagnostics.length, MAX_FINDINGS + 1);
  assert.equal(diagnostics.at(-1)?.message, `${999 - MAX_FINDINGS} more findings are not listed.`);
});

test("of a file of too many documents, the first are read", () => {
  const rule = `${HEAD}detection: {s: {a: b}, condition: s}\n---\n`;
  const { rules, diagnostics } = parseRules(rule.repeat(MAX_DOCUMENTS + 2), "rules.yml");
  assert.equal(rules.length, MAX_DOCUMENTS);
  assert.deepEqual(
    diagnostics.map(({ code, span }) => [code, span?.line]),
    [["file.too_many_documents", MAX_DOCUMENTS * 4 + 1]],
  );
});

test("of a long line, the part around the place is shown, with the mark under it", () => {
  const text = `${HEAD}detection: {s: {a: "${"y".repeat(5_000)}", b|containz: z, c: "${"y".repeat(5_000)}"}, condition: s}`;
  const [diagnostic] = findingsOf(text, "rule.yml").diagnostics;
  assert.ok(diagnostic !== undefined);
  const [, source = "", caret = ""] = renderDiagnostic(diagnostic, text).split("\n");
  assert.ok(source.length < 200, source);
  assert.equal(source.slice(caret.indexOf("^"), caret.lastIndexOf("^") + 1), "b|containz");
});

test("YAML of any depth is reported, whatever makes it deep", () => {
  const depth = 200_000;
  const deep: Readonly<Record<string, string>> = {
    "block sequences": `${"- ".repeat(depth)}x`,
    "flow sequences": "[".repeat(depth),
    "closed flow sequences": `${"[".repeat(depth)}${"]".repeat(depth)}`,
    "flow maps": "{a: ".repeat(depth),
    "explicit keys": `${"? ".repeat(depth)}x`,
    "sequences in a rule": `${HEAD}detection:\n  selection: {a: ${"[".repeat(depth)}`,
    tags: `${"!a ".repeat(depth)}x`,
    anchors: `${"&a ".repeat(depth)}x`,
  };
  for (const [what, text] of Object.entries(deep)) {
    const { rules, diagnostics } = parseRules(text, "deep.yml");
    assert.equal(rules.length, 0, what);
    assert.ok(diagnostics.length > 0, what);
  }
});

test("a condition of any depth is reported", () => {
  const depth = 100_000;
  for (const [condition, code] of [
    [`${"(".repeat(depth)}s${")".repeat(depth)}`, "condition.too_deep"],
    [`${"not ".repeat(depth)}s`, "condition.too_deep"],
    [`${"(".repeat(depth)}`, "condition.too_deep"],
  ] as const) {
    const text = `${HEAD}detection:\n  s: {a: b}\n  condition: ${condition}\n`;
    assert.deepEqual(codesOf(text), [code]);
  }
});

test("a condition of very many names is read", () => {
  const text = `${HEAD}detection:\n  s: {a: b}\n  condition: ${new Array(50_000).fill("s").join(" or ")}\n`;
  assert.deepEqual(codesOf(text), []);
});

test("an expression longer than the limit is reported", () => {
  const text = `${HEAD}detection: {s: {a|re: '${"x".repeat(4097)}'}, condition: s}`;
  assert.deepEqual(codesOf(text), ["regex.too_large"]);
});

test("the documents of a file are told apart by their place, and their own ids are kept", () => {
  const rule = `${HEAD}detection: {s: {a: b}, condition: s}\n`;
  const { rules } = parseRules(`${rule}---\n${rule}---\nid: abc\n${rule}`, "three.yml");
  assert.deepEqual(
    rules.map(({ id }) => id),
    ["three.yml#1", "three.yml#2", "abc"],
  );
  assert.deepEqual(
    rules.map(({ span }) => span.line),
    [1, 5, 9],
  );
});

test("a diagnostic without a place or without its text is one line and a hint", () => {
  const [diagnostic] = findingsOf("x".repeat(MAX_RULE_FILE_LENGTH + 1), "big.yml").diagnostics;
  assert.ok(diagnostic !== undefined);
  assert.match(
    renderDiagnostic(diagnostic, "text"),
    /^big\.yml: error\[file\.too_large\]: .+\n {2}hint: .+$/,
  );
  const [placed] = findingsOf("- a", "list.yml").diagnostics;
  assert.ok(placed !== undefined);
  assert.match(renderDiagnostic(placed), /^list\.yml:1:1: error\[document\.not_a_map\]: .+\n {2}hint: .+$/);
});

test("what a rule says of itself is kept", () => {
  const { rules } = parseRules(
    `title: A rule
id: 8d1ddf1b-2d9a-4d3f-8a8c-3c8a0c3f5b11
name: a_rule
status: stable
level: critical
description: What it is
author: Somebody
date: 2024-01-02
modified: 2024-02-03
references: [https://example.org/a]
falsepositives: [Administrators]
tags: [attack.execution, attack.T1059.001, attack.t1027, cve.2024-1, attack.t10270, attack.t1059.0011]
custom: {ignored: true}
logsource: {product: Windows, category: Process_Creation, service: Sysmon, definition: x}
detection: {s: {a: b}, condition: s}
`,
    "meta.yml",
  );
  const [rule] = rules;
  assert.ok(rule !== undefined);
  const { detection: _, span: __, ...rest } = rule;
  assert.deepEqual(rest, {
    id: "8d1ddf1b-2d9a-4d3f-8a8c-3c8a0c3f5b11",
    name: "a_rule",
    title: "A rule",
    status: "stable",
    level: "critical",
    description: "What it is",
    author: "Somebody",
    date: "2024-01-02",
    modified: "2024-02-03",
    references: ["https://example.org/a"],
    falsepositives: ["Administrators"],
    tags: [
      "attack.execution",
      "attack.T1059.001",
      "attack.t1027",
      "cve.2024-1",
      "attack.t10270",
      "attack.t1059.0011",
    ],
    techniques: ["T1059.001", "T1027"],
    logsource: { product: "windows", category: "process_creation", service: "sysmon" },
    file: "meta.yml",
  });
});

function selecting(selection: unknown): Record<string, unknown> {
  return { selection, condition: "selection" };
}

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

test("a detection of very many values is reported", () => {
  const text = `title: A rule\nlogsource: {product: windows}\ndetection: {s: [${new Array(400_000).fill("a").join(",")}], condition: s}`;
  assert.deepEqual(codesOf(text), ["detection.too_large"]);
});

const WITH_ONE = "title: A rule\nlogsource:\n  product: windows\ndetection:\n  one: {a: b}\n";
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
    const text = `${WITH_ONE}${condition}\n`;
    const { diagnostics } = parseRules(text, "rule.yml");
    const shown = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, text));
    const [source = "", caret = ""] = (shown[0] ?? "").split("\n").slice(1);
    const marked = source.slice(caret.indexOf("^"), caret.lastIndexOf("^") + 1);
    assert.equal(marked, style.includes("quotes") ? "'one'" : "nope", shown.join("\n"));
  });
}
