// SPDX-License-Identifier: Apache-2.0
/**
 * From every state that a released version could have left, with rows in it, to the tables of today. One database goes
 * through the migrations one by one and gets new rows after each, so every migration meets rows of every state before
 * it. A hub that comes from far runs its migrations in one transaction, where what one does to a row can be in the way
 * of the next: that is tried from each state at which there is a new kind of row. What comes later has no other kinds,
 * so it would show nothing else, and the test need not grow with the square of the migrations.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import type pg from "pg";
import { createTestRecords, type TestRecords } from "../../test-kit/records/index.ts";
import { withClient } from "./connections.ts";
import { makeDatabase } from "./embedded/bootstrap.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS } from "./migrations/index.ts";

const NAMES = Object.keys(MIGRATIONS);
let records: TestRecords;
/** A database of each state that is upgraded from, by the last migration that it had. */
const snapshots = new Map<string, pg.ClientConfig>();
let stepped: pg.ClientConfig;
const made: string[] = [];

before(async () => {
  records = await createTestRecords();
  stepped = await aDatabase("stepping");
  for (const [index, step] of NAMES.entries()) {
    const counts = index === 0 ? {} : await countsOf(stepped);
    assert.deepEqual(await migrate(stepped, upTo(index + 1)), [step]);
    assert.deepEqual(await countsOfThese(stepped, counts), counts, `${step} keeps the rows`);
    if (index < NAMES.length - 1) await addRows(stepped, step);
    if (STARTS.has(step) || step === BEFORE_CONTACTS)
      snapshots.set(step, await aDatabase(`from_${index + 1}`, stepped.database));
  }
});

after(async () => {
  for (const name of made) await asSuperuser((client) => client.query(`drop database ${name} with (force)`));
  await records[Symbol.asyncDispose]();
});

async function asSuperuser<Result>(
  use: (client: pg.Client) => Promise<Result>,
  database?: string,
): Promise<Result> {
  const { superuser } = records.access;
  return await withClient({ ...superuser, database: database ?? superuser.database }, use);
}

async function aDatabase(suffix: string, template?: string): Promise<pg.ClientConfig> {
  const database = `${records.access.superuser.database}_${suffix}`;
  await asSuperuser((client) => makeDatabase(client, database, template));
  made.push(database);
  return { ...records.access.owner, database };
}

function upTo(count: number): typeof MIGRATIONS {
  return Object.fromEntries(NAMES.slice(0, count).map((name) => [name, MIGRATIONS[name] ?? assert.fail()]));
}

/** As many rows of the oldest tables as they take; what a later migration adds must find them. */
const ROWS: readonly (readonly [since: string, text: string])[] = [
  ["0001-access", "insert into organisations (id, name) values ('$org', 'Hospital $n')"],
  ["0001-access", "insert into people (id, email, name) values ('$person', '$person@example.org', 'Li')"],
  [
    "0001-access",
    "insert into memberships (person_id, organisation_id, role) values ('$person', '$org', 'administrator')",
  ],
  ["0001-access", "insert into hub_roles (person_id, role) values ('$person', 'operator')"],
  [
    "0002-audiences",
    "insert into audiences (organisation_id, organisation_ids, person_ids, fingerprint) values ('$org', '{}', '{}', '$n')",
  ],
  [
    "0005-sources-and-rules",
    "insert into sources (id, organisation_id, name) values ('$source', '$org', 'firewall')",
  ],
  [
    "0006-alerts",
    `insert into rules (id, organisation_id, audience_id, key, title, level)
     select '$rule', '$org', id, 'key $n', 'A rule', 'high' from audiences where organisation_id = '$org'`,
  ],
  [
    "0006-alerts",
    `insert into alerts (id, organisation_id, audience_id, rule_id, rule_version, title, level, entity_kind, entity,
       window_start, window_end, first_event_at, last_event_at)
     select '$alert', '$org', audience_id, '$rule', 1, 'An alert', 'high', 'host', 'ws1', now(), now() + interval '1 hour',
       now(), now() from rules where id = '$rule'`,
  ],
  [
    "0011-ledger",
    `insert into systems (id, organisation_id, audience_id, name)
     select '$system', '$org', id, 'Patients' from audiences where organisation_id = '$org'`,
  ],
  [
    "0013-cases",
    `insert into cases (id, organisation_id, audience_id, year, number, title, severity)
     select '$case', '$org', audience_id, 2026, 1, 'Odd', 'high' from rules where id = '$rule'`,
  ],
];

const BEFORE_CONTACTS = "0034-openid-connect";
const STARTS = new Set([...ROWS.map(([since]) => since), ...NAMES.slice(-2, -1)]);

const TABLES = ["organisations", "people", "memberships", "hub_roles", "sources", "rules", "alerts", "cases"];

async function addRows({ database }: pg.ClientConfig, step: string): Promise<void> {
  const ids = new Map<string, string>();
  const fill = (text: string) =>
    text.replace(/\$(\w+)/g, (_, name: string) => {
      const id = ids.get(name) ?? randomUUID();
      ids.set(name, id);
      return id;
    });
  for (const [since, text] of ROWS)
    if (since <= step) await asSuperuser((client) => client.query(fill(text)), database);
}

async function countsOf({ database }: pg.ClientConfig): Promise<Record<string, number>> {
  return await asSuperuser(async (client) => {
    const counts: Record<string, number> = {};
    for (const table of TABLES) {
      const { rows: found } = await client.query("select to_regclass($1) is not null as is", [table]);
      if (found[0]?.is !== true) continue;
      const { rows } = await client.query(`select count(*)::int as n from ${table}`);
      counts[table] = rows[0]?.n;
    }
    return counts;
  }, database);
}

/** Everything that a migration could have left otherwise. */
async function shapeOf({ database }: pg.ClientConfig): Promise<unknown[]> {
  const queries = [
    `select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
     where table_schema = 'public' order by 1, 2`,
    `select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
     where connamespace = 'public'::regnamespace order by 1, 2`,
    "select tablename, indexname, indexdef from pg_indexes where schemaname = 'public' order by 1, 2",
    "select tablename, policyname, cmd, qual, with_check from pg_policies where schemaname = 'public' order by 1, 2",
    "select tgrelid::regclass::text, tgname, tgenabled from pg_trigger where not tgisinternal order by 1, 2",
    "select grantee, table_name, privilege_type from information_schema.role_table_grants where table_schema = 'public' order by 1, 2, 3",
  ];
  return await asSuperuser(async (client) => {
    const found: unknown[] = [];
    for (const query of queries) found.push((await client.query(query)).rows);
    return found;
  }, database);
}

/** Today's number of rows of the tables that there were. */
async function countsOfThese(
  database: pg.ClientConfig,
  before: Record<string, number>,
): Promise<Record<string, number | undefined>> {
  const counts = await countsOf(database);
  return Object.fromEntries(Object.keys(before).map((name) => [name, counts[name]]));
}

function snapshotOf(step: string): pg.ClientConfig {
  return snapshots.get(step) ?? assert.fail(step);
}

test("migrations that run one by one leave the tables of those that run at once", async () => {
  assert.deepEqual(await shapeOf(stepped), await shapeOf(records.access.owner));
});

test("states with rows come to the tables of today in one transaction and keep their rows", async () => {
  const shape = await shapeOf(stepped);
  assert.ok(STARTS.size > 5);
  for (const step of STARTS) {
    const database = snapshotOf(step);
    const counts = await countsOf(database);
    assert.ok(Object.values(counts).some((count) => count > 0));
    assert.deepEqual(await migrate(database), NAMES.slice(NAMES.indexOf(step) + 1), step);
    assert.deepEqual(await shapeOf(database), shape, step);
    assert.deepEqual(await countsOfThese(database, counts), counts, step);
  }
});

test("contacts that stood in the row of an organisation become lines of their own, in their words", async () => {
  const database = snapshotOf(BEFORE_CONTACTS);
  const contacts = JSON.stringify([
    { name: "Duty desk", role: "Duty officer", phone: "1", email: "" },
    { name: "", role: "安全负责人", email: "a@example.org" },
    { name: "Wang", role: "Head" },
  ]);
  const { rows } = await asSuperuser(async (client) => {
    const values = [randomUUID(), contacts];
    await client.query("insert into organisations (id, name, contacts) values ($1, 'Harbour', $2)", values);
    await migrate(database);
    return await client.query(
      "select role, title, name, email, phone from organisation_contacts order by position",
    );
  }, database.database);
  assert.deepEqual(
    rows.map(({ role, title, name, email, phone }) => [role, title, name, email, phone]),
    [
      ["incident", "Duty officer", "Duty desk", "", "1"],
      ["security", "安全负责人", "?", "a@example.org", ""],
      ["other", "Head", "Wang", "", ""],
    ],
  );
});
