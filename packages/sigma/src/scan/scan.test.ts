// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc, { type Arbitrary } from "fast-check";
import { fold } from "../fold.ts";
import { runs } from "../test-kit/property-runs.ts";
import { anyToken, longText, someText, textOf } from "../test-kit/texts.ts";
import { GramScanner } from "./grams.ts";
import { LearningScanner } from "./learning.ts";
import type { Literal } from "./literal.ts";
import { pairRarity } from "./rarity.ts";
import { makeKeywordScanner, makeScanner } from "./scanner.ts";
import type { Scanner } from "./scanner-types.ts";
import { SparseScanner } from "./sparse.ts";
import { Trie } from "./trie.ts";

type Scan = Pick<Scanner, "scan">;
type Finds = (text: string, literal: string) => boolean;
const INCLUDES: Finds = (text, literal) => text.includes(literal);

function literalsFrom(texts: readonly string[], firstId = 0): Literal[] {
  return [...new Set(texts.map(fold))].map((text, at) => ({ text, id: firstId + at }));
}

/** What a scan reports, in order of ids. A scan may report an id again only if it is not told that it is known. */
function found(scanner: Scan, text: string): number[] {
  const seen = new Set<number>();
  scanner.scan(text, { has: (id) => seen.has(id), see: (id) => seen.add(id) });
  return [...seen].sort((a, b) => a - b);
}

function expected(literals: readonly Literal[], text: string, finds: Finds): number[] {
  const folded = fold(text);
  return literals.filter((literal) => finds(folded, literal.text)).map(({ id }) => id);
}

function assertFinds(
  scanner: Scan,
  literals: readonly Literal[],
  texts: readonly string[],
  finds: Finds,
): void {
  for (const text of texts)
    assert.deepEqual(found(scanner, text), expected(literals, text, finds), JSON.stringify(text));
}

const rough = fc.string({ unit: "binary", minLength: 1, maxLength: 6 });
const literalText = fc.oneof(
  { weight: 5, arbitrary: textOf(anyToken, 5, 1) },
  { weight: 1, arbitrary: textOf(anyToken, 20, 5) },
  { weight: 1, arbitrary: rough },
);

/** Literals, and texts of which some have been made out of them. */
function scans(
  literal: Arbitrary<string>,
): Arbitrary<{ literals: readonly string[]; texts: readonly string[] }> {
  return fc.array(literal, { minLength: 1, maxLength: 30 }).chain((literals) => {
    const planted = fc
      .tuple(someText, fc.constantFrom(...literals), someText)
      .map(([before, middle, after]) => before + middle.toUpperCase() + after);
    const texts = fc.array(fc.oneof(someText, planted, longText), { minLength: 1, maxLength: 10 });
    return fc.record({ literals: fc.constant(literals), texts });
  });
}

test("a gram scanner finds the literals that a text includes", () => {
  fc.assert(
    fc.property(scans(literalText), ({ literals: drawn, texts }) => {
      const literals = literalsFrom(drawn);
      assertFinds(new GramScanner(literals, pairRarity(literals)), literals, texts, INCLUDES);
    }),
    runs(process.env, 600),
  );
});

test("a sparse scanner finds the literals that a text includes", () => {
  fc.assert(
    fc.property(scans(textOf(anyToken, 14, 9)), ({ literals: drawn, texts }) => {
      const literals = literalsFrom(drawn);
      assertFinds(new SparseScanner(literals), literals, texts, INCLUDES);
    }),
    runs(process.env, 600),
  );
});

test("a trie finds the beginnings and the endings of a text", () => {
  fc.assert(
    fc.property(scans(literalText), ({ literals: drawn, texts }) => {
      const literals = literalsFrom(drawn);
      const all = [...texts, ...drawn, ...drawn.map((text) => `${text}x${text}`)];
      assertFinds(new Trie(literals, false), literals, all, (text, literal) => text.startsWith(literal));
      assertFinds(new Trie(literals, true), literals, all, (text, literal) => text.endsWith(literal));
    }),
    runs(process.env, 600),
  );
});

test("the scanner of a field finds whole values, beginnings, endings and parts, however often it is asked", () => {
  const some = fc.array(literalText, { maxLength: 8 });
  fc.assert(
    fc.property(some, some, some, some, fc.array(someText, { maxLength: 12 }), (a, b, c, d, texts) => {
      const equals = literalsFrom([...a, ""]);
      const prefix = literalsFrom(b, 100);
      const suffix = literalsFrom(c, 200);
      const contains = literalsFrom(d, 300);
      const scanner = makeScanner({ equals, prefix, suffix, contains });
      assert.ok(scanner !== undefined);
      const all = [...texts, "", ...a, ...b, ...c, ...d, ...texts];
      for (const text of [...all, ...all]) {
        assert.deepEqual(found(scanner, text), [
          ...expected(equals, text, (folded, literal) => folded === literal),
          ...expected(prefix, text, (folded, literal) => folded.startsWith(literal)),
          ...expected(suffix, text, (folded, literal) => folded.endsWith(literal)),
          ...expected(contains, text, INCLUDES),
        ]);
      }
    }),
    runs(process.env, 400),
  );
});

test("the scanner of keywords finds parts, be they long or short", () => {
  const long = fc.array(textOf(anyToken, 14, 9), { minLength: 1, maxLength: 12 });
  const short = fc.array(literalText, { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.oneof(long, short), fc.array(someText, { maxLength: 12 }), (drawn, texts) => {
      const contains = literalsFrom(drawn);
      const scanner = makeKeywordScanner({ equals: [], prefix: [], suffix: [], contains });
      assert.ok(scanner !== undefined);
      assertFinds(scanner, contains, [...texts, ...drawn, drawn.join("-")], INCLUDES);
    }),
    runs(process.env, 300),
  );
});

test("there is no scanner for nothing", () => {
  const nothing = { equals: [], prefix: [], suffix: [], contains: [] };
  assert.equal(makeScanner(nothing), undefined);
  assert.equal(makeKeywordScanner(nothing), undefined);
});

test("a scanner finds the same before and after it has learnt what is rare", () => {
  const literals = literalsFrom(["\\cmd.exe", "kiss", "ab", "a", "zzzz", "powershell", "ßx", "-enc"]);
  const scanner = new LearningScanner(literals);
  const texts = [
    "C:\\Windows\\CMD.EXE /c POWERSHELL -Enc zzZZ",
    "\u212ai\u017fs",
    "ẞX",
    "nothing",
    "x".repeat(3000),
    "powershell ".repeat(300),
  ];
  for (let round = 0; round < 60; round++) assertFinds(scanner, literals, texts, INCLUDES);
});

test("texts of every length are scanned to their last unit", () => {
  const literals = literalsFrom(["needle", "ne", "e", "needleneedle", "éneedle", "\0"]);
  const scanner = new GramScanner(literals, pairRarity(literals));
  const sparse = literalsFrom(["needleneedle", "éneedleé", "aneedleb"]);
  const sparseScanner = new SparseScanner(sparse);
  for (const filling of ["x", "é", "\0"]) {
    for (const length of [
      0, 1, 2, 3, 4, 5, 31, 90, 95, 96, 97, 127, 128, 129, 1000, 87_381, 87_382, 300_000,
    ]) {
      const rest = filling.repeat(length);
      const texts = [`NEEDLE${rest}`, `${rest}Needle`, `${rest}needleNEEDLE${rest}`, `${rest}ÉNEEDLEÉ`, rest];
      assertFinds(scanner, literals, texts, INCLUDES);
      assertFinds(sparseScanner, sparse, texts, INCLUDES);
    }
  }
});

test("very many literals are found", () => {
  const literals = literalsFrom(Array.from({ length: 20_000 }, (_, i) => `w${i.toString(36)}-`));
  const scanner = new GramScanner(literals, pairRarity(literals));
  assertFinds(
    scanner,
    literals,
    ["WA- wb-", "w7ps-wfff-", "w-", literals.map(({ text }) => text).join(" ")],
    INCLUDES,
  );
});

test("literals that repeat themselves are found, or not, in a text that repeats them, at the cost of a few looks at it", () => {
  const repeated = ["a", "Ab", "界x"].flatMap((part) => {
    const long = part.repeat(3000);
    return [`${long}!`, `!${long}`, `${part.repeat(20)}!${part.repeat(20)}`];
  });
  const literals = literalsFrom(repeated);
  const texts = ["a", "ab", "界X"].flatMap((part) => {
    const long = part.repeat(60_000 / part.length);
    return [long, `${long}!`, `!${long}`, `${long}!${long}`];
  });
  for (const scanner of [new GramScanner(literals, pairRarity(literals)), new SparseScanner(literals)])
    assertFinds(scanner, literals, texts, INCLUDES);
});
