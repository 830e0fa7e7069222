// SPDX-License-Identifier: Apache-2.0
/** Organisations, people and their roles, and the functions that say who the principal is. */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`revoke create on schema public from public`.execute(db);
  await sql`grant usage on schema public to fengsui_app, fengsui_system`.execute(db);
  await createTables(db);
  await createFunctions(db);
  await protectTables(db);
}

async function createTables(db: AnyDatabase): Promise<void> {
  await sql`
    create table organisations (
      id uuid primary key,
      name text not null unique check (length(name) between 1 and 200),
      created_at timestamptz not null default now(),
      disabled_at timestamptz
    )`.execute(db);
  await sql`
    create table people (
      id uuid primary key,
      email text not null check (length(email) between 3 and 320),
      name text not null check (length(name) between 1 and 200),
      language text not null default 'zh-CN' check (language in ('zh-CN', 'en')),
      created_at timestamptz not null default now(),
      disabled_at timestamptz
    )`.execute(db);
  await sql`create unique index people_email on people (lower(email))`.execute(db);
  await sql`
    create table memberships (
      person_id uuid not null references people,
      organisation_id uuid not null references organisations,
      role text not null check (role in ('viewer', 'analyst', 'responder', 'manager', 'administrator')),
      created_at timestamptz not null default now(),
      primary key (person_id, organisation_id)
    )`.execute(db);
  await sql`create index memberships_organisation on memberships (organisation_id)`.execute(db);
  await sql`
    create table hub_roles (
      person_id uuid not null references people,
      role text not null check (role in ('coordinator', 'operator')),
      created_at timestamptz not null default now(),
      primary key (person_id, role)
    )`.execute(db);
}

/**
 * They run as the owner of the tables, so that a policy may ask what the principal may not read. Each names its
 * search path: a function that runs as another must not find objects that its caller put in the way.
 */
async function createFunctions(db: AnyDatabase): Promise<void> {
  await sql`
    create function my_person() returns uuid language sql stable
    return nullif(current_setting('fengsui.person_id', true), '')::uuid`.execute(db);
  await sql`
    create function is_person() returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
      select exists (select from people where id = my_person() and disabled_at is null)
    $$`.execute(db);
  // A role that does not exist is held nowhere.
  await sql`
    create function my_organisations(lowest text) returns uuid[]
    language sql stable security definer set search_path = public, pg_temp as $$
      with ranks as (select array['viewer', 'analyst', 'responder', 'manager', 'administrator'] as names)
      select coalesce(array_agg(m.organisation_id), '{}')
      from ranks, memberships m
      join people p on p.id = m.person_id and p.disabled_at is null
      join organisations o on o.id = m.organisation_id and o.disabled_at is null
      where m.person_id = my_person()
        and array_position(ranks.names, m.role) >= array_position(ranks.names, lowest)
    $$`.execute(db);
  await sql`
    create function has_hub_role(wanted text) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
      select is_person() and exists (select from hub_roles where person_id = my_person() and role = wanted)
    $$`.execute(db);
  await sql`
    create function my_colleagues() returns uuid[]
    language sql stable security definer set search_path = public, pg_temp as $$
      select coalesce(array_agg(distinct person_id), '{}')
      from memberships where organisation_id = any (my_organisations('viewer'))
    $$`.execute(db);
  for (const name of [
    "my_person()",
    "is_person()",
    "my_organisations(text)",
    "has_hub_role(text)",
    "my_colleagues()",
  ]) {
    await sql`revoke execute on function ${sql.raw(name)} from public`.execute(db);
    await sql`grant execute on function ${sql.raw(name)} to fengsui_app, fengsui_system`.execute(db);
  }
}

async function protectTables(db: AnyDatabase): Promise<void> {
  await protect(db, {
    table: "organisations",
    app: "select, insert, update (name)",
    // A directory to everybody with an account: who shares must be able to choose with whom.
    read: "(select is_person())",
    insert: "(select has_hub_role('operator'))",
    update: "id = any((select my_organisations('administrator'))::uuid[])",
    isOfTheRule: true,
  });
  await protect(db, {
    table: "people",
    app: "select, update (name, language)",
    read: "(select is_person()) and (id = (select my_person()) or id = any((select my_colleagues())::uuid[]))",
    update: "(select is_person()) and id = (select my_person())",
    isOfTheRule: true,
  });
  await protect(db, {
    table: "memberships",
    app: "select, insert, update (role), delete",
    read: holds("viewer"),
    insert: holds("administrator"),
    update: holds("administrator"),
    delete: holds("administrator"),
    isOfTheRule: true,
  });
  await protect(db, {
    table: "hub_roles",
    app: "select",
    read: "(select is_person()) and (person_id = (select my_person()) or (select has_hub_role('operator')))",
    isOfTheRule: true,
  });
}
