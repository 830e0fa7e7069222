// SPDX-License-Identifier: Apache-2.0
/**
 * Audiences: who may see a record, as one integer. A row never changes, as records refer to it; it is made by
 * `ensure_audience` alone, which keeps one row for each meaning.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createTables(db);
  await createEnsureAudience(db);
  await createMySharingGroups(db);
  await createMyAudiences(db);
  await protectTables(db);
}

async function createTables(db: AnyDatabase): Promise<void> {
  await sql`
    create table sharing_groups (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      name text not null check (length(name) between 1 and 200),
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table sharing_group_members (
      sharing_group_id uuid not null references sharing_groups,
      organisation_id uuid not null references organisations,
      created_at timestamptz not null default now(),
      primary key (sharing_group_id, organisation_id)
    )`.execute(db);
  await sql`create index sharing_group_members_organisation on sharing_group_members (organisation_id)`.execute(
    db,
  );
  // TLP 2.0: nothing is shared without a marking; CLEAR and GREEN name nobody; RED names people, AMBER organisations.
  await sql`
    create table audiences (
      id int generated always as identity primary key,
      organisation_id uuid not null references organisations,
      marking text check (marking in ('clear', 'green', 'amber', 'amber+strict', 'red')),
      sharing_group_id uuid references sharing_groups,
      organisation_ids uuid[] not null,
      person_ids uuid[] not null,
      fingerprint text not null unique,
      unique (id, organisation_id),
      check (coalesce(marking, '') in ('amber', 'amber+strict') or
        (sharing_group_id is null and organisation_ids = '{}')),
      check ((coalesce(marking, '') = 'red') = (person_ids <> '{}'))
    )`.execute(db);
  await sql`create index audiences_organisation on audiences (organisation_id)`.execute(db);
}

async function createEnsureAudience(db: AnyDatabase): Promise<void> {
  await sql`
    create function ensure_audience(owner uuid, wanted text, group_id uuid, named uuid[], persons uuid[])
    returns int language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      orgs uuid[] := coalesce((select array_agg(distinct o order by o) from unnest(named) o where o <> owner), '{}');
      persons_sorted uuid[] := coalesce((select array_agg(distinct p order by p) from unnest(persons) p), '{}');
      print text := encode(sha256(convert_to(
        concat_ws('|', owner, coalesce(wanted, '-'), coalesce(group_id::text, '-'), orgs::text, persons_sorted::text),
        'UTF8')), 'hex');
      existing int;
    begin
      if session_user <> 'fengsui_system' and not coalesce(owner = any (my_organisations('analyst')), false) then
        raise insufficient_privilege using message = 'no analyst of the organisation';
      end if;
      if group_id is not null and not exists (
        select from sharing_group_members where sharing_group_id = group_id and organisation_id = owner) then
        raise insufficient_privilege using message = 'the organisation is not in the sharing group';
      end if;
      if exists (select from unnest(orgs) o where o not in (select id from organisations))
        or exists (select from unnest(persons_sorted) p where p not in (select id from people)) then
        raise foreign_key_violation using message = 'an audience names who does not exist';
      end if;
      select id into existing from audiences where fingerprint = print;
      if existing is null then
        insert into audiences (organisation_id, marking, sharing_group_id, organisation_ids, person_ids, fingerprint)
        values (owner, wanted, group_id, orgs, persons_sorted, print) on conflict do nothing;
        select id into existing from audiences where fingerprint = print;
      end if;
      return existing;
    end $$`.execute(db);
  const signature = sql.raw("ensure_audience(uuid, text, uuid, uuid[], uuid[])");
  await sql`revoke execute on function ${signature} from public`.execute(db);
  await sql`grant execute on function ${signature} to fengsui_app, fengsui_system`.execute(db);
}

/** The groups that the principal's organisations own or are in. */
async function createMySharingGroups(db: AnyDatabase): Promise<void> {
  await sql`
    create function my_sharing_groups() returns uuid[]
    language sql stable security definer set search_path = public, pg_temp as $$
      select coalesce(array_agg(id), '{}') from (
        select id from sharing_groups where organisation_id = any (my_organisations('viewer'))
        union
        select sharing_group_id from sharing_group_members
        where organisation_id = any (my_organisations('viewer'))
      ) groups
    $$`.execute(db);
  await sql`revoke execute on function my_sharing_groups() from public`.execute(db);
  await sql`grant execute on function my_sharing_groups() to fengsui_app, fengsui_system`.execute(db);
}

/** The rule of who sees what, in its only place. */
async function createMyAudiences(db: AnyDatabase): Promise<void> {
  await sql`
    create function my_audiences() returns int[]
    language sql stable security definer set search_path = public, pg_temp as $$
      with mine as (select my_organisations('viewer') as organisations, is_person() as is_person),
      groups as (
        select coalesce(array_agg(g.sharing_group_id), '{}') as ids
        from mine, sharing_group_members g where g.organisation_id = any (mine.organisations)
      )
      select coalesce(array_agg(a.id), '{}')
      from audiences a, mine, groups
      where a.marking = 'clear'
        or (a.marking = 'green' and cardinality(mine.organisations) > 0)
        or (a.marking is distinct from 'red' and a.organisation_id = any (mine.organisations))
        or (a.marking in ('amber', 'amber+strict')
          and (a.organisation_ids && mine.organisations or a.sharing_group_id = any (groups.ids)))
        or (a.marking = 'red' and mine.is_person and my_person() = any (a.person_ids))
    $$`.execute(db);
  await sql`revoke execute on function my_audiences() from public`.execute(db);
  await sql`grant execute on function my_audiences() to fengsui_app, fengsui_system`.execute(db);
}

async function protectTables(db: AnyDatabase): Promise<void> {
  await protect(db, {
    table: "sharing_groups",
    app: "select",
    // The owner of a group and its members see it, and who is in it.
    read: "id = any((select my_sharing_groups())::uuid[])",
    isOfTheRule: true,
  });
  await protect(db, {
    table: "sharing_group_members",
    app: "select",
    read: "sharing_group_id = any((select my_sharing_groups())::uuid[])",
    isOfTheRule: true,
  });
  await protect(db, {
    table: "audiences",
    app: "select",
    system: "select",
    // Who else receives a record is for its owner to know; of RED, for those it names.
    read: `(${holds("viewer")} and marking is distinct from 'red') or (select my_person()) = any(person_ids)`,
    isOfTheRule: true,
  });
}
