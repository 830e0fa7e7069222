// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { describeConfig } from "./index.ts";

const PAGE = new URL("../../../../../docs/reference/configuration.md", import.meta.url);

function page(): string {
  const rows = describeConfig().map(
    (row) => `| \`${row.variable}\` | \`${row.name}\` | ${row.default} | ${row.meaning} |`,
  );
  return `# Configuration

Settings of the hub, as environment variables or, by the second name, in the file that \`FENGSUI_CONFIG\` names (JSON or YAML). This page is written from the schema: \`UPDATE_GOLDEN=1 npm test -- apps/hub/src/platform/config\`.

| Variable | In the file | Default | Meaning |
|---|---|---|---|
${rows.join("\n")}
`;
}

test("the reference of the configuration says what the schema says", () => {
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(PAGE, page());
  assert.equal(readFileSync(PAGE, "utf8"), page());
});
