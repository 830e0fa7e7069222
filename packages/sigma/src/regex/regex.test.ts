// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc, { type Arbitrary } from "fast-check";
import type { RegexFlags } from "../expression.ts";
import { fold } from "../fold.ts";
import { runs } from "../test-kit/property-runs.ts";
import { regexFlags, regexSource } from "../test-kit/regexes.ts";
import { ASCII_TOKENS, anyToken, asciiText, longText, someText, textOf } from "../test-kit/texts.ts";
import { checkRegex, compileRe2 } from "./check.ts";
import { compileRegex, MAX_REGEX_TEXT } from "./compile.ts";
import { toLinearRegExp } from "./linear.ts";
import { requiredLiterals } from "./literals.ts";
import { minimumLength, runOfOneClass } from "./shape.ts";

const NO_FLAGS: RegexFlags = { ignoreCase: false, multiline: false, dotAll: false };

interface Sample {
  readonly source: string;
  readonly flags: RegexFlags;
  readonly texts: readonly string[];
}

/** Expressions that are accepted, with texts made of the same letters. */
function samples(source: Arbitrary<string>, text: Arbitrary<string>): Arbitrary<Sample> {
  return fc
    .record({ source, flags: regexFlags, texts: fc.array(text, { minLength: 4, maxLength: 16 }) })
    .filter(({ source, flags }) => checkRegex(source, flags) === undefined);
}

const ascii = fc.oneof(
  { weight: 4, arbitrary: asciiText },
  { weight: 2, arbitrary: textOf(fc.constantFrom(...ASCII_TOKENS, "\r", "\v", "\f", "\0"), 20) },
  { weight: 1, arbitrary: textOf(fc.constantFrom("a", "b"), 60) },
);

test("an expression finds in ASCII texts what RE2 finds", () => {
  fc.assert(
    fc.property(
      samples(regexSource({ nonAscii: true, everything: true }), ascii),
      ({ source, flags, texts }) => {
        const re2 = compileRe2(source, flags);
        const compiled = compileRegex(source, flags);
        for (const text of texts) assert.equal(compiled(text), re2.test(text), JSON.stringify(text));
      },
    ),
    runs(process.env, 10_000),
  );
});

test("an expression that is run by V8 finds in ASCII texts what RE2 finds", () => {
  let linear = 0;
  fc.assert(
    fc.property(
      samples(regexSource({ nonAscii: false, everything: false }), ascii),
      ({ source, flags, texts }) => {
        const native = toLinearRegExp(source, flags);
        if (native === undefined) return;
        linear++;
        const re2 = compileRe2(source, flags);
        for (const text of texts) assert.equal(native.test(text), re2.test(text), JSON.stringify(text));
      },
    ),
    runs(process.env, 10_000),
  );
  assert.ok(linear > 100, `${linear} of them`);
});

test("a run of one class is found where RE2 finds it", () => {
  const classes = fc.constantFrom(".", "[ab]", "\\w", "\\s", "a", "[^a]", "(?:a)", "([a-k])", "\\S", "\\.");
  const times = fc.constantFrom("+", "{2}", "{3,}", "{1,4}", "{5,9}", "+?");
  fc.assert(
    fc.property(
      classes,
      times,
      regexFlags,
      fc.array(ascii, { minLength: 8 }),
      (one, repeat, flags, texts) => {
        const source = `${one}${repeat}`;
        assert.ok(runOfOneClass(source, flags) !== undefined, source);
        const re2 = compileRe2(source, flags);
        const compiled = compileRegex(source, flags);
        for (const text of texts) assert.equal(compiled(text), re2.test(text), JSON.stringify(text));
      },
    ),
    runs(process.env, 600),
  );
});

test("an expression finds in any text what RE2 finds", () => {
  fc.assert(
    fc.property(
      samples(regexSource({ nonAscii: true, everything: true }), fc.oneof(someText, textOf(anyToken, 20))),
      ({ source, flags, texts }) => {
        const re2 = compileRe2(source, flags);
        const compiled = compileRegex(source, flags);
        for (const text of texts) assert.equal(compiled(text), re2.test(text), JSON.stringify(text));
      },
    ),
    runs(process.env, 2000),
  );
});

test("a text in which an expression is found has its required literals and its least length", () => {
  let found = 0;
  const text = fc.oneof(someText, asciiText, longText, textOf(anyToken, 20));
  fc.assert(
    fc.property(
      samples(regexSource({ nonAscii: true, everything: true }), text),
      ({ source, flags, texts }) => {
        const re2 = compileRe2(source, flags);
        const required = requiredLiterals(source, flags);
        const shortest = minimumLength(source, flags);
        for (const group of required) {
          assert.ok(group.length > 0);
          for (const literal of group) assert.equal(fold(literal), literal);
        }
        for (const matching of texts.filter((candidate) => re2.test(candidate))) {
          if (required.length > 0) found++;
          assert.ok(matching.length >= shortest, `${shortest} for ${JSON.stringify(matching)}`);
          const folded = fold(matching);
          for (const group of required)
            assert.ok(
              group.some((literal) => folded.includes(literal)),
              `${JSON.stringify(group)} in ${JSON.stringify(matching)}`,
            );
        }
      },
    ),
    runs(process.env, 10_000),
  );
  assert.ok(found > 100, `${found} of them`);
});

test("the literals that an expression requires are known", () => {
  const cases: Readonly<Record<string, readonly (readonly string[])[]>> = {
    "(?:net|sc)\\s+stop": [["net", "sc"], ["stop"]],
    "Foo.*BAR": [["foo"], ["bar"]],
    "a|b": [["a", "b"]],
    "(abc)?def": [["def"]],
    "(abc)+def": [["abc"], ["def"]],
    "x[.]y": [["x.y"]],
    "\\w+": [],
    "^$": [],
    "": [],
    "foo|": [],
  };
  for (const [source, literals] of Object.entries(cases))
    assert.deepEqual(requiredLiterals(source, NO_FLAGS), literals, source);
});

test("an expression that V8 could take long for is left to RE2", () => {
  for (const source of [
    "(a+)+$",
    "^(a|aa)+$",
    "^(.*)*x",
    "a.*b.*c",
    "(?:a?){50}b",
    "zx*x*y",
    "(a{1,60}){1,60}b",
  ])
    assert.equal(toLinearRegExp(source, NO_FLAGS), undefined, source);
});

test("expressions of rules as they are usually written run in V8", () => {
  for (const source of [
    "foo",
    "^foo.*bar$",
    ".*foo.*",
    "\\\\[a-z]{1,8}\\.exe$",
    "(?:net|sc)\\s?stop",
    "[A-Za-z0-9+/]{44}",
    "(?i)foo[0-9]{4}\\.tmp",
  ])
    assert.ok(toLinearRegExp(source, NO_FLAGS) !== undefined, source);
});

test("a long text is tried up to the limit", () => {
  const at = (place: number): string => `${"a".repeat(place)}xyz`;
  for (const source of ["xyz", "x.*z", "(?:x|q+)yz"]) {
    const compiled = compileRegex(source, NO_FLAGS);
    assert.equal(compiled(at(MAX_REGEX_TEXT - 3)), true, source);
    assert.equal(compiled(at(MAX_REGEX_TEXT)), false, source);
  }
});

test("an expression that RE2 refuses is refused, and no expression throws", () => {
  const piece = fc.constantFrom(
    ..."()[]{}|*+?^$.\\-,:=!<>aAzP0129_ é😀",
    "(?",
    "[[:",
    "\\p{",
    "\\x",
    "{1,",
    "(?P<a>",
  );
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: piece, maxLength: 14 }), fc.string({ unit: "binary", maxLength: 14 })),
      regexFlags,
      fc.array(someText, { minLength: 1, maxLength: 4 }),
      (source, flags, texts) => {
        const problem = checkRegex(source, flags);
        if (problem !== undefined) {
          assert.match(problem.code, /^regex\./);
          assert.notEqual(problem.message, "");
          return;
        }
        const compiled = compileRegex(source, flags);
        const re2 = compileRe2(source, flags);
        for (const text of texts) assert.equal(compiled(text), re2.test(text), `${source} on ${text}`);
      },
    ),
    runs(process.env, 10_000),
  );
});
