// SPDX-License-Identifier: Apache-2.0
/**
 * Programs are no people: who is told how many people receive, read or acknowledge something is not told of the service
 * accounts of others. What a program read is recalled from those who answer for it as well.
 */
import { sql } from "kysely";
import type { AnyDatabase } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await countRecipients(db);
  await countReaders(db);
  await tellWhoAnswers(db);
  await knowByWhom(db);
}

async function countRecipients(db: AnyDatabase): Promise<void> {
  await sql`
    create function people_of(organisation uuid) returns int
    language sql stable security definer set search_path = public, pg_temp as $$
      select count(*)::int from memberships m
      join people p on p.id = m.person_id and p.disabled_at is null and p.kind = 'person'
      where m.organisation_id = organisation
    $$`.execute(db);
  await sql`revoke execute on function people_of(uuid) from public`.execute(db);
  await sql`
    create or replace function recipients_of(a audiences, paths text, asker uuid[])
    returns table (organisation_id uuid, organisations int, people int, via text, is_hidden boolean)
    language sql stable security definer set search_path = public, pg_temp as $$
      with direct as (
        select unnest(a.organisation_ids) as id
        union select m.organisation_id from sharing_group_members m where m.sharing_group_id = a.sharing_group_id
      ), possible as (
        select a.organisation_id as id
        union select id from direct
        union select c.client_id from direct d join organisation_clients c on c.organisation_id = d.id
          and c.ended_at is null
        union select o.id from organisations o where a.marking in ('clear', 'green')
      ), reached as (
        select o.id, w.is_hidden, reason_to_see(a.marking, a.organisation_id, a.organisation_ids, a.sharing_group_id,
          a.passes_on, a.person_ids, case when a.marking in ('amber', 'amber+strict')
            then reader_of(array[o.id], null, w.ways, asker)
            else row(array[o.id], null, '{}', '{}', '{}', '{}', '{}')::audience_reader end) as via
        from possible join organisations o on o.id = possible.id and o.disabled_at is null,
          (values (paths, false), ('hidden', true)) w (ways, is_hidden)
        where a.marking is distinct from 'red' and not (w.is_hidden and (paths = 'all'
          or coalesce(a.marking, '') not in ('amber', 'amber+strict') or o.id = a.organisation_id or o.id = any (asker)))
      )
      select r.id, 1, people_of(r.id), r.via, false
      from reached r where r.via is not null and not r.is_hidden
      union all
      select null, count(*)::int, null, r.via, true
      from reached r where r.via is not null and r.is_hidden group by r.via
      union all
      select null, 0, (select count(*)::int from people p
          where p.id = any (a.person_ids) and p.disabled_at is null and p.kind = 'person'),
        'named_person', false
      where a.marking = 'red'
    $$`.execute(db);
}

/** An organisation of which only a program read it is named with no people. */
async function countReaders(db: AnyDatabase): Promise<void> {
  await sql`
    create or replace function readers_of(of_kind text, of_subject uuid)
    returns table (organisation_id uuid, role text, people int, first_at timestamptz, last_at timestamptz, ways text[])
    language sql stable security definer set search_path = public, pg_temp as $$
      select known.id, known.role, count(*) filter (where p.kind = 'person')::int, min(r.first_at), max(r.last_at),
        (select array_agg(distinct way order by way) from shared_reads w, unnest(w.ways) way
          where w.subject_kind = of_kind and w.subject_id = of_subject)
      from shared_reads r join people p on p.id = r.person_id
      cross join lateral (select o.id, m.role from (
        select reading_organisation(of_kind, of_subject, r.organisation_id, r.person_id)) o (id)
        left join memberships m on m.organisation_id = o.id and m.person_id = r.person_id) known
      where r.subject_kind = of_kind and r.subject_id = of_subject
        and r.organisation_id = any (my_organisations('manager'))
      group by known.id, known.role
    $$`.execute(db);
  await sql`
    create or replace function recall_answers(recall uuid)
    returns table (organisation_id uuid, people int, acknowledged int, last_at timestamptz)
    language sql stable security definer set search_path = public, pg_temp as $$
      select reading_organisation(r.subject_kind, r.subject_id, r.organisation_id, n.person_id),
        count(*) filter (where p.kind = 'person')::int,
        count(n.acknowledged_at) filter (where p.kind = 'person')::int, max(n.acknowledged_at)
      from recall_notices n join recalls r on r.id = n.recall_id join people p on p.id = n.person_id
      where r.id = recall and (r.organisation_id = any (my_organisations('manager')) and r.marking <> 'red'
        or r.person_id = my_person() and r.organisation_id = any (my_organisations('viewer')))
      group by 1
    $$`.execute(db);
}

/** A notice to a program alone may be read by nobody. */
async function tellWhoAnswers(db: AnyDatabase): Promise<void> {
  await sql`
    create or replace function give_notice() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into recall_notices (recall_id, person_id, organisation_id)
      select new.id, r.person_id, new.organisation_id from shared_reads r
      where r.subject_kind = new.subject_kind and r.subject_id = new.subject_id
        and r.organisation_id = new.organisation_id
      union
      select new.id, chief.person_id, new.organisation_id from shared_reads r
      join people p on p.id = r.person_id and p.kind = 'service'
      join memberships own on own.person_id = p.id
      join memberships chief on chief.organisation_id = own.organisation_id and chief.role = 'administrator'
      where r.subject_kind = new.subject_kind and r.subject_id = new.subject_id
        and r.organisation_id = new.organisation_id;
      return new;
    end $$`.execute(db);
}

/** By which of their organisations somebody was told of a recall: the record of what they did about it is there. */
async function knowByWhom(db: AnyDatabase): Promise<void> {
  await sql`
    create function recalled_from_me_by(recall uuid) returns uuid
    language sql stable security definer set search_path = public, pg_temp as $$
      select o.id from recall_notices n
      join recalls r on r.id = n.recall_id
      join organisations o on o.id = any (my_organisations('viewer'))
      where n.recall_id = recall and n.person_id = my_person()
      order by exists (
        select from audience_changes c join audiences a on a.id = c.given_audience_id
        where c.subject_kind = r.subject_kind and c.subject_id = r.subject_id
          and reason_to_see(a.marking, a.organisation_id, a.organisation_ids, a.sharing_group_id, a.passes_on,
            a.person_ids, reader_of(array[o.id], n.person_id, 'all', '{}')) is not null) desc, o.name, o.id
      limit 1
    $$`.execute(db);
  await sql`revoke execute on function recalled_from_me_by(uuid) from public`.execute(db);
  await sql`grant execute on function recalled_from_me_by(uuid) to fengsui_app, fengsui_system`.execute(db);
}
