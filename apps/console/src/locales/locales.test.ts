// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const SOURCE = join(import.meta.dirname, "..");

function readTexts(language: string): Map<string, string> {
  const parsed: unknown = JSON.parse(readFileSync(join(import.meta.dirname, `${language}.json`), "utf8"));
  assert.ok(typeof parsed === "object" && parsed !== null);
  return new Map(
    Object.entries(parsed).map(([key, text]) => {
      assert.ok(typeof text === "string" && text.trim() !== "", `${key} says nothing`);
      return [key, text];
    }),
  );
}

function sources(): string[] {
  const files = globSync("**/*.{ts,tsx}", { cwd: SOURCE }).filter((path) => !path.endsWith(".test.ts"));
  assert.ok(files.length > 20, "the source was not found");
  return files.map((path) => readFileSync(join(SOURCE, path), "utf8"));
}

const placesOf = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

test("both languages have the same texts, with the same places to fill", () => {
  const [en, zh] = [readTexts("en"), readTexts("zh-CN")];
  assert.deepEqual([...zh.keys()].sort(), [...en.keys()].sort());
  for (const [key, text] of en) assert.deepEqual(placesOf(zh.get(key) ?? ""), placesOf(text), key);
});

test("every text is used", () => {
  const all = sources().join("\n");
  const unused = [...readTexts("en").keys()].filter((key) => !all.includes(`"${key}"`));
  assert.deepEqual(unused, []);
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
