// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ERRORS, FengsuiError } from "./index.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
/** The catalogue, in parts. */
const CATALOGUE = readdirSync(import.meta.dirname)
  .filter((name) => /(^|-)errors\.ts$/.test(name))
  .map((name) => join(import.meta.dirname, name));

function* sourceFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== "node_modules" && entry.name !== "dist")
      yield* sourceFiles(path);
    const isSource = entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name);
    if (isSource && !CATALOGUE.includes(path)) yield path;
  }
}

test("each error is catalogued under its own code", () => {
  for (const [key, definition] of Object.entries(ERRORS)) assert.equal(definition.code, key);
});

test("each code is dotted lower-case words", () => {
  for (const code of Object.keys(ERRORS)) assert.match(code, /^[a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z]+)*)+$/);
});

test("each code is written once in the catalogue as a definition", () => {
  const text = CATALOGUE.map((path) => readFileSync(path, "utf8")).join("\n");
  const defined = [...text.matchAll(/defineError\(\s*"([^"]+)"/g)].map((m) => m[1]);
  assert.deepEqual([...new Set(defined)], defined);
  assert.deepEqual(defined.toSorted(), Object.keys(ERRORS).toSorted());
});

test("each error has an HTTP error status, and a title and a hint that are sentences", () => {
  for (const { code, status, title, hint } of Object.values(ERRORS)) {
    assert.ok(status >= 400 && status < 600, code);
    assert.match(title, /^[A-Z].*\.$/, code);
    assert.match(hint, /^[A-Z].*\.$/, code);
  }
});

test("each code is raised somewhere in the product", () => {
  const sources = ["apps", "packages"].flatMap((folder) => [...sourceFiles(join(ROOT, folder))]);
  assert.ok(sources.length > 10, `only ${sources.length} source files were scanned`);
  const raised = new Set<string>();
  for (const path of sources) {
    for (const match of readFileSync(path, "utf8").matchAll(/new FengsuiError\(\s*"([^"]+)"/g)) {
      if (match[1] !== undefined) raised.add(match[1]);
    }
  }
  assert.deepEqual([...raised].toSorted(), Object.keys(ERRORS).toSorted());
});

test("an error carries the catalogue's hint unless it knows better, and keeps its cause", () => {
  const cause = new Error("disk");
  const plain = new FengsuiError("output.write_failed", "out.csv: no space left", { cause });
  assert.equal(plain.hint, ERRORS["output.write_failed"].hint);
  assert.equal(plain.message, "out.csv: no space left");
  assert.equal(plain.status, 507);
  assert.equal(plain.cause, cause);
  assert.equal(new FengsuiError("input.none", "nothing", { hint: "Try again." }).hint, "Try again.");
});
