// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { runOnTree } from "./test-kit/run-on-tree.ts";

const HUB = "apps/hub/src";

function checkTree(files: Record<string, string>) {
  return runOnTree("check-boundaries.ts", files);
}

const SOUND_TREE = {
  "packages/sigma/src/index.ts": 'export { a } from "./a.ts";',
  "packages/sigma/src/a.ts": 'import type { b } from "./b.ts";\nimport { parse } from "yaml";',
  "packages/sigma/src/b.ts": 'import { a } from "./a.ts";',
  "packages/sigma/src/a.test.ts": 'import { test } from "node:test";\nimport { a } from "@fengsui/sigma";',
  "packages/client/src/index.ts": 'import { c } from "@fengsui/contract";',
  "apps/cli/src/main.ts": 'import { a } from "@fengsui/sigma";\nimport { readFile } from "node:fs/promises";',
  "bench/sigma/main.ts": 'import { a } from "@fengsui/sigma";',
  "scripts/x.ts": 'import { a } from "@fengsui/contract";',
  "test/acceptance/x.test.ts": 'import { main } from "fengsui";',
  [`${HUB}/main.ts`]: 'import { compose } from "./compose.ts";',
  [`${HUB}/compose.ts`]: 'import { api } from "./roles/api.ts";\nimport { x } from "./features/x/index.ts";',
  [`${HUB}/roles/api.ts`]: 'import { http } from "../platform/http.ts";',
  [`${HUB}/features/x/index.ts`]: 'import { y } from "../y/index.ts";',
  [`${HUB}/features/x/x.test.ts`]: 'import { startHub } from "../../test-kit/start-hub.ts";',
  [`${HUB}/features/y/index.ts`]: 'import { rules } from "./rules.ts";',
  [`${HUB}/test-kit/start-hub.ts`]: 'import { compose } from "../compose.ts";',
};

test("a tree that keeps every rule passes", () => {
  const { status, output } = checkTree(SOUND_TREE);
  assert.equal(status, 0, output);
  assert.match(output, /16 scanned, no problems/);
});

test("scanning nothing fails", () => {
  const { status, output } = checkTree({ "docs/x.ts": "export {};" });
  assert.equal(status, 1);
  assert.match(output, /nothing was scanned/);
});

const NOTHING = "export {};";
const VIOLATIONS: { rule: string; files: Record<string, string>; says: RegExp }[] = [
  {
    rule: "a package that imports one it may not",
    files: { "packages/sigma/src/a.ts": '\nimport { x } from "@fengsui/logs";' },
    says: /sigma\/src\/a\.ts:2: sigma may not import logs/,
  },
  {
    rule: "a type import across zones",
    files: { "packages/contract/src/a.ts": 'import type { x } from "@fengsui/client";' },
    says: /contract may not import client/,
  },
  {
    rule: "a dynamic import across zones",
    files: { "bench/a.ts": 'await import("@fengsui/stix");' },
    says: /bench may not import stix/,
  },
  {
    rule: "a test that breaks the rules",
    files: { "packages/sigma/src/a.test.ts": 'import { x } from "@fengsui/logs";' },
    says: /sigma may not import logs/,
  },
  {
    rule: "an import behind a package's door",
    files: { "apps/cli/src/a.ts": 'import { x } from "@fengsui/sigma/src/rule.ts";' },
    says: /behind the door of sigma\n\s+mend: import "@fengsui\/sigma"/,
  },
  {
    rule: "a relative path into another package",
    files: { "apps/cli/src/a.ts": 'import { x } from "../../../packages/sigma/src/index.ts";' },
    says: /reaches into packages\/sigma from outside/,
  },
  {
    rule: "a relative path to where nothing of ours may be",
    files: { "apps/cli/src/a.ts": 'import { x } from "../../../docs/x.ts";' },
    says: /is in no zone of the table/,
  },
  {
    rule: "an unknown package of ours",
    files: { "apps/cli/src/a.ts": 'import { x } from "@fengsui/nowhere";' },
    says: /"@fengsui\/nowhere" is in no zone/,
  },
  {
    rule: "a folder that is not in the table",
    files: { "packages/new/src/index.ts": NOTHING },
    says: /packages\/new\/src\/index\.ts: is in no zone/,
  },
  {
    rule: "a module of Node in a pure package",
    files: { "packages/sigma/src/a.ts": 'import { readFileSync } from "fs";' },
    says: /sigma is pure and may not import "fs"/,
  },
  {
    rule: "production code that imports a test",
    files: { "packages/logs/src/a.ts": 'import { x } from "./b.test.ts";' },
    says: /is for tests only/,
  },
  {
    rule: "a cycle of files",
    files: {
      "packages/logs/src/a.ts": 'import { b } from "./b.ts";',
      "packages/logs/src/b.ts": 'import { c } from "./c.ts";',
      "packages/logs/src/c.ts": 'export { a } from "./a.ts";',
    },
    says: /c\.ts:1: closes a cycle of files: .*a\.ts → .*b\.ts → .*c\.ts → .*a\.ts/,
  },
  {
    rule: "a package that imports itself by name",
    files: {
      "packages/logs/src/index.ts": 'export { a } from "./a.ts";',
      "packages/logs/src/a.ts": 'import { b } from "@fengsui/logs";',
    },
    says: /closes a cycle of files/,
  },
  {
    rule: "a platform that imports a feature",
    files: { [`${HUB}/platform/a.ts`]: 'import { x } from "../features/x/index.ts";' },
    says: /platform may not import features/,
  },
  {
    rule: "a feature that imports a role",
    files: { [`${HUB}/features/x/a.ts`]: 'import type { x } from "../../roles/api.ts";' },
    says: /features may not import roles/,
  },
  {
    rule: "a role that imports compose",
    files: { [`${HUB}/roles/api.ts`]: 'import { x } from "../compose.ts";' },
    says: /roles may not import compose/,
  },
  {
    rule: "a feature that reaches behind the door of another",
    files: { [`${HUB}/features/x/a.ts`]: 'import { x } from "../y/records.ts";' },
    says: /behind the door of a slice from another slice\n\s+mend: import features\/y\/index\.ts/,
  },
  {
    rule: "a compose that reaches behind the door of a feature",
    files: { [`${HUB}/compose.ts`]: 'import { x } from "./features/y/records.ts";' },
    says: /behind the door of a slice\n/,
  },
  {
    rule: "two features that import each other, without a cycle of files",
    files: {
      [`${HUB}/features/x/a.ts`]: 'import { y } from "../y/index.ts";',
      [`${HUB}/features/y/b.ts`]: 'import type { x } from "../x/index.ts";',
    },
    says: /closes a cycle of features: x → y → x/,
  },
  {
    rule: "a file of the hub outside the layers",
    files: { [`${HUB}/lib/a.ts`]: NOTHING },
    says: /the hub has no layer "lib"/,
  },
  {
    rule: "production code of the hub that imports the test kit",
    files: { [`${HUB}/features/x/a.ts`]: 'import { x } from "../../test-kit/a.ts";' },
    says: /is for tests only/,
  },
];

for (const { rule, files, says } of VIOLATIONS) {
  test(`the check fails on ${rule}`, () => {
    const { status, output } = checkTree(files);
    assert.equal(status, 1, output);
    assert.match(output, says);
  });
}
