// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { TestFolder } from "../test-kit/records/folder.ts";
import { startTestHub } from "../test-kit/web/index.ts";
import { runDoctor } from "./doctor/index.ts";
import { KNOWN_STEPS, readSchemaState, writeSchemaState } from "./schema-state.ts";

function environmentOf(folder: TestFolder) {
  return {
    environment: { FENGSUI_DATA_DIR: folder.path, FENGSUI_LISTEN: "127.0.0.1:0" },
    isRoot: false,
    home: "/nonexistent",
  };
}

async function schemaFindings(folder: TestFolder) {
  const findings = await runDoctor({ consoleFolder: folder.path, surroundings: environmentOf(folder) });
  return findings
    .filter(({ name }) => name.endsWith(".schema"))
    .map(({ name, status, detail, hint = "" }) => `${name} ${status} ${detail} ${hint}`);
}

test("a newer state of either store is refused before anything is started or made, and the doctor tells it", async () => {
  const newer = {
    records: { version: "99.0.0", records: [...KNOWN_STEPS.records, "9998-from-the-future"], events: [1] },
    events: { version: "99.0.0", records: [...KNOWN_STEPS.records], events: [1, 9999] },
  };
  for (const [store, state] of Object.entries(newer)) {
    using folder = new TestFolder();
    writeFileSync(join(folder.path, "schema.json"), JSON.stringify(state));
    await assert.rejects(startTestHub({ environment: environmentOf(folder).environment }), {
      code: `${store}.schema_newer`,
      message: /99\.0\.0.*9998-from-the-future|99\.0\.0.*9999/,
    });
    assert.deepEqual(readdirSync(folder.path), ["schema.json"]);
    const found = (await schemaFindings(folder)).find((line) => line.startsWith(`${store}.schema fail`));
    assert.match(found ?? "", /newer.*restore a backup/);
  }
});

test("the doctor tells the state of both stores while the hub is stopped", async () => {
  using folder = new TestFolder();
  const before = await schemaFindings(folder);
  assert.ok(
    before.every((line) => /ok the tables are made by the first start/.test(line)),
    before.join("\n"),
  );
  writeSchemaState({ dataDir: folder.path, databaseUrl: undefined, clickhouseUrl: undefined }, "0.1.0");
  const now = await schemaFindings(folder);
  assert.ok(
    now.every((line) => /ok the tables are those of this version/.test(line)),
    now.join("\n"),
  );
  const older = { version: "0.0.1", records: KNOWN_STEPS.records.slice(0, -2), events: [1] };
  writeFileSync(join(folder.path, "schema.json"), JSON.stringify(older));
  const [records = ""] = await schemaFindings(folder);
  assert.match(records, /warn the next start takes 2 steps.*Make a backup/);
});

test("a file that cannot be read stops nothing", () => {
  using folder = new TestFolder();
  writeFileSync(join(folder.path, "schema.json"), "{");
  assert.equal(readSchemaState({ dataDir: folder.path }), undefined);
});
