// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FOLD, fold } from "./fold.ts";
import { runs } from "./test-kit/property-runs.ts";
import { someText } from "./test-kit/texts.ts";

const anyText = fc.oneof(someText, fc.string({ unit: "binary", maxLength: 200 }));

test("folding works on each code unit by itself", () => {
  fc.assert(
    fc.property(anyText, anyText, (left, right) => {
      const folded = fold(left + right);
      assert.equal(folded, fold(left) + fold(right));
      assert.equal(folded.length, left.length + right.length);
      assert.equal(fold(folded), folded);
      for (let at = 0; at < left.length; at++) assert.equal(folded.charCodeAt(at), FOLD[left.charCodeAt(at)]);
    }),
    runs(process.env, 1000),
  );
});

test("folding of ASCII is lower case", () => {
  for (let unit = 0; unit < 128; unit++) {
    const char = String.fromCharCode(unit);
    assert.equal(fold(char), char.toLowerCase());
  }
});

test("folding of a text with a lone surrogate leaves it", () => {
  assert.equal(fold("A\ud800B"), "a\ud800b");
  assert.equal(fold("\udc00\ud83d\ude00É"), "\udc00\ud83d\ude00é");
});

test("a text of any length is folded", () => {
  const text = "ÀB".repeat(100_000);
  assert.equal(fold(text), "àb".repeat(100_000));
});

test("letters that a regular expression with the flags iu equates fold to the same", () => {
  let every = "";
  for (let unit = 0; unit < 0x10000; unit++)
    if (unit < 0xd800 || unit > 0xdfff) every += String.fromCharCode(unit);
  // Of two equal letters one changes when its case is folded.
  const changing = every.match(/\p{Changes_When_Casefolded}/gu) ?? [];
  assert.ok(changing.length > 1000);
  let pairs = 0;
  for (const letter of changing) {
    const code = letter.charCodeAt(0).toString(16);
    for (const equal of every.match(new RegExp(`\\u{${code}}`, "giu")) ?? []) {
      assert.equal(fold(equal), fold(letter), `${letter} ${equal}`);
      pairs += 1;
    }
  }
  assert.ok(pairs > 2000, `${pairs} pairs`);
});
