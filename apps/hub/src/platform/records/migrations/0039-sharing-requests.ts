// SPDX-License-Identifier: Apache-2.0
/**
 * Requests: to join a group that one found, and to see a record that one knows of. Whether there is such a record is not
 * told to who asks: what they asked is one row, what its owner is asked another, which the hub makes where there is one.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

const ANSWERED = "(answer is null) = (answered_at is null)";
const REASON = "reason text not null check (length(reason) between 1 and 2000)";

export async function up(db: AnyDatabase): Promise<void> {
  await createGroupRequests(db);
  await createAccessRequests(db);
  await createPetitions(db);
  await answerRequests(db);
  await sql`alter table notifications drop constraint notifications_subject_kind_check`.execute(db);
  await sql`
    alter table notifications add constraint notifications_subject_kind_check check (subject_kind ~ '^[a-z_]+$')`.execute(
    db,
  );
  await sparePaths(db);
}

async function createGroupRequests(db: AnyDatabase): Promise<void> {
  await sql`
    create table group_requests (
      id uuid primary key,
      sharing_group_id uuid not null references sharing_groups,
      organisation_id uuid not null references organisations,
      asked_by uuid not null references people,
      ${sql.raw(REASON)},
      asked_at timestamptz not null,
      answer text check (answer in ('granted', 'refused')),
      answer_reason text check (length(answer_reason) <= 2000),
      answered_by uuid references people,
      answered_at timestamptz,
      check (${sql.raw(ANSWERED)})
    )`.execute(db);
  await sql`
    create unique index group_requests_open on group_requests (sharing_group_id, organisation_id)
    where answer is null`.execute(db);
  await sql`create index group_requests_organisation on group_requests (organisation_id, asked_at)`.execute(
    db,
  );
  const owned = "sharing_group_id = any((select owned_sharing_groups('manager'))::uuid[])";
  await protect(db, {
    table: "group_requests",
    app: `select, insert (id, sharing_group_id, organisation_id, asked_by, reason, asked_at),
      update (answer, answer_reason, answered_by, answered_at)`,
    read: `${holds("manager")} or ${owned}`,
    insert: `${holds("manager")} and asked_by = (select my_person())
      and sharing_group_id = any((select listed_sharing_groups())::uuid[])`,
    update: owned,
  });
}

/** As who asked sees it. `looked_at` is for the hub alone: when it looked for the record. */
async function createAccessRequests(db: AnyDatabase): Promise<void> {
  await sql`
    create table access_requests (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      asked_by uuid not null references people,
      reference text not null check (length(reference) between 1 and 500),
      ${sql.raw(REASON)},
      asked_at timestamptz not null,
      expires_at timestamptz not null,
      looked_at timestamptz,
      answer text check (answer in ('granted', 'refused')),
      answer_reason text check (length(answer_reason) <= 2000),
      answered_at timestamptz,
      check (${sql.raw(ANSWERED)})
    )`.execute(db);
  await sql`create index access_requests_organisation on access_requests (organisation_id, asked_at)`.execute(
    db,
  );
  await sql`create index access_requests_new on access_requests (asked_at) where looked_at is null`.execute(
    db,
  );
  const asked = "id, organisation_id, asked_by, reference, reason, asked_at, expires_at";
  await protect(db, {
    table: "access_requests",
    app: `select (${asked}, answer, answer_reason, answered_at), insert (${asked})`,
    read: holds("analyst"),
    insert: `${holds("analyst")} and asked_by = (select my_person())`,
    isOfTheRule: true,
  });
}

/** As its owner sees it: `ignored` tells who asked nothing. */
async function createPetitions(db: AnyDatabase): Promise<void> {
  await sql`
    create table access_petitions (
      id uuid primary key references access_requests,
      organisation_id uuid not null references organisations,
      case_id uuid not null references cases,
      asking_id uuid not null references organisations,
      ${sql.raw(REASON)},
      asked_at timestamptz not null,
      expires_at timestamptz not null,
      answer text check (answer in ('granted', 'refused', 'ignored')),
      answer_reason text check (length(answer_reason) <= 2000),
      answered_by uuid references people,
      answered_at timestamptz,
      check (${sql.raw(ANSWERED)})
    )`.execute(db);
  await sql`create index access_petitions_organisation on access_petitions (organisation_id, asked_at)`.execute(
    db,
  );
  await protect(db, {
    table: "access_petitions",
    app: "select, update (answer, answer_reason, answered_by, answered_at)",
    read: holds("manager"),
    update: holds("manager"),
  });
}

async function answerRequests(db: AnyDatabase): Promise<void> {
  await sql`
    create function answer_access_request() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if new.answer in ('granted', 'refused') then
        update access_requests set answer = new.answer, answered_at = new.answered_at,
          answer_reason = new.answer_reason
        where id = new.id and answer is null;
      end if;
      return null;
    end $$`.execute(db);
  await sql`revoke execute on function answer_access_request() from public`.execute(db);
  await sql`
    create trigger access_petitions_answer after update of answer on access_petitions
    for each row execute function answer_access_request()`.execute(db);
}

/** Only who could receive is looked at: of AMBER few of many. The rule decides about those. */
async function sparePaths(db: AnyDatabase): Promise<void> {
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
      select r.id, 1, (select count(*)::int from memberships m
        join people p on p.id = m.person_id and p.disabled_at is null where m.organisation_id = r.id), r.via, false
      from reached r where r.via is not null and not r.is_hidden
      union all
      select null, count(*)::int, null, r.via, true
      from reached r where r.via is not null and r.is_hidden group by r.via
      union all
      select null, 0, (select count(*)::int from people p where p.id = any (a.person_ids) and p.disabled_at is null),
        'named_person', false
      where a.marking = 'red'
    $$`.execute(db);
}
