// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { readRules } from "./documents.ts";

const rule = (title: string, id?: string) => `title: ${title}
${id === undefined ? "" : `id: ${id}\n`}logsource: { product: windows }
detection:
  selection: { Image: x }
  condition: selection
`;

test("each document of a file is a rule of its own, under its own id or its file and place", async () => {
  const text = `${rule("One", "1111")}---\n${rule("Two")}`;
  const { documents, refusals } = await readRules([
    { name: "both.yml", text },
    { name: "third.yml", text: rule("Three") },
  ]);
  assert.deepEqual(
    documents.map(({ key, title }) => [key, title]),
    [
      ["1111", "One"],
      ["both.yml#2", "Two"],
      ["third.yml", "Three"],
    ],
  );
  assert.deepEqual(refusals, []);
});

test("a document that is no rule is refused with its diagnostics, and the others are kept", async () => {
  const { documents, refusals, diagnostics } = await readRules([
    { name: "a.yml", text: "title: [broken" },
    { name: "b.yml", text: rule("Good") },
  ]);
  assert.deepEqual(
    refusals.map(({ file }) => file),
    ["a.yml"],
  );
  assert.equal(documents.length, 1);
  assert.ok(diagnostics.every(({ file }) => file === "a.yml") && diagnostics.length > 0);
});

test("a rule that is there twice counts once, the last time", async () => {
  const { documents } = await readRules([
    { name: "a.yml", text: rule("Old", "1111") },
    { name: "b.yml", text: rule("New", "1111") },
  ]);
  assert.deepEqual(
    documents.map(({ title }) => title),
    ["New"],
  );
});
