// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { generateDocs, renderCatalogue } from "./generate-docs.ts";
import { runOnTree } from "./test-kit/run-on-tree.ts";

const ARCHITECTURE = "before\n<!-- begin imports -->\nold\n<!-- end imports -->\nafter\n";

test("a catalogue becomes a table sorted by code, with the columns that it has", () => {
  const text = renderCatalogue({
    title: "Things",
    source: "THINGS",
    intro: "Intro.",
    entries: {
      "b.two": { severity: "warning", title: "Two | halves.", hint: "Name <a*> or `<b*>`." },
      "a.one": { severity: "error", title: "One.", hint: "Mend it." },
    },
  });
  assert.match(
    text,
    /\| Code \| Severity \| What it is \| What to do \|\n\|---\|---\|---\|---\|\n\| `a\.one` \| error/,
  );
  assert.match(text, /\| `b\.two` \| warning \| Two \\\| halves\. \| Name \\<a\\\*> or `<b\*>`\. \|/);
});

test("every code of the catalogues is documented", () => {
  const documents = generateDocs(`${import.meta.dirname}/..`);
  for (const name of ["diagnostics", "errors", "log-problems"])
    assert.match(documents.get(`docs/reference/${name}.md`) ?? "", /\| `[a-z_.0-9]+` \|/);
});

test("the check fails on stale documents and writes nothing; writing mends them", () => {
  const tree = { "ARCHITECTURE.md": ARCHITECTURE, "docs/reference/errors.md": "old" };
  const checked = runOnTree("generate-docs.ts", tree, "--check");
  assert.equal(checked.status, 1);
  assert.match(checked.output, /docs\/reference\/errors\.md: is stale\n\s+mend: run: npm run docs/);
  assert.deepEqual(checked.after, tree);

  const written = runOnTree("generate-docs.ts", tree);
  assert.equal(written.status, 0, written.output);
  assert.match(written.after["docs/reference/errors.md"] ?? "", /usage\.invalid/);
  assert.match(written.after["ARCHITECTURE.md"] ?? "", /before[\s\S]*\| sigma \|[\s\S]*after/);
});
