// SPDX-License-Identifier: Apache-2.0
/**
 * The rule of who sees what, in its only place: `reason_to_see`, of one audience and one reader. Everything that asks
 * about sharing asks it; docs/guide/sharing.md says it in words, docs/decisions why.
 *
 *   my_audiences() → int[]: what the principal sees, for policies and for the event store
 *   organisation_audiences(organisation uuid) → int[]: what all people of an organisation see (for the hub's jobs)
 *
 * Who receives what has an audience, and why: the next migration.
 */
import { sql } from "kysely";
import type { AnyDatabase } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await growAudiences(db);
  await createEnsureAudience(db);
  await createReader(db);
  await createReason(db);
  await createAudiencesOf(db);
}

async function ownersFunction(
  db: AnyDatabase,
  signature: string,
  callers: readonly string[] = [],
): Promise<void> {
  await sql`revoke execute on function ${sql.raw(signature)} from public`.execute(db);
  for (const role of callers)
    await sql`grant execute on function ${sql.raw(signature)} to ${sql.raw(role)}`.execute(db);
}

/**
 * A group that lets its members pass AMBER on does so for what is shared with it from then on: who shared before was
 * shown other recipients. So it is part of the audience; and it counts as long as the group says so.
 */
async function growAudiences(db: AnyDatabase): Promise<void> {
  await sql`alter table audiences add column passes_on boolean not null default false`.execute(db);
  for (const text of [
    "create index audiences_open on audiences (marking) where marking in ('clear', 'green')",
    "create index audiences_group on audiences (sharing_group_id) where sharing_group_id is not null",
    "create index audiences_named on audiences using gin (organisation_ids) where organisation_ids <> '{}'",
    "create index audiences_persons on audiences using gin (person_ids) where person_ids <> '{}'",
  ])
    await sql.raw(text).execute(db);
}

async function createEnsureAudience(db: AnyDatabase): Promise<void> {
  // An audience as it would be, with what ensure_audience refuses.
  await sql`
    create function wanted_audience(owner uuid, wanted text, group_id uuid, named uuid[], persons uuid[])
    returns audiences language plpgsql stable security definer set search_path = public, pg_temp as $$
    declare
      a audiences;
    begin
      if session_user <> 'fengsui_system' and not coalesce(owner = any (my_organisations('analyst')), false) then
        raise insufficient_privilege using message = 'no analyst of the organisation';
      end if;
      if group_id is not null and not exists (
        select from sharing_group_members m join sharing_groups g on g.id = m.sharing_group_id and g.closed_at is null
        where m.sharing_group_id = group_id and m.organisation_id = owner) then
        raise insufficient_privilege using message = 'the organisation is not in the sharing group';
      end if;
      a.organisation_id := owner;
      a.marking := wanted;
      a.sharing_group_id := group_id;
      a.organisation_ids :=
        coalesce((select array_agg(distinct o order by o) from unnest(named) o where o <> owner), '{}');
      a.person_ids := coalesce((select array_agg(distinct p order by p) from unnest(persons) p), '{}');
      a.passes_on := coalesce(
        wanted = 'amber' and (select g.may_pass_on from sharing_groups g where g.id = group_id), false);
      if exists (select from unnest(a.organisation_ids) o where o not in (select id from organisations))
        or exists (select from unnest(a.person_ids) p where p not in (select id from people)) then
        raise foreign_key_violation using message = 'an audience names who does not exist';
      end if;
      return a;
    end $$`.execute(db);
  await ownersFunction(db, "wanted_audience(uuid, text, uuid, uuid[], uuid[])");
  await sql`
    create or replace function ensure_audience(owner uuid, wanted text, group_id uuid, named uuid[], persons uuid[])
    returns int language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      a audiences := wanted_audience(owner, wanted, group_id, named, persons);
      print text := encode(sha256(convert_to(
        concat_ws('|', owner, coalesce(wanted, '-'), coalesce(group_id::text, '-'), a.organisation_ids::text,
          a.person_ids::text, case when a.passes_on then 'passes on' end), 'UTF8')), 'hex');
      existing int;
    begin
      select id into existing from audiences where fingerprint = print;
      if existing is null then
        insert into audiences
          (organisation_id, marking, sharing_group_id, organisation_ids, person_ids, passes_on, fingerprint)
        values (owner, wanted, group_id, a.organisation_ids, a.person_ids, a.passes_on, print) on conflict do nothing;
        select id into existing from audiences where fingerprint = print;
      end if;
      return existing;
    end $$`.execute(db);
}

/**
 * All that counts about who reads: their organisations (not those that are disabled), and the ways to those. `paths`
 * says which ways: all of them, those that `asker` may know, or those that it may not. A hidden member or client is
 * known to itself, to the owner of the group, and to whose client it is.
 */
async function createReader(db: AnyDatabase): Promise<void> {
  await sql`
    create type audience_reader as (
      organisations uuid[],
      person uuid,
      -- Open groups that they are in.
      groups uuid[],
      -- Organisations whose confirmed clients they are.
      providers uuid[],
      -- Groups with a member that passes on to them; and which member, where it is one alone.
      passing uuid[],
      sole_groups uuid[],
      sole_providers uuid[]
    )`.execute(db);
  await sql`
    create function reader_of(orgs uuid[], person uuid, paths text, asker uuid[]) returns audience_reader
    language plpgsql stable security definer set search_path = public, pg_temp as $$
    declare
      r audience_reader;
    begin
      r.person := person;
      r.organisations := case when paths = 'hidden' then '{}' else orgs end;
      select coalesce(array_agg(m.sharing_group_id), '{}') into r.groups
      from sharing_group_members m
      join sharing_groups g on g.id = m.sharing_group_id and g.closed_at is null
      where m.organisation_id = any (orgs) and (paths = 'all'
        or (paths = 'known') = (not m.is_hidden or asker && array[m.organisation_id, g.organisation_id]));
      with edges as (
        select c.organisation_id as provider,
          not c.is_hidden or asker && array[c.organisation_id, c.client_id] as is_known
        from organisation_clients c
        join organisations o on o.id = c.organisation_id and o.disabled_at is null
        where c.client_id = any (orgs) and c.confirmed_at is not null and c.ended_at is null
      ), passing as (
        select g.id, array_agg(distinct e.provider) as providers
        from edges e
        join sharing_group_members m on m.organisation_id = e.provider
        join sharing_groups g on g.id = m.sharing_group_id and g.closed_at is null and g.may_pass_on
        where paths = 'all' or (paths = 'known') =
          (e.is_known and (not m.is_hidden or asker && array[m.organisation_id, g.organisation_id]))
        group by g.id
      )
      select
        (select coalesce(array_agg(distinct provider), '{}') from edges where paths = 'all' or (paths = 'known') = is_known),
        coalesce(array_agg(id), '{}'),
        coalesce(array_agg(id) filter (where cardinality(providers) = 1), '{}'),
        coalesce(array_agg(providers[1]) filter (where cardinality(providers) = 1), '{}')
      into r.providers, r.passing, r.sole_groups, r.sole_providers
      from passing;
      return r;
    end $$`.execute(db);
  await ownersFunction(db, "reader_of(uuid[], uuid, text, uuid[])");
}

/**
 * The rule. Null: they do not see it. The clients of the owner are none of its recipients: it names those that it
 * means. So also a member of a group passes on what others share with the group, not what it shared itself.
 */
async function createReason(db: AnyDatabase): Promise<void> {
  await sql`
    create function reason_to_see(marking text, owner uuid, named uuid[], group_id uuid, passes_on boolean,
      persons uuid[], r audience_reader) returns text language sql immutable
    return case
      when marking is distinct from 'red' and owner = any (r.organisations) then 'owner'
      when marking = 'clear' then 'clear'
      when marking = 'green' and cardinality(r.organisations) > 0 then 'green'
      when marking = 'red' and r.person = any (persons) then 'named_person'
      when marking in ('amber', 'amber+strict') then case
        when named && r.organisations then 'named'
        when group_id = any (r.groups) then 'group_member'
        when marking = 'amber' and named && r.providers then 'client'
        when marking = 'amber' and passes_on and group_id = any (r.passing)
          and r.sole_providers[array_position(r.sole_groups, group_id)] is distinct from owner then 'group_client'
      end
    end`.execute(db);
  await ownersFunction(db, "reason_to_see(text, uuid, uuid[], uuid, boolean, uuid[], audience_reader)");
}

async function createAudiencesOf(db: AnyDatabase): Promise<void> {
  // Which audiences could be theirs at all is asked of the indexes; the rule decides about those.
  await sql`
    create function audiences_of(r audience_reader) returns int[]
    language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin
      return coalesce((
        select array_agg(a.id) from audiences a
        where (a.marking in ('clear', 'green')
            or a.organisation_id = any (r.organisations)
            or (a.organisation_ids <> '{}' and a.organisation_ids && (r.organisations || r.providers))
            or a.sharing_group_id = any (r.groups || r.passing)
            or (a.person_ids <> '{}' and a.person_ids && array[r.person]))
          and reason_to_see(a.marking, a.organisation_id, a.organisation_ids, a.sharing_group_id, a.passes_on,
            a.person_ids, r) is not null), '{}');
    end $$`.execute(db);
  await ownersFunction(db, "audiences_of(audience_reader)");
  await sql`
    create or replace function my_audiences() returns int[]
    language sql stable security definer set search_path = public, pg_temp as $$
      select audiences_of(reader_of(my_organisations('viewer'), case when is_person() then my_person() end, 'all', '{}'))
    $$`.execute(db);
  // RED names people and never reaches an organisation as such.
  await sql`
    create function organisation_audiences(organisation uuid) returns int[]
    language sql stable security definer set search_path = public, pg_temp as $$
      select audiences_of(reader_of(
        array(select id from organisations where id = organisation and disabled_at is null), null, 'all', '{}'))
    $$`.execute(db);
  await ownersFunction(db, "organisation_audiences(uuid)", ["fengsui_system"]);
  await sql`drop function reaches_organisation(int, uuid)`.execute(db);
}
