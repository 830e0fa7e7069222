// SPDX-License-Identifier: Apache-2.0
/** Backups as files: what is restored is what was there, and what is no whole backup is refused. */
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type pg from "pg";
import { type Config, readConfig } from "../../platform/config/index.ts";
import { connectEvents, DEFAULT_LIMITS } from "../../platform/events/open-events.ts";
import { withClient } from "../../platform/records/connections.ts";
import { makeDatabase } from "../../platform/records/embedded/bootstrap.ts";
import { silentLogger } from "../../platform/telemetry/logger.ts";
import { TestFolder } from "../../test-kit/records/folder.ts";
import { createTestRecords, type TestRecords } from "../../test-kit/records/index.ts";
import {
  aColleague,
  anEquippedOrganisation,
  deliver,
  startTestHub,
  sysmon,
  uploadRule,
} from "../../test-kit/web/index.ts";
import { ArchiveWriter } from "./archive/write-archive.ts";
import { checkArchive, makeBackup, requireRestored, restoreBackup } from "./index.ts";

const quiet = { report: () => undefined, version: "1.2.3" };
const EVENTS = 25;
/** Of an audience that the records do not know. */
const UNKNOWN_AUDIENCE = 999_999;
const folder = new TestFolder();
let records: TestRecords;
let file: string;
const made: string[] = [];

function served({ host, user, database }: pg.ClientConfig): string {
  return `postgres:///${database}?host=${encodeURIComponent(host ?? "")}&user=${user}`;
}

function configOf(name: string, databaseUrl: string): Config {
  const environment = { FENGSUI_DATA_DIR: join(folder.path, name), DATABASE_URL: databaseUrl };
  return readConfig({ environment, isRoot: false, home: "/nonexistent" });
}

/** An empty database beside the one of the hub. */
async function emptyDatabase(name: string): Promise<pg.ClientConfig> {
  const { superuser, owner } = records.access;
  const database = `${superuser.database}_${name}`;
  await withClient(superuser, (client) => makeDatabase(client, database));
  made.push(database);
  return { ...owner, database };
}

before(async () => {
  chmodSync(folder.path, 0o711);
  records = await createTestRecords();
  const config = configOf("data", served(records.access.owner));
  {
    await using hub = await startTestHub({
      besides: records,
      environment: { FENGSUI_DATA_DIR: config.dataDir },
    });
    const organisation = await anEquippedOrganisation(hub);
    await uploadRule(organisation);
    const { browser } = await aColleague(hub, organisation, "administrator");
    const invited = { email: "li@example.org", role: "viewer" };
    await browser.json("POST", `/api/v1/organisations/${organisation.id}/invitations`, invited);
    const times = Array.from({ length: EVENTS }, (_, index) => new Date(Date.UTC(2026, 4, 1, 10, index)));
    await deliver(hub, organisation, [...times.map((time) => sysmon(time)), "no JSON\twith \\ and 中文"]);
  }
  await addForeignEvent(config);
  ({ path: file } = await makeBackup({ ...quiet, config, target: folder.path }));
});

after(async () => {
  for (const name of made)
    await withClient(records.access.superuser, (client) =>
      client.query(`drop database ${name} with (force)`),
    );
  await records[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

async function withEvents<Result>(
  { dataDir }: Config,
  use: (client: Awaited<ReturnType<typeof connectEvents>>["client"]) => Promise<Result>,
): Promise<Result> {
  await using stack = new AsyncDisposableStack();
  const place = { directory: join(dataDir, "events") };
  return await use((await connectEvents(place, DEFAULT_LIMITS, silentLogger, stack)).client);
}

async function addForeignEvent(config: Config): Promise<void> {
  await withEvents(config, (client) =>
    client.command({
      query: `INSERT INTO events SELECT * REPLACE (generateUUIDv4() AS event_id, ${UNKNOWN_AUDIENCE} AS audience_id) FROM events LIMIT 1`,
    }),
  );
}

/** How many rows each table has, and the hash of all of them. */
async function recordsOf(database: pg.ClientConfig): Promise<Map<string, string>> {
  const superuser = { ...records.access.superuser, database: database.database };
  return await withClient(superuser, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' order by 1",
    );
    const found = new Map<string, string>();
    for (const { name } of tables) {
      const { rows } = await client.query<{ sum: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${name} t`,
      );
      found.set(name, rows[0]?.sum ?? "");
    }
    return found;
  });
}

async function eventsOf(config: Config): Promise<unknown> {
  return await withEvents(config, async (client) => {
    const sums = ["events", "matches", "observables"].map(
      (table) =>
        `SELECT '${table}', toString(count()), toString(groupBitXor(cityHash64(*))) FROM ${table} FINAL
         WHERE audience_id != ${UNKNOWN_AUDIENCE}`,
    );
    const query = sums.join(" UNION ALL ").replace("events FINAL", "events");
    const result = await client.query({
      query: `SELECT * FROM (${query}) ORDER BY 1`,
      format: "JSONEachRow",
    });
    return await result.json();
  });
}

/** Sessions, and invitations that can be accepted. */
async function openIn(database: pg.ClientConfig): Promise<string | undefined> {
  const superuser = { ...records.access.superuser, database: database.database };
  return await withClient(superuser, async (client) => {
    const { rows } = await client.query<{ open: string }>(
      `select (select count(*) from sessions) || ' ' ||
         (select count(*) from invitations where accepted_at is null and revoked_at is null) as open`,
    );
    return rows[0]?.open;
  });
}

/** What a restoration itself writes. */
const WRITTEN_BY_RESTORE = [
  "audit_entries",
  "retrospections",
  "retrospection_rules",
  "sessions",
  "invitations",
];

test("what is restored is what was there, row for row in both stores, but for sessions and invitations; and only its owner can read the file", async () => {
  const database = await emptyDatabase("restored");
  const config = configOf("restored", served(database));
  await restoreBackup({ ...quiet, config, file: { path: file } });
  const [was, is] = [await recordsOf(records.access.owner), await recordsOf(database)];
  for (const name of WRITTEN_BY_RESTORE) for (const sums of [was, is]) sums.delete(name);
  assert.deepEqual(is, was);
  for (const name of ["people", "sources", "rules", "alerts", "dead_letters", "credentials"])
    assert.doesNotMatch(is.get(name) ?? "", /^0 /, name);
  assert.deepEqual([await openIn(records.access.owner), await openIn(database)], ["2 1", "0 0"]);
  assert.deepEqual(await eventsOf(config), await eventsOf(configOf("data", "postgres:///unused")));
  assert.equal(statSync(file).mode & 0o777, 0o600);
  requireRestored(config.dataDir);
});

test("events of audiences that the records do not know are not in it: another could get their number", async () => {
  const { manifest } = await checkArchive({ path: file }, () => undefined);
  assert.equal(manifest.entries["events/events/000000.zst"]?.rows, EVENTS);
});

test("a file that was changed or ends too early is refused, and nothing is made", async () => {
  const bytes = readFileSync(file);
  const config = configOf("untouched", "postgres:///unused");
  const changed = Buffer.from(bytes);
  const middle = bytes.indexOf("records/people/") + 600;
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  for (const [name, content] of Object.entries({ changed, cut: bytes.subarray(0, bytes.length / 2) })) {
    const path = join(folder.path, `${name}.tar`);
    writeFileSync(path, content);
    await assert.rejects(
      checkArchive({ path }, () => undefined),
      { code: "backup.damaged" },
    );
    await assert.rejects(restoreBackup({ ...quiet, config, file: { path } }), { code: "backup.damaged" });
  }
  assert.ok(!readdirSync(folder.path).includes("untouched"));
});

test("a passphrase keeps it from who has only the file", async () => {
  const config = configOf("data", served(records.access.owner));
  const target = join(folder.path, "secret.tar.age");
  const { path } = await makeBackup({ ...quiet, config, target, passphrase: "correct horse" });
  assert.ok(!readFileSync(path).includes("backup.json"));
  await checkArchive({ path, passphrase: "correct horse" }, () => undefined);
  for (const passphrase of [undefined, "wrong"])
    await assert.rejects(
      checkArchive({ path, passphrase }, () => undefined),
      { code: "backup.locked" },
    );
});

test("a backup is neither written over a file nor restored to where something is", async () => {
  const config = configOf("data", served(records.access.owner));
  await assert.rejects(makeBackup({ ...quiet, config, target: file }), { code: "backup.exists" });
  await assert.rejects(restoreBackup({ ...quiet, config, file: { path: file } }), {
    code: "restore.not_empty",
  });
  const elsewhere = configOf("elsewhere", served(records.access.owner));
  await assert.rejects(restoreBackup({ ...quiet, config: elsewhere, file: { path: file } }), {
    code: "restore.not_empty",
    message: /records/,
  });
  assert.deepEqual(readdirSync(elsewhere.dataDir), []);
});

test("a backup of a newer version is refused before anything is made", async () => {
  const path = join(folder.path, "newer.tar");
  const { header } = await checkArchive({ path: file }, () => undefined);
  await using archive = await ArchiveWriter.open(path, undefined);
  const migrations = [...header.records.migrations, "9998-from-the-future"];
  await archive.writeHeader({ ...header, version: "99.0.0", records: { ...header.records, migrations } });
  await archive.finish();
  const config = configOf("older", "postgres:///unused");
  await assert.rejects(restoreBackup({ ...quiet, config, file: { path } }), {
    code: "backup.newer",
    message: /99\.0\.0.*9998-from-the-future/,
  });
});

test("a backup that is given up leaves no file, and a directory half restored is not started", async () => {
  const path = join(folder.path, "given-up.tar");
  {
    await using archive = await ArchiveWriter.open(path, undefined);
    await archive.addRows("records/people/000000", { bytes: Buffer.from("1\n"), rows: 1 });
  }
  assert.deepEqual(
    readdirSync(folder.path).filter((name) => name.includes("given-up")),
    [],
  );
  const half = join(folder.path, "half");
  mkdirSync(half);
  writeFileSync(join(half, "restore.unfinished"), "");
  assert.throws(() => requireRestored(half), { code: "restore.unfinished" });
});
