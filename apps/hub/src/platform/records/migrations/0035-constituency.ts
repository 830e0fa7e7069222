// SPDX-License-Identifier: Apache-2.0
/**
 * Whom to tell at an organisation, by what for, and for what it answers: domains, networks and autonomous systems,
 * each with how it was proved. Both are for those whom it concerns: its own people, those of its centre, coordinators.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

const CONCERNS_ME = "organisation_id = any((select concerning_me())::uuid[])";
const COORDINATES = "(select has_hub_role('coordinator'))";

export async function up(db: AnyDatabase): Promise<void> {
  await createConcerningMe(db);
  await createContacts(db);
  await moveContacts(db);
  await createClaims(db);
  await guardClaims(db);
  await tellOfThem(db);
}

async function createConcerningMe(db: AnyDatabase): Promise<void> {
  await sql`
    create function concerning_me() returns uuid[]
    language sql stable security definer set search_path = public, pg_temp as $$
      select coalesce(array_agg(o.id), '{}') from organisations o
      where o.id = any (my_organisations('viewer')) or o.centre_id = any (my_organisations('viewer'))
        or has_hub_role('coordinator')
    $$`.execute(db);
  await sql`revoke execute on function concerning_me() from public`.execute(db);
  await sql`grant execute on function concerning_me() to fengsui_app, fengsui_system`.execute(db);
}

async function createContacts(db: AnyDatabase): Promise<void> {
  await sql`
    create table organisation_contacts (
      organisation_id uuid not null references organisations,
      position int not null check (position between 0 and 99),
      role text not null check (role in
        ('incident', 'security', 'technical', 'abuse', 'legal', 'executive', 'other')),
      title text not null check (length(title) <= 100),
      name text not null check (length(name) between 1 and 200),
      email text not null check (length(email) <= 320),
      phone text not null check (length(phone) <= 50),
      hours text not null check (length(hours) <= 100),
      language text check (language in ('zh-CN', 'en')),
      primary key (organisation_id, position)
    )`.execute(db);
  const mayWrite = `${holds("administrator")} or ${COORDINATES}`;
  await protect(db, {
    table: "organisation_contacts",
    app: "select, insert, delete",
    read: CONCERNS_ME,
    insert: mayWrite,
    delete: mayWrite,
    isOfTheRule: true,
  });
}

/** Until now a list in the organisation's row, for everybody to read, with what for in free words: these stay. */
async function moveContacts(db: AnyDatabase): Promise<void> {
  const text = (field: string, max: number) =>
    sql.raw(`left(coalesce(entry.value ->> '${field}', ''), ${max})`);
  await sql`
    insert into organisation_contacts
      (organisation_id, position, role, title, name, email, phone, hours)
    select o.id, entry.position - 1,
      case
        when entry.value ->> 'role' ~* '(incident|duty|应急|值班)' then 'incident'
        when entry.value ->> 'role' ~* '(security|安全)' then 'security'
        when entry.value ->> 'role' ~* '(legal|compliance|法务|合规)' then 'legal'
        when entry.value ->> 'role' ~* '(technical|运维|技术)' then 'technical'
        else 'other' end,
      ${text("role", 100)}, coalesce(nullif(${text("name", 200)}, ''), '?'),
      ${text("email", 320)}, ${text("phone", 50)}, ''
    from organisations o, jsonb_array_elements(o.contacts) with ordinality as entry(value, position)
    where entry.position <= 100`.execute(db);
  await sql`alter table organisations drop column contacts`.execute(db);
}

async function createClaims(db: AnyDatabase): Promise<void> {
  await sql`
    create table claims (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      kind text not null check (kind in ('domain', 'network', 'asn')),
      value text not null check (length(value) between 1 and 300),
      network cidr,
      challenge text not null check (length(challenge) between 20 and 100),
      state text not null default 'claimed' check (state in ('claimed', 'proved', 'lost')),
      method text check (method in ('dns', 'file', 'coordinator')),
      proved_at timestamptz,
      proved_by uuid references people,
      note text check (length(note) <= 1000),
      file_address text check (length(file_address) <= 100),
      outcome text check (length(outcome) <= 50),
      checked_at timestamptz,
      failures int not null default 0,
      next_check_at timestamptz,
      created_by uuid not null references people,
      created_at timestamptz not null,
      changed_at timestamptz not null,
      unique (organisation_id, kind, value),
      check ((kind = 'network') = (network is not null)),
      check (state <> 'proved' or (method is not null and proved_at is not null))
    )`.execute(db);
  await sql`create index claims_value on claims (kind, value)`.execute(db);
  await sql`create index claims_network on claims using gist (network inet_ops) where network is not null`.execute(
    db,
  );
  await sql`create index claims_due on claims (next_check_at) where next_check_at is not null`.execute(db);
  const added = "id, organisation_id, kind, value, network, challenge, created_by, created_at, changed_at";
  await protect(db, {
    table: "claims",
    app: `select, insert (${added}), delete,
      update (state, method, proved_at, proved_by, note, failures, next_check_at, changed_at)`,
    read: CONCERNS_ME,
    insert: `${holds("administrator")} and created_by = (select my_person())`,
    update: COORDINATES,
    delete: `${holds("administrator")} or ${COORDINATES}`,
  });
}

/** What DNS and a file prove the hub itself finds; a person confirms in their own name, and nothing else. */
async function guardClaims(db: AnyDatabase): Promise<void> {
  await sql`
    create function guard_claim() returns trigger language plpgsql as $$
    begin
      if session_user <> 'fengsui_system' and (new.state <> 'proved' or new.method <> 'coordinator'
        or new.proved_by is distinct from my_person() or coalesce(new.note, '') = '') then
        raise insufficient_privilege using message = 'a person confirms in their own name, with a reason';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger claims_guard before update on claims for each row execute function guard_claim()`.execute(
    db,
  );
}

/** Notifications may be about an organisation. */
async function tellOfThem(db: AnyDatabase): Promise<void> {
  await sql`alter table notifications drop constraint notifications_subject_kind_check`.execute(db);
  await sql`
    alter table notifications add constraint notifications_subject_kind_check
    check (subject_kind in ('alert', 'case', 'order', 'retrospection', 'organisation'))`.execute(db);
}
