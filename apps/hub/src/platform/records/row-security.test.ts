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
import { audited, wholePerson } from "./index.ts";
import { MIGRATION_SCHEMA } from "./migrate.ts";
import { JOBS_SCHEMA } from "./migrations/0009-jobs.ts";
import { MEMORY_SCHEMA } from "./migrations/0046-audience-memory.ts";

/** Schemas whose tables hold no records of anybody, each with the reason. */
const EXEMPT_SCHEMAS: Readonly<Record<string, string>> = {
  [MIGRATION_SCHEMA]: "the names of the migrations that were run; only the owner of the tables reads it",
  [JOBS_SCHEMA]: "the queue of jobs: names and ids, which the hub's own jobs alone read",
  [MEMORY_SCHEMA]: "the keys of seals and a number of changes, which the owner's functions alone read",
};

/** Functions that run as the owner and that a request may call: each decides by the principal, and shows no row of others. */
const CALLED_BY_REQUESTS: readonly string[] = [
  "accept_invitation",
  "acting_for",
  "audience_recipients",
  "concerning_me",
  "create_service_account",
  "custody_of",
  "disable_account",
  "enable_account",
  "end_service_account",
  "ensure_audience",
  "has_hub_role",
  "hidden_members",
  "hub_accounts",
  "is_person",
  "listed_sharing_groups",
  "may_recover",
  "may_see",
  "my_audiences",
  "my_colleagues",
  "my_consents",
  "my_key_holders",
  "my_organisations",
  "my_recalls",
  "my_service_accounts",
  "my_sharing_groups",
  "my_vacancies",
  "next_number",
  "owned_sharing_groups",
  "preview_recipients",
  "readers_of",
  "recall_answers",
  "recalled_from_me_by",
  "sealed_audiences",
  "was_shared",
  "would_widen",
];

/** Tables that are seen by who sees the row that theirs hangs on, under that row's own policy. */
const SEEN_THROUGH_OTHERS: Readonly<Record<string, string>> = {
  delivery_attempts: "the delivery that was attempted",
  evidence_chunks: "a piece of evidence with this content",
  evidence_contents: "a piece of evidence with this content",
  indicator_lists: "the rule that the list is",
  indicators: "the list that it is in",
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

test("the application owns nothing, is a member of nothing, and runs as the owner only what is for it to run", async () => {
  const owned = await query(`
    select classid::regclass::text as kind, objid from pg_shdepend
    where deptype = 'o' and refclassid = 'pg_authid'::regclass
      and refobjid in ('fengsui_app'::regrole, 'fengsui_system'::regrole)
      and dbid = (select oid from pg_database where datname = current_database())
      and not (classid = 'pg_namespace'::regclass and objid = '${JOBS_SCHEMA}'::regnamespace)
      and (classid, objid) not in (select 'pg_class'::regclass, oid from pg_class where relnamespace = '${JOBS_SCHEMA}'::regnamespace)
      and (classid, objid) not in (select 'pg_proc'::regclass, oid from pg_proc where pronamespace = '${JOBS_SCHEMA}'::regnamespace)
      and (classid, objid) not in (select 'pg_type'::regclass, oid from pg_type where typnamespace = '${JOBS_SCHEMA}'::regnamespace)`);
  assert.deepEqual(owned, []);
  const memberships = await query(`
    select roleid::regrole::text, member::regrole::text from pg_auth_members
    where member in ('fengsui_app'::regrole, 'fengsui_system'::regrole)`);
  assert.deepEqual(memberships, []);
  const callable = await query(`
    select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
      and has_function_privilege('fengsui_app', oid, 'execute') order by 1`);
  assert.deepEqual(
    callable.map(({ proname }) => proname),
    CALLED_BY_REQUESTS,
  );
});

test("a policy of the application for reading names the principal, or says why it need not", async () => {
  const policies = await query(`
    select tablename, qual from pg_policies where schemaname = 'public' and 'fengsui_app' = any (roles)
      and cmd in ('SELECT', 'ALL') order by 1`);
  assert.ok(policies.length > 40);
  const asksWhoReads = [...CALLED_BY_REQUESTS, "my_person"];
  const open = policies
    .filter(({ qual }) => !asksWhoReads.some((name) => String(qual).includes(`${name}(`)))
    .map(({ tablename }) => tablename);
  assert.deepEqual(open, Object.keys(SEEN_THROUGH_OTHERS));
});

test("a policy for reading looks the audience of a row up, beside the test that an index serves", async () => {
  const policies = await query(`
    select tablename, qual from pg_policies where schemaname = 'public' and policyname = 'app_read'
      and qual like '%my_audiences()%' order by 1`);
  assert.ok(policies.length > 20);
  const pair =
    /(\w+) = ANY \(\( SELECT my_audiences\(\) AS my_audiences\)::integer\[\]\)\) AND \(\1 IN \( SELECT unnest\(\( SELECT my_audiences\(\) AS my_audiences\)\) AS unnest\)\)/g;
  const ofMany =
    /^\(audience_id IN \( SELECT unnest\(\( SELECT my_audiences\(\) AS my_audiences\)\) AS unnest\)\)$/;
  const slow = policies.filter(
    ({ qual }) => !ofMany.test(qual) && String(qual).replaceAll(pair, "").includes("my_audiences"),
  );
  assert.deepEqual(
    slow.map(({ tablename }) => tablename),
    [],
    "write SEEN_BY_AUDIENCE",
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
    `select * from ${MEMORY_SCHEMA}.keys`,
    `select * from ${MEMORY_SCHEMA}.changes`,
    "select audience_seal('{1}')",
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
  assert.equal(await seen(wholePerson(person)), 1);
  assert.equal(await seen({ kind: "anonymous" }), 0);
  const entry = { action: "test.stay", subject: { kind: "test", id: "-" }, organisationId: null };
  await records.transaction(wholePerson(person), (tx) =>
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
