// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderUnreleased } from "./build-changelog.ts";
import { runOnTree } from "./test-kit/run-on-tree.ts";

test("fragments are grouped by kind, what breaks first, and sorted by name", () => {
  const text = renderUnreleased([
    { name: "b.feature.md", text: "Second.\n" },
    { name: "a.feature.md", text: "First.\nMore of it.\n" },
    { name: "c.breaking.md", text: "Breaks." },
  ]);
  assert.equal(
    text,
    "## Unreleased\n\n### Breaking\n\n- Breaks.\n\n### Added\n\n- First.\n  More of it.\n- Second.",
  );
});

test("a fragment of an unknown kind, or an empty one, is an error", () => {
  assert.throws(() => renderUnreleased([{ name: "a.other.md", text: "x" }]), /is not named/);
  assert.throws(() => renderUnreleased([{ name: "A b.fix.md", text: "x" }]), /is not named/);
  assert.throws(() => renderUnreleased([{ name: "a.fix.md", text: " \n" }]), /is empty/);
});

test("the changelog keeps its older releases; the check fails while a fragment is missing from it", () => {
  const tree = {
    "CHANGELOG.md": "# Changes\n<!-- begin unreleased -->\n<!-- end unreleased -->\n## 0.1.0\nold\n",
    "changelog.d/README.md": "not a fragment",
    "changelog.d/a.fix.md": "Mended.\n",
  };
  assert.equal(runOnTree("build-changelog.ts", tree, "--check").status, 1);
  const { status, output, after } = runOnTree("build-changelog.ts", tree);
  assert.equal(status, 0, output);
  assert.match(after["CHANGELOG.md"] ?? "", /### Fixed\n\n- Mended\.\n[\s\S]*## 0\.1\.0\nold\n$/);
  assert.equal(runOnTree("build-changelog.ts", { ...tree, ...after }, "--check").status, 0);
});
