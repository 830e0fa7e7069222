// SPDX-License-Identifier: Apache-2.0
/** The audit record, which only grows, and the outbox, by which a change is announced if and only if it happened. */
import { sql } from "kysely";
import { type AnyDatabase, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  // No foreign keys: an entry outlives what it is about.
  await sql`
    create table audit_entries (
      id uuid primary key,
      at timestamptz not null default now(),
      actor_kind text not null check (actor_kind in ('person', 'anonymous', 'system')),
      actor_person_id uuid,
      actor_job text,
      action text not null check (action ~ '^[a-z_]+(\\.[a-z_]+)+$'),
      subject_kind text not null check (subject_kind ~ '^[a-z_]+$'),
      subject_id text not null check (length(subject_id) <= 200),
      organisation_id uuid,
      detail jsonb not null default '{}' check (jsonb_typeof(detail) = 'object'),
      check ((actor_kind = 'person') = (actor_person_id is not null)),
      check ((actor_kind = 'system') = (actor_job is not null))
    )`.execute(db);
  await sql`create index audit_entries_organisation on audit_entries (organisation_id, at)`.execute(db);
  await sql`create index audit_entries_subject on audit_entries (subject_kind, subject_id)`.execute(db);
  await refuseChanges(db);
  const columns =
    "(id, actor_kind, actor_person_id, actor_job, action, subject_kind, subject_id, organisation_id, detail)";
  await protect(db, {
    table: "audit_entries",
    app: `select, insert ${columns}`,
    system: `select, insert ${columns}`,
    read: `organisation_id = any((select my_organisations('manager'))::uuid[])
      or (organisation_id is null and (select has_hub_role('operator')))`,
    // Nobody writes in another's name, or into the record of an organisation that is not theirs.
    insert: `actor_person_id is not distinct from (select my_person())
      and actor_kind = case when (select my_person()) is null then 'anonymous' else 'person' end
      and (organisation_id is null or organisation_id = any((select my_organisations('viewer'))::uuid[]))`,
  });
  await sql`
    create table outbox (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      topic text not null check (topic ~ '^[a-z_]+(\\.[a-z_]+)*$'),
      payload jsonb not null
    )`.execute(db);
  await protect(db, {
    table: "outbox",
    app: "insert (topic, payload)",
    system: "select, insert (topic, payload), delete",
    insert: "(select is_person())",
  });
}

/** Not even the owner of the table, by mistake: who means to must drop the trigger first, which is another act. */
async function refuseChanges(db: AnyDatabase): Promise<void> {
  await sql`
    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise insufficient_privilege using message = format('%s only grows', tg_table_name);
    end $$`.execute(db);
  await sql`
    create trigger audit_entries_only_grow before update or delete or truncate on audit_entries
    for each statement execute function refuse_change()`.execute(db);
}
