// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { chunksOf, MAX_FIRST_VIEW_BYTES, measureViews } from "../scripts/bundle-size.ts";
import { buildConsole } from "./built-console.ts";

test("each first view is at most 350 kB of script, compressed", async (t) => {
  const dist = await buildConsole();
  t.after(() => rmSync(dist, { recursive: true }));
  for (const { view, scriptBytes } of measureViews(dist)) {
    t.diagnostic(`${view}: ${scriptBytes} bytes gzip`);
    assert.ok(scriptBytes > 50_000, `${view}: nothing was measured`);
    assert.ok(scriptBytes <= MAX_FIRST_VIEW_BYTES, `${view}: ${scriptBytes} bytes`);
  }
});

test("a view's chunks are those it names and whatever they import", () => {
  const manifest = {
    a: { file: "a.js", imports: ["b"] },
    b: { file: "b.js", imports: ["a"] },
    c: { file: "c.js" },
  };
  assert.deepEqual([...chunksOf(manifest, ["a"])], ["a", "b"]);
  assert.throws(() => chunksOf(manifest, ["d"]), /has no "d"/);
});
