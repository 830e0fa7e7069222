// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fold } from "../fold.ts";
import { ANY, ONE, type Pattern, parsePattern } from "../parse/pattern.ts";
import { runs } from "../test-kit/property-runs.ts";
import { anyToken, textOf } from "../test-kit/texts.ts";
import { compileGlob } from "./glob.ts";
import { compileText } from "./text.ts";

function expressionOf({ parts }: Pattern): RegExp {
  const source = parts.map((part) => {
    if (part === ANY) return "[^]*";
    if (part === ONE) return "[^]";
    return fold(part).replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  });
  return new RegExp(`^(?:${source.join("")})$`, "u");
}

const wildcards = fc.constantFrom("*", "?");
const patternText = textOf(
  fc.oneof(
    { weight: 3, arbitrary: anyToken },
    { weight: 2, arbitrary: wildcards },
    { weight: 1, arbitrary: fc.constantFrom("\\*", "\\?", "\\\\") },
  ),
  9,
);

test("a pattern finds what the same pattern finds as a regular expression", () => {
  fc.assert(
    fc.property(
      patternText,
      fc.array(textOf(anyToken, 9), { minLength: 1, maxLength: 12 }),
      (source, texts) => {
        const pattern = parsePattern(source);
        const expression = expressionOf(pattern);
        const { test: glob } = compileGlob(pattern, fold);
        const { test: check } = compileText(pattern, false);
        for (const text of texts.map(fold)) {
          assert.equal(glob(text), expression.test(text), `${source} on ${JSON.stringify(text)}`);
          assert.equal(check(text), glob(text), `${source} on ${JSON.stringify(text)}`);
        }
      },
    ),
    runs(process.env, 3000),
  );
});

test("a pattern made from a text by putting in wildcards finds the text", () => {
  const piece = textOf(anyToken, 3);
  fc.assert(
    fc.property(fc.array(fc.tuple(piece, fc.boolean()), { maxLength: 8 }), (pieces) => {
      const text = pieces.map(([part]) => part).join("");
      const pattern: Pattern = parsePattern(
        pieces
          .map(([part, isWild]) => (isWild ? "*" : part.replaceAll("\\", "\\\\").replaceAll(/[*?]/g, "\\$&")))
          .join(""),
      );
      assert.equal(compileGlob(pattern, fold).test(fold(text)), true);
    }),
    runs(process.env, 1000),
  );
});

test("a pattern with case finds only its own case", () => {
  const { test: check } = compileText(parsePattern("a*B?"), true);
  assert.equal(check("aBx"), true);
  assert.equal(check("a-Bx"), true);
  assert.equal(check("ABx"), false);
  assert.equal(check("abx"), false);
});

test("many stars on a long text take no long time", () => {
  const { test: glob } = compileGlob(parsePattern("*a".repeat(50)), fold);
  assert.equal(glob("a".repeat(49) + "b".repeat(50_000)), false);
  assert.equal(glob(`${"b".repeat(1000)}a`.repeat(50)), true);
});
