// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { createTestRecords, type TestRecords } from "../../test-kit/records/index.ts";
import { withClient } from "./connections.ts";
import { makeDatabase } from "./embedded/bootstrap.ts";
import { MIGRATION_SCHEMA, migrate } from "./migrate.ts";
import { MIGRATIONS } from "./migrations/index.ts";

let records: TestRecords;

before(async () => {
  records = await createTestRecords();
});

after(async () => {
  await records[Symbol.asyncDispose]();
});

/** An empty database on the same server. */
async function withEmptyDatabase(
  use: (owner: TestRecords["access"]["owner"]) => Promise<void>,
): Promise<void> {
  const { superuser, owner } = records.access;
  const name = `${superuser.database}_empty`;
  await withClient(superuser, (client) => makeDatabase(client, name));
  try {
    await use({ ...owner, database: name });
  } finally {
    await withClient(superuser, (client) => client.query(`drop database ${name} with (force)`));
  }
}

async function tableCount(owner: TestRecords["access"]["owner"]): Promise<number> {
  return await withClient(owner, async (client) => {
    const { rowCount } = await client.query("select from pg_tables where schemaname in ('public', $1)", [
      MIGRATION_SCHEMA,
    ]);
    return rowCount ?? 0;
  });
}

test("every file of a migration is in the list, under its own name and in order", () => {
  const files = readdirSync(join(import.meta.dirname, "migrations"))
    .filter((name) => /^\d{4}-/.test(name))
    .map((name) => name.replace(/\.ts$/, ""));
  assert.deepEqual(Object.keys(MIGRATIONS), files.sort());
});

test("an empty database is brought to the tables of today, and a second run changes nothing", async () => {
  await withEmptyDatabase(async (owner) => {
    assert.deepEqual(await migrate(owner), Object.keys(MIGRATIONS));
    const count = await tableCount(owner);
    assert.ok(count > 10);
    assert.deepEqual(await migrate(owner), []);
    assert.equal(await tableCount(owner), count);
  });
});

test("a migration that fails leaves nothing of it and of those before it", async () => {
  await withEmptyDatabase(async (owner) => {
    const broken = {
      up: async (db: Parameters<(typeof MIGRATIONS)[string]["up"]>[0]) =>
        void (await sql`nonsense`.execute(db)),
    };
    await assert.rejects(migrate(owner, { ...MIGRATIONS, "9999-broken": broken }), {
      code: "records.migration_failed",
      message: /^9999-broken: syntax error/,
    });
    await withClient(owner, async (client) => {
      const { rowCount } = await client.query("select from pg_tables where schemaname = 'public'");
      assert.equal(rowCount, 0);
    });
    assert.deepEqual(await migrate(owner), Object.keys(MIGRATIONS));
  });
});

test("two hubs that start at once bring the database to this version once", async () => {
  await withEmptyDatabase(async (owner) => {
    const runs = await Promise.all([migrate(owner), migrate(owner), migrate(owner)]);
    assert.deepEqual(runs.flat().sort(), Object.keys(MIGRATIONS));
  });
});

test("a database that a newer version has brought further is refused and left as it is", async () => {
  await withEmptyDatabase(async (owner) => {
    await migrate(owner);
    await withClient(owner, (client) =>
      client.query(`insert into ${MIGRATION_SCHEMA}.kysely_migration values ('9998-from-the-future', 'now')`),
    );
    await assert.rejects(migrate(owner), { code: "records.schema_newer", message: /9998-from-the-future/ });
  });
});
