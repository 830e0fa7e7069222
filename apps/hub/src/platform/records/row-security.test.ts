// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import {
  anOrganisation,
  aPerson,
  asHub,
  createTestRecords,
  type TestRecords,
} from "../../test-kit/records/index.ts";
import { systemClock } from "../clock.ts";
import { newId } from "../ids.ts";
import { withClient } from "./connections.ts";
import { audited, personPrincipal } from "./index.ts";
import { MIGRATION_SCHEMA } from "./migrate.ts";
import { JOBS_SCHEMA } from "./migrations/0009-jobs.ts";

/** Schemas whose tables hold no records of anybody, each with the reason. */
const EXEMPT_SCHEMAS: Readonly<Record<string, string>> = {
  [MIGRATION_SCHEMA]: "the names of the migrations that were run; only the owner of the tables reads it",
  [JOBS_SCHEMA]: "the queue of jobs: names and ids, which the hub's own jobs alone read",
};

let records: TestRecords;

before(async () => {
  records = await createTestRecords();
});

after(async () => {
  await records[Symbol.asyncDispose]();
});

async function query(text: string, role: "app" | "system" | "owner" | "superuser" = "superuser") {
  return await withClient(records.access[role], async (client) => (await client.query(text)).rows);
}

const UNPROTECTED = `
  select n.nspname || '.' || c.relname as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
    and n.nspname <> all ($1)
    and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy where polrelid = c.oid))
  order by 1`;

async function unprotectedTables(): Promise<string[]> {
  return await withClient(records.access.superuser, async (client) => {
    const { rows } = await client.query<{ name: string }>(UNPROTECTED, [Object.keys(EXEMPT_SCHEMAS)]);
    return rows.map(({ name }) => name);
  });
}

test("every table has forced row-level security and a policy, unless its schema is exempt", async () => {
  const [count] = await query("select count(*)::int as tables from pg_tables where schemaname = 'public'");
  assert.ok(count?.tables > 10);
  assert.deepEqual(await unprotectedTables(), []);
});

test("a table without policy, without force or without row security is noticed", async () => {
  const setUp = ["", "enable row level security", "enable row level security, force row level security"];
  for (const [index, change] of setUp.entries()) {
    await query(`create table planted_${index} (id int)`, "owner");
    if (change !== "") await query(`alter table planted_${index} ${change.replace(", ", `, `)}`, "owner");
  }
  const planted = setUp.map((_, index) => `public.planted_${index}`);
  try {
    assert.deepEqual(await unprotectedTables(), planted);
  } finally {
    await query(`drop table ${planted.join(", ")}`, "owner");
  }
});

test("views, which would show what their owner sees, do not exist", async () => {
  const views = await query(
    "select relname from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace",
  );
  assert.deepEqual(views, []);
});

test("a function that runs as the owner names its search path, and the public may not call it", async () => {
  const loose = await query(`
    select proname from pg_proc p where pronamespace = 'public'::regnamespace and prosecdef
    and (not coalesce('search_path=public, pg_temp' = any (proconfig), false)
      or exists (select from aclexplode(proacl) where grantee = 0) or proacl is null)`);
  assert.deepEqual(loose, []);
});

test("the roles that the hub works as have no power over row-level security and over each other", async () => {
  const rows = await query(`
    select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as is_powerful
    from pg_roles where rolname in ('fengsui_app', 'fengsui_system', 'fengsui_owner') order by 1`);
  assert.deepEqual(
    rows.map(({ rolname, is_powerful }) => [rolname, is_powerful]),
    [
      ["fengsui_app", false],
      ["fengsui_owner", false],
      ["fengsui_system", false],
    ],
  );
});

test("the application cannot become another role, switch row security off or change what protects it", async () => {
  for (const attempt of [
    "set role postgres",
    "set role fengsui_owner",
    "set role fengsui_system",
    "set session authorization fengsui_system",
    "alter role fengsui_app bypassrls",
    "alter role fengsui_app superuser",
    "grant fengsui_owner to fengsui_app",
    "alter table alerts disable row level security",
    "alter table alerts no force row level security",
    "drop policy app_read on alerts",
    "create policy mine on alerts using (true)",
    "create or replace function my_audiences() returns int[] language sql return array[1]",
    "create table public.mine (id int)",
    "create table pg_temp.audiences as select * from audiences; alter table alerts owner to fengsui_app",
    "truncate alerts",
    "copy (select 1) to program 'true'",
    "select pg_read_file('/etc/passwd')",
    `select * from ${MIGRATION_SCHEMA}.kysely_migration`,
    `select * from ${JOBS_SCHEMA}.job`,
    `create table ${JOBS_SCHEMA}.mine (id int)`,
    "insert into audiences (organisation_id, organisation_ids, person_ids, fingerprint) values (gen_random_uuid(), '{}', '{}', '')",
  ])
    await assert.rejects(query(attempt, "app"), { code: /^(42501|0A000)$/ }, attempt);
});

test("with row security switched off by a setting the application is refused, not shown more", async () => {
  const attempt = "set row_security = off; select * from alerts";
  await assert.rejects(query(attempt, "app"), { code: "42501" });
});

test("even the owner of the tables sees no row of an organisation's records", async () => {
  const organisation = await anOrganisation(records);
  await asHub(records, (write) => write.insertInto("sources").values(sourceOf(organisation)).execute());
  assert.deepEqual(await query("select * from sources", "owner"), []);
  assert.equal((await query("select id from sources", "system")).length, 1);
});

test("the principal of one transaction is not that of the next on the same connection", async () => {
  const organisation = await anOrganisation(records);
  const person = await aPerson(records, { roles: [[organisation, "viewer"]] });
  await asHub(records, (write) => write.insertInto("sources").values(sourceOf(organisation)).execute());
  const seen = async (principal: Parameters<TestRecords["read"]>[0]) =>
    (await records.read(principal, (tx) => tx.read.selectFrom("sources").select("id").execute())).length;
  assert.equal(await seen(personPrincipal(person)), 1);
  assert.equal(await seen({ kind: "anonymous" }), 0);
  const entry = { action: "test.stay", subject: { kind: "test", id: "-" }, organisationId: null };
  await records.transaction(personPrincipal(person), (tx) =>
    audited(tx, entry, (write) =>
      sql`select set_config('fengsui.person_id', ${person}, false)`.execute(write),
    ),
  );
  for (let time = 0; time < 3; time++) assert.equal(await seen({ kind: "anonymous" }), 0);
});

test("a reading transaction cannot write, whatever is asked", async () => {
  await assert.rejects(
    records.read({ kind: "anonymous" }, (tx) =>
      tx.read
        .selectNoFrom(sql`ensure_audience(gen_random_uuid(), null, null, '{}', '{}')`.as("id"))
        .execute(),
    ),
    { code: /^(25006|42501)$/ },
  );
});

function sourceOf(organisation_id: Awaited<ReturnType<typeof anOrganisation>>) {
  return { id: newId<"source">(systemClock), organisation_id, name: "firewall" };
}
