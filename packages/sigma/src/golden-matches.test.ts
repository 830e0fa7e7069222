// SPDX-License-Identifier: Apache-2.0
/** Each file of testdata/match is a rule, events that it matches and events that it misses, by both matchers. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isMap, isNode, type Node, parseDocument } from "yaml";
import { compileRules, type JsonObject, type LogSource } from "./index.ts";
import { excerpt, matchedIds, soundRules } from "./test-kit/matching.ts";

const FOLDER = join(import.meta.dirname, "../testdata/match");

interface Case {
  /** The rule's own text, so that it is read as written and not as printed again. */
  readonly rule: string;
  readonly logsource?: LogSource;
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
  readonly matches: readonly JsonObject[];
  readonly misses: readonly JsonObject[];
}

function readCase(text: string): Case {
  const document = parseDocument(text);
  assert.deepEqual(document.errors, []);
  assert.ok(isMap(document.contents));
  const rule = document.get("rule", true);
  assert.ok(isNode(rule) && isMap(rule));
  const { rule: _, ...rest } = document.toJS();
  return { ...rest, rule: sourceOf(rule, text) };
}

/** The text of a block map, moved to the margin. */
function sourceOf(node: Node, text: string): string {
  const [start = 0, , end = 0] = node.range ?? [];
  const margin = start - (text.lastIndexOf("\n", start) + 1);
  return text.slice(start - margin, end).replaceAll(new RegExp(`^ {${margin}}`, "gm"), "");
}

const names = readdirSync(FOLDER).filter((name) => name.endsWith(".yml"));

test("there are golden cases", () => {
  assert.ok(names.length > 150, `${names.length} cases`);
});

for (const name of names) {
  test(`golden match: ${name.replace(".yml", "").replaceAll("-", " ")}`, () => {
    const { rule, logsource, placeholders, matches, misses } = readCase(
      readFileSync(join(FOLDER, name), "utf8"),
    );
    const rules = soundRules(rule, placeholders === undefined ? {} : { placeholders });
    assert.equal(rules.length, 1);
    const ruleset = compileRules(rules);
    assert.ok(matches.length + misses.length > 0);
    // Twice, and in both orders: nothing of one event is left for the next.
    for (const round of [1, 2]) {
      const expected = [
        ...matches.map((event) => ({ event, count: 1 })),
        ...misses.map((event) => ({ event, count: 0 })),
      ];
      for (const { event, count } of round === 1 ? expected : expected.toReversed())
        assert.equal(matchedIds(ruleset, event, logsource).length, count, excerpt(event));
    }
  });
}
