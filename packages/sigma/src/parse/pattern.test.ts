// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "../test-kit/property-runs.ts";
import {
  ANY,
  ANY_PATTERN,
  concatPatterns,
  isLiteral,
  literalPattern,
  literalText,
  mapLiterals,
  ONE,
  type Pattern,
  parsePattern,
  shapeOf,
} from "./pattern.ts";

const source = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({ unit: fc.constantFrom("*", "?", "\\", "a", "b"), maxLength: 12 }),
);

function assertNormal({ parts }: Pattern): void {
  parts.forEach((part, index) => {
    const next = parts[index + 1];
    assert.notEqual(part, "");
    assert.ok(!(part === ANY && next === ANY));
    assert.ok(!(typeof part === "string" && typeof next === "string"));
  });
}

test("every text is a pattern, in its normal form", () => {
  fc.assert(
    fc.property(source, (text) => {
      const pattern = parsePattern(text);
      assertNormal(pattern);
      assert.equal(
        isLiteral(pattern),
        pattern.parts.length === 0 || (typeof pattern.parts[0] === "string" && pattern.parts.length === 1),
      );
    }),
    runs(process.env, 3000),
  );
});

test("an escaped text is itself", () => {
  fc.assert(
    fc.property(source, (text) => {
      const pattern = parsePattern(text.replaceAll(/[\\*?]/g, "\\$&"));
      assert.deepEqual(pattern, literalPattern(text));
      assert.equal(literalText(pattern), text);
    }),
    runs(process.env, 1000),
  );
});

test("patterns put together are in their normal form", () => {
  fc.assert(
    fc.property(fc.array(source, { maxLength: 5 }), (texts) => {
      const joined = concatPatterns(...texts.map(parsePattern));
      assertNormal(joined);
      assertNormal(concatPatterns(ANY_PATTERN, joined, ANY_PATTERN));
      assertNormal(mapLiterals(joined, () => ""));
      assert.deepEqual(
        mapLiterals(joined, (text) => text),
        joined,
      );
    }),
    runs(process.env, 1000),
  );
});

test("backslashes and wildcards are read as the specification says", () => {
  const cases: readonly (readonly [string, Pattern["parts"]])[] = [
    ["", []],
    ["\\", ["\\"]],
    ["\\\\", ["\\"]],
    ["\\\\\\", ["\\\\"]],
    ["\\\\\\\\", ["\\\\"]],
    ["\\*", ["*"]],
    ["\\?", ["?"]],
    ["\\\\*", ["\\", ANY]],
    ["\\\\?", ["\\", ONE]],
    ["\\\\\\*", ["\\*"]],
    ["\\\\\\\\*", ["\\\\", ANY]],
    ["\\a", ["\\a"]],
    ["C:\\Windows\\*", ["C:\\Windows*"]],
    ["C:\\Windows\\\\*", ["C:\\Windows\\", ANY]],
    ["**", [ANY]],
    ["*?*", [ANY, ONE, ANY]],
    ["??", [ONE, ONE]],
  ];
  for (const [text, parts] of cases) assert.deepEqual(parsePattern(text).parts, parts, text);
});

test("the shape of a pattern says how it constrains a text", () => {
  const cases: Readonly<Record<string, ReturnType<typeof shapeOf>>> = {
    "": { kind: "equals", text: "" },
    a: { kind: "equals", text: "a" },
    "a*": { kind: "prefix", text: "a" },
    "*a": { kind: "suffix", text: "a" },
    "*a*": { kind: "contains", text: "a" },
    "*": { kind: "any" },
    "?": { kind: "glob" },
    "a?": { kind: "glob" },
    "a*b": { kind: "glob" },
    "*?": { kind: "glob" },
    "*?*": { kind: "glob" },
    "*a*b": { kind: "glob" },
    "?a*": { kind: "glob" },
  };
  for (const [text, shape] of Object.entries(cases))
    assert.deepEqual(shapeOf(parsePattern(text)), shape, text);
});
