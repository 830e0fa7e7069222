// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsOf, cutEnd, cutStart, escapeControls, fit, maskControls, padEnd } from "./terminal.ts";

test("escape sequences, controls, bidirectional overrides, tags and lone surrogates are made visible", () => {
  assert.equal(escapeControls("a\u001b[2J\u0007\tb\r\nc"), "a\\x1b[2J\\x07\\tb\\r\\nc");
  assert.equal(escapeControls("\u009b31m\u007f\u00ad"), "\\x9b31m\\x7f\\xad");
  assert.equal(escapeControls("\u202Etxt\u2066\u2028\uFEFF"), "\\u202etxt\\u2066\\u2028\\ufeff");
  assert.equal(escapeControls("\u{E0041}\uD800"), "\\u{e0041}\\ud800");
});

test("ordinary text of any script stays as it is", () => {
  const text = "C:\\Windows\\可疑 命令 می\u200Cخواهم 👩‍💻 é";
  assert.equal(escapeControls(text), text);
});

test("masking keeps lines and columns", () => {
  const source = "a:\u001b\tb\n\u202E\u{E0041}c";
  assert.equal(maskControls(source), "a:\uFFFD b\n\uFFFD\uFFFD\uFFFDc");
  assert.equal(maskControls(source).length, source.length);
});

test("a Chinese character takes two columns, an emoji of several code points too", () => {
  assert.equal(columnsOf("风隧"), 4);
  assert.equal(columnsOf("👩‍💻"), 2);
  assert.equal(columnsOf("e\u0301"), 1);
  assert.equal(padEnd("风", 4), "风  ");
});

test("a text is cut by columns and never in the middle of a character", () => {
  assert.equal(cutEnd("abcdef", 6), "abcdef");
  assert.equal(cutEnd("abcdefg", 6), "abcde…");
  assert.equal(cutEnd("可疑的命令", 6), "可疑…");
  assert.equal(cutStart("logs/archive/a.ndjson:12", 12), "…a.ndjson:12");
});

test("a huge value is cut without looking at all of it, and its escapes count as what is shown", () => {
  assert.equal(fit("x".repeat(50_000_000), 10), "xxxxxxxxx…");
  assert.equal(fit("\u001b".repeat(10), 10), "\\x1b\\x1b\\…");
  assert.ok(columnsOf(fit(`a${"\u0301".repeat(100_000)}`, 10)) <= 10);
});
