// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findImports, maskSource } from "./imports.ts";

function specifiers(source: string): string[] {
  return findImports(source).map((site) => site.specifier);
}

test("every form of import is found, with its line and kind", () => {
  const source = [
    'import def from "a";',
    "import { b1, type b2 } from 'b';",
    'import type { C } from "c";',
    'import * as d from "d";',
    'import "e";',
    'export { f } from "f";',
    'export * from "g";',
    'export * as h from "h";',
    'export type { I } from "i";',
    'const j = await import("j");',
    "const k = await import(`k`);",
    'type L = import("l").L;',
    'const m = require("m");',
    'import n1, { n2 } from "n";',
    "import {",
    "  o1,",
    "  o2,",
    '} from "o";',
    'import{p}from"p";',
  ].join("\n");
  const found = findImports(source);
  assert.deepEqual(found.map((site) => site.specifier).join(""), "abcdefghijklmnop");
  assert.deepEqual(
    found.filter((site) => site.kind === "type").map((site) => site.specifier),
    ["c", "i"],
  );
  assert.equal(found.find((site) => site.specifier === "d")?.line, 4);
  assert.equal(found.find((site) => site.specifier === "o")?.line, 18);
});

const NOT_IMPORTS = readFileSync(join(import.meta.dirname, "testdata/not-imports.txt"), "utf8");

test("comments, strings, templates and regular expressions hold no imports, the code inside a template does", () => {
  assert.deepEqual(specifiers(NOT_IMPORTS), ["real", "inside"]);
});

test("a local export before an import is not taken for a re-export", () => {
  assert.deepEqual(findImports('export { a }\nimport { b } from "b"').length, 1);
  assert.deepEqual(specifiers('export const from = 1;\nexport { from };\nobject.import("x");'), []);
});

test("a quote in JSX text or in a regular expression does not hide what follows on later lines", () => {
  const source = "const a = <p>don't</p>;\nconst b = x.replace(/'/, y);\nimport { c } from \"c\";";
  assert.deepEqual(specifiers(source), ["c"]);
});

test("masking keeps every offset and line", () => {
  const masked = maskSource(NOT_IMPORTS);
  assert.equal(masked.length, NOT_IMPORTS.length);
  assert.equal(masked.indexOf("const half"), NOT_IMPORTS.indexOf("const half"));
  assert.equal(masked.split("\n").length, NOT_IMPORTS.split("\n").length);
});
