// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { anchorsOf, checkLinks, linksOf } from "./check-links.ts";
import { runOnTree } from "./test-kit/run-on-tree.ts";

function messages(files: Readonly<Record<string, string>>): string[] {
  const documents = Object.entries(files).map(([path, text]) => ({ path, text }));
  return checkLinks(documents, (path) => Object.hasOwn(files, path)).map(({ message }) => message);
}

test("a link to a file that is not there fails, one to a file that is passes", () => {
  assert.deepEqual(messages({ "docs/a.md": "[b](../b.md) [c](c.md)", "b.md": "" }), [
    "`c.md` leads to nothing",
  ]);
});

test("a link to a heading that is not there fails", () => {
  const files = { "a.md": "# One\n[x](#one) [y](b.md#two) [z](b.md#three)\n", "b.md": "## Two\n" };
  assert.deepEqual(messages(files), ["`b.md#three` leads to no heading of b.md"]);
});

test("a link out of the repository fails, one to another site is not followed", () => {
  assert.deepEqual(messages({ "docs/a.md": "[a](../../b.md) [b](/etc) [c](https://example.org/#x)" }), [
    "`../../b.md` leads out of the repository",
    "`/etc` leads out of the repository",
  ]);
});

test("links are found inline, as references and in HTML, and not in examples", () => {
  const text =
    '[a](1 "t") ![b](<2>)\n[c]: 3\n<img src="4">\n`[d](5)`\n```\n[e](6)\n~~~\n[f](7)\n```\n[g](8)\n';
  assert.deepEqual(
    linksOf(text).map(({ line, target }) => `${line}:${target}`),
    ["1:1", "1:2", "2:3", "3:4", "10:8"],
  );
});

test("headings have the anchors that GitHub gives them", () => {
  assert.deepEqual(
    [...anchorsOf("# What `it` is, and why\n## Twice\n## Twice\n```\n# no heading\n```\n## 五分钟 [x](y)\n")],
    ["what-it-is-and-why", "twice", "twice-1", "五分钟-x"],
  );
});

test("the command fails on a broken link and on nothing", () => {
  assert.equal(runOnTree("check-links.ts", { "README.md": "[a](docs/a.md)", "docs/a.md": "" }).status, 0);
  assert.equal(runOnTree("check-links.ts", { "README.md": "[a](docs/b.md)", "docs/a.md": "" }).status, 1);
  assert.equal(runOnTree("check-links.ts", { "a.ts": "" }).status, 1);
});
