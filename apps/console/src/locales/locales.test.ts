// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const SOURCE = join(import.meta.dirname, "..");

/** Texts of every page, and those of the pages of one feature alone. */
const PARTS = [
  "",
  "disclosure",
  "indicators",
  "ledger",
  "notifications",
  "orders",
  "people",
  "proof",
  "publications",
  "retention",
  "rules",
  "search",
  "sharing",
  "sources",
  "tour",
] as const;

function readPart(part: string, language: string): Map<string, string> {
  const parsed: unknown = JSON.parse(
    readFileSync(join(import.meta.dirname, part, `${language}.json`), "utf8"),
  );
  assert.ok(typeof parsed === "object" && parsed !== null);
  return new Map(
    Object.entries(parsed).map(([key, text]) => {
      assert.ok(typeof text === "string" && text.trim() !== "", `${key} says nothing`);
      return [key, text];
    }),
  );
}

function readTexts(language: string): Map<string, string> {
  return new Map(PARTS.flatMap((part) => [...readPart(part, language)]));
}

function sources(pattern = "**/*.{ts,tsx}"): string[] {
  const files = globSync(pattern, { cwd: SOURCE }).filter((path) => !path.endsWith(".test.ts"));
  assert.ok(files.length > 1, "the source was not found");
  return files.map((path) => readFileSync(join(SOURCE, path), "utf8"));
}

/** However often: a sentence in another language may name something once more. */
const placesOf = (text: string) =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name))].sort();

test("both languages have the same texts, with the same places to fill", () => {
  for (const part of PARTS) {
    const [en, zh] = [readPart(part, "en"), readPart(part, "zh-CN")];
    assert.deepEqual([...zh.keys()].sort(), [...en.keys()].sort());
    for (const [key, text] of en) assert.deepEqual(placesOf(zh.get(key) ?? ""), placesOf(text), key);
  }
});

test("every text is used, and those of one feature by its own pages", () => {
  for (const part of PARTS) {
    const own = sources(part === "" ? undefined : `features/${part}/**/*.{ts,tsx}`).join("\n");
    const unused = [...readPart(part, "en").keys()].filter((key) => !own.includes(`"${key}"`));
    assert.deepEqual(unused, []);
  }
});

test("what one feature alone has loaded, no other says", () => {
  const others = globSync("**/*.{ts,tsx}", { cwd: SOURCE });
  for (const part of PARTS.filter((one) => one !== "")) {
    const theirs = others
      .filter((path) => !path.startsWith(join("features", part)))
      .map((path) => readFileSync(join(SOURCE, path), "utf8"))
      .join("\n");
    assert.deepEqual(
      [...readPart(part, "en").keys()].filter((key) => theirs.includes(`"${key}"`)),
      [],
    );
  }
});

test("every key that is said directly exists", () => {
  const known = readTexts("en");
  const said = sources().flatMap((text) => [...text.matchAll(/\bt\("([^"]+)"/g)].map(([, key]) => key ?? ""));
  assert.ok(said.length > 50);
  assert.deepEqual(
    said.filter((key) => !known.has(key)),
    [],
  );
});

test("the words of the house are used, not their synonyms", () => {
  const all = [...readTexts("zh-CN").values()].join("\n");
  for (const synonym of ["警报", "报警", "日志源", "组织机构"]) assert.ok(!all.includes(synonym), synonym);
});
