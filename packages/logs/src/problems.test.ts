// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { LOG_PROBLEMS } from "./index.ts";
import { excerptOf } from "./problems.ts";

const TESTS = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".test.ts") && name !== "problems.test.ts")
  .map((name) => readFileSync(`${import.meta.dirname}/${name}`, "utf8"))
  .join("\n");
// The formatter pads the cells of tables.
const README = readFileSync(`${import.meta.dirname}/../README.md`, "utf8").replace(/ +/g, " ");

test("every problem is raised in a test and told in the README", () => {
  for (const [code, { title, hint }] of Object.entries(LOG_PROBLEMS)) {
    assert.ok(TESTS.includes(`"${code}"`), `${code} is raised in no test`);
    assert.ok(README.includes(`| \`${code}\` | ${title} | ${hint} |`), `${code} is not in the README`);
    assert.match(title, /\.$/);
    assert.match(hint, /\.$/);
  }
});

test("an excerpt is short and fit for a terminal", () => {
  assert.equal(excerptOf("a\tb\x1b[31m\u202e\0"), "a\\tb\\u{1b}[31m\\u{202e}\\u{0}");
  assert.equal(excerptOf("x".repeat(120)), "x".repeat(120));
  const long = excerptOf("x".repeat(1000));
  assert.equal(long.length, 120);
  assert.ok(long.endsWith("…"));
  assert.ok(excerptOf("\0".repeat(120)).length <= 120);
});
