// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { buildConsole, stampOf } from "./build-console.ts";

/** As much of a builder as the script knows of it: it fills the folder that it is given. */
const BUILDER = `
import { mkdirSync, writeFileSync } from "node:fs";
const folder = process.argv[process.argv.indexOf("--outDir") + 1];
mkdirSync(folder, { recursive: true });
writeFileSync(folder + "/index.html", String(process.pid));
if (process.env.FENGSUI_TEST_BUILD === "fails") process.exit(3);
`;

const folder = mkdtempSync(join(tmpdir(), "fengsui-console-build-"));
after(() => rmSync(folder, { recursive: true, force: true }));
let trees = 0;

function aTree(files: Readonly<Record<string, string>> = {}): string {
  const root = join(folder, String(trees++));
  const all = {
    "package-lock.json": "{}",
    "apps/console/package.json": JSON.stringify({
      dependencies: { "@fengsui/client": "0.1.0", react: "1.0.0" },
    }),
    "apps/console/src/page.tsx": "page",
    "packages/client/package.json": JSON.stringify({ dependencies: { "@fengsui/contract": "0.1.0" } }),
    "packages/contract/package.json": "{}",
    "packages/contract/src/index.ts": "contract",
    "node_modules/vite/package.json": JSON.stringify({ type: "module" }),
    "node_modules/vite/bin/vite.js": BUILDER,
    ...files,
  };
  for (const [path, text] of Object.entries(all)) put(root, path, text);
  return root;
}

function put(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function build(root: string) {
  const said: string[] = [];
  return { outcome: buildConsole(root, (text) => said.push(text)), said: said.join("\n") };
}

const built = (root: string) => readFileSync(join(root, "apps/console/dist/index.html"), "utf8");

test("the console is built once, and again only when what it is made of changed", () => {
  const root = aTree();
  assert.equal(build(root).outcome, "built");
  const first = built(root);
  assert.deepEqual(build(root), { outcome: "current", said: "" });
  put(root, "apps/console/src/page.test.ts", "a test");
  put(root, "apps/console/README.md", "words");
  assert.equal(build(root).outcome, "current");
  assert.equal(built(root), first);
  for (const path of ["apps/console/src/page.tsx", "packages/contract/src/index.ts", "package-lock.json"]) {
    put(root, path, "other");
    assert.equal(build(root).outcome, "built", path);
  }
  assert.notEqual(built(root), first);
  assert.deepEqual(
    readdirSync(join(root, "apps/console")).filter((name) => name.startsWith("dist")),
    ["dist"],
  );
});

test("a build that fails leaves the one before in its place, and says what to do", (t) => {
  const root = aTree();
  build(root);
  const first = built(root);
  put(root, "apps/console/src/page.tsx", "broken");
  process.env["FENGSUI_TEST_BUILD"] = "fails";
  t.after(() => delete process.env["FENGSUI_TEST_BUILD"]);
  const { outcome, said } = build(root);
  assert.equal(outcome, "failed");
  assert.match(said, /could not be built: .*3[\s\S]*Mend/);
  assert.equal(built(root), first);
});

test("without what builds it, the hub starts with the console that is there, or without", () => {
  const root = aTree();
  rmSync(join(root, "node_modules"), { recursive: true });
  const { outcome, said } = build(root);
  assert.equal(outcome, "kept");
  assert.match(said, /There is no console[\s\S]*npm ci/);
});

test("the stamp depends on the names of the sources, too", () => {
  const one = stampOf(aTree({ "apps/console/src/a.ts": "x" }));
  const other = stampOf(aTree({ "apps/console/src/b.ts": "x" }));
  assert.notEqual(one, other);
});
