// SPDX-License-Identifier: Apache-2.0
/**
 * What becomes of a record once it is shared: who of other organisations saw it, that it is not shared wider by whoever
 * may work on it, and that it can be recalled. A kind of record takes part by `watchAudience`.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createChanges(db);
  await createWidens(db);
  await createKeep(db);
  await createReads(db);
  await createRecalls(db);
  await createRecallFunctions(db);
  await watchAudience(db, "cases", "case");
  await sql`alter table notifications drop constraint notifications_subject_kind_check`.execute(db);
  await sql`alter table notifications add check
    (subject_kind in ('alert', 'case', 'order', 'retrospection', 'organisation', 'recall'))`.execute(db);
}

async function forAll(db: AnyDatabase, signature: string): Promise<void> {
  await sql`revoke execute on function ${sql.raw(signature)} from public`.execute(db);
  await sql`grant execute on function ${sql.raw(signature)} to fengsui_app, fengsui_system`.execute(db);
}

/** Every audience that a record had. Of the rule alone: of RED not even the managers of the owner may know. */
async function createChanges(db: AnyDatabase): Promise<void> {
  await sql`
    create table audience_changes (
      id bigint generated always as identity primary key,
      subject_kind text not null check (subject_kind ~ '^[a-z_]+$'),
      subject_id uuid not null,
      organisation_id uuid not null references organisations,
      given_audience_id int not null references audiences,
      person_id uuid references people,
      at timestamptz not null default now()
    )`.execute(db);
  await sql`create index audience_changes_subject on audience_changes (subject_kind, subject_id)`.execute(db);
  await sql`create index audience_changes_organisation on audience_changes (organisation_id)`.execute(db);
  await protect(db, { table: "audience_changes", app: "", isOfTheRule: true });
}

/**
 * Whether somebody may come to see a record who did not: by a lower marking, another group, one more organisation or
 * person. Who is in a group at the moment does not count: it changes by itself.
 */
async function createWidens(db: AnyDatabase): Promise<void> {
  await sql`
    create function audience_holds(a audiences, person uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
      select case coalesce(a.marking, 'own')
        when 'clear' then true
        when 'red' then person = any (a.person_ids)
        else exists (select from memberships m where m.person_id = person and (a.marking = 'green'
          or m.organisation_id = a.organisation_id or m.organisation_id = any (a.organisation_ids)))
      end
    $$`.execute(db);
  await sql`revoke execute on function audience_holds(audiences, uuid) from public`.execute(db);
  await sql`
    create function is_wider(b audiences, a audiences) returns boolean
    language plpgsql stable security definer set search_path = public, pg_temp as $$
    declare
      ranks text[] := array['clear', 'green', 'amber', 'amber+strict', 'red'];
    begin
      -- Its organisation alone is wider than some of its people.
      if a.marking is null then return b.marking is not distinct from 'red'; end if;
      if array_position(ranks, a.marking) < coalesce(array_position(ranks, b.marking), 6) then return true; end if;
      if a.marking = 'red' then
        return exists (select from unnest(a.person_ids) p where not audience_holds(b, p));
      end if;
      return coalesce(b.marking, 'own') not in ('clear', 'green') and ((a.passes_on and not b.passes_on)
        or (a.sharing_group_id is not null and a.sharing_group_id is distinct from b.sharing_group_id)
        or not a.organisation_ids <@ b.organisation_ids);
    end $$`.execute(db);
  await sql`revoke execute on function is_wider(audiences, audiences) from public`.execute(db);
  await sql`
    create function would_widen(before int, owner uuid, wanted text, group_id uuid, named uuid[], persons uuid[])
    returns boolean language sql stable security definer set search_path = public, pg_temp as $$
      select is_wider(b, wanted_audience(owner, wanted, group_id, named, persons)) from audiences b
      where b.id = before and (session_user = 'fengsui_system' or b.organisation_id = any (my_organisations('analyst')))
    $$`.execute(db);
  await forAll(db, "would_widen(int, uuid, text, uuid, uuid[], uuid[])");
}

/** What was shared once is widened by responders of its owner alone, as it is no longer theirs to take back. */
async function createKeep(db: AnyDatabase): Promise<void> {
  await sql`
    create function was_shared(kind text, subject uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
      select exists (select from audience_changes c join audiences a on a.id = c.given_audience_id
        where c.subject_kind = kind and c.subject_id = subject and a.marking is not null
          and (session_user = 'fengsui_system' or c.organisation_id = any (my_organisations('analyst'))))
    $$`.execute(db);
  await forAll(db, "was_shared(text, uuid)");
  await sql`
    create function keep_audience() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if tg_op = 'UPDATE' then
        if new.audience_id = old.audience_id then return new; end if;
        if session_user <> 'fengsui_system' and was_shared(tg_argv[0], new.id)
          and (select is_wider(b, a) from audiences b, audiences a where b.id = old.audience_id and a.id = new.audience_id)
          and not new.organisation_id = any (my_organisations('responder')) then
          raise insufficient_privilege using message = 'no responder of the organisation';
        end if;
      end if;
      new.shared_at := case when new.marking is not null then now() end;
      insert into audience_changes (subject_kind, subject_id, organisation_id, given_audience_id, person_id)
      values (tg_argv[0], new.id, new.organisation_id, new.audience_id, my_person());
      return new;
    end $$`.execute(db);
  await sql`revoke execute on function keep_audience() from public`.execute(db);
}

/** Of a table with `marking` beside `audience_id`. */
export async function watchAudience(db: AnyDatabase, table: string, kind: string): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  await run(`alter table ${table} add column shared_at timestamptz`);
  await run(`insert into audience_changes (subject_kind, subject_id, organisation_id, given_audience_id, at)
    select '${kind}', id, organisation_id, audience_id, changed_at from ${table}`);
  await run(`update ${table} set shared_at = changed_at where marking is not null`);
  await run(`create trigger ${table}_keep_audience before insert or update of audience_id on ${table}
    for each row execute function keep_audience('${kind}')`);
}

/** By people outside of the owner, of what is shared. Its owner asks `readers_of`, which names organisations, not people. */
async function createReads(db: AnyDatabase): Promise<void> {
  await sql`
    create table shared_reads (
      subject_kind text not null check (subject_kind ~ '^[a-z_]+$'),
      subject_id uuid not null,
      organisation_id uuid not null references organisations,
      person_id uuid not null references people,
      ways text[] not null check (ways <@ array['page', 'list', 'export', 'notification', 'mail']),
      first_at timestamptz not null,
      last_at timestamptz not null,
      primary key (subject_kind, subject_id, person_id)
    )`.execute(db);
  await sql`create index shared_reads_organisation on shared_reads (organisation_id)`.execute(db);
  await sql`create index shared_reads_person on shared_reads (person_id)`.execute(db);
  await protect(db, {
    table: "shared_reads",
    app: "select",
    read: "person_id = (select my_person())",
    isOfTheRule: true,
  });
}

async function createRecalls(db: AnyDatabase): Promise<void> {
  await sql`
    create table recalls (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      subject_kind text not null check (subject_kind ~ '^[a-z_]+$'),
      subject_id uuid not null,
      /* Who it was shared with: what may be told of it goes by that. */
      shared_audience_id int not null references audiences,
      marking text not null,
      title text not null check (length(title) between 1 and 500),
      reason text not null check (length(reason) between 1 and 2000),
      person_id uuid not null references people,
      at timestamptz not null default now(),
      foreign key (shared_audience_id, organisation_id) references audiences (id, organisation_id),
      foreign key (shared_audience_id, marking) references audiences (id, marking)
    )`.execute(db);
  await sql`create index recalls_organisation on recalls (organisation_id, at)`.execute(db);
  await sql`
    create table recall_notices (
      recall_id uuid not null references recalls,
      person_id uuid not null references people,
      organisation_id uuid not null references organisations,
      acknowledged_at timestamptz,
      primary key (recall_id, person_id)
    )`.execute(db);
  await sql`create index recall_notices_person on recall_notices (person_id)`.execute(db);
  await sql`
    create function my_recalls() returns uuid[]
    language sql stable security definer set search_path = public, pg_temp as $$
      select coalesce(array_agg(recall_id), '{}') from recall_notices where person_id = my_person() and is_person()
    $$`.execute(db);
  await forAll(db, "my_recalls()");
  await protect(db, {
    table: "recalls",
    app: "select, insert (id, organisation_id, subject_kind, subject_id, shared_audience_id, marking, title, reason, person_id, at)",
    read: `(${holds("manager")} and marking <> 'red') or (${holds("viewer")} and person_id = (select my_person()))
      or id = any((select my_recalls())::uuid[])`,
    insert: `${holds("responder")} and person_id = (select my_person())
      and shared_audience_id = any((select my_audiences())::int[])`,
    isOfTheRule: true,
  });
  await protect(db, {
    table: "recall_notices",
    app: "select, update (acknowledged_at)",
    read: "(select is_person()) and person_id = (select my_person())",
    update: "(select is_person()) and person_id = (select my_person())",
    isOfTheRule: true,
  });
}

/** Who is told is known to the database alone. */
async function createRecallFunctions(db: AnyDatabase): Promise<void> {
  await sql`
    create function give_notice() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into recall_notices (recall_id, person_id, organisation_id)
      select new.id, r.person_id, new.organisation_id from shared_reads r
      where r.subject_kind = new.subject_kind and r.subject_id = new.subject_id
        and r.organisation_id = new.organisation_id;
      return new;
    end $$`.execute(db);
  await sql`revoke execute on function give_notice() from public`.execute(db);
  await sql`create trigger recalls_give_notice after insert on recalls
    for each row execute function give_notice()`.execute(db);
  // By which organisation somebody read it, as far as the owner may know of that one: null for a hidden recipient.
  await sql`
    create function reading_organisation(of_kind text, of_subject uuid, owner uuid, person uuid) returns uuid
    language sql stable security definer set search_path = public, pg_temp as $$
      select m.organisation_id from memberships m join organisations o on o.id = m.organisation_id
      where m.person_id = person and m.organisation_id <> owner and exists (
        select from audience_changes c join audiences a on a.id = c.given_audience_id
        where c.subject_kind = of_kind and c.subject_id = of_subject
          and reason_to_see(a.marking, a.organisation_id, a.organisation_ids, a.sharing_group_id, a.passes_on,
            a.person_ids, reader_of(array[m.organisation_id], person, 'known', array[owner])) is not null)
      order by o.name limit 1
    $$`.execute(db);
  await sql`revoke execute on function reading_organisation(text, uuid, uuid, uuid) from public`.execute(db);
  await sql`
    create function readers_of(of_kind text, of_subject uuid)
    returns table (organisation_id uuid, role text, people int, first_at timestamptz, last_at timestamptz, ways text[])
    language sql stable security definer set search_path = public, pg_temp as $$
      select known.id, known.role, count(*)::int, min(r.first_at), max(r.last_at),
        (select array_agg(distinct way order by way) from shared_reads w, unnest(w.ways) way
          where w.subject_kind = of_kind and w.subject_id = of_subject)
      from shared_reads r
      cross join lateral (select o.id, m.role from (
        select reading_organisation(of_kind, of_subject, r.organisation_id, r.person_id)) o (id)
        left join memberships m on m.organisation_id = o.id and m.person_id = r.person_id) known
      where r.subject_kind = of_kind and r.subject_id = of_subject
        and r.organisation_id = any (my_organisations('manager'))
      group by known.id, known.role
    $$`.execute(db);
  await forAll(db, "readers_of(text, uuid)");
  await sql`
    create function recall_answers(recall uuid)
    returns table (organisation_id uuid, people int, acknowledged int, last_at timestamptz)
    language sql stable security definer set search_path = public, pg_temp as $$
      select reading_organisation(r.subject_kind, r.subject_id, r.organisation_id, n.person_id), count(*)::int, count(n.acknowledged_at)::int,
        max(n.acknowledged_at)
      from recall_notices n join recalls r on r.id = n.recall_id
      where r.id = recall and (r.organisation_id = any (my_organisations('manager')) and r.marking <> 'red'
        or r.person_id = my_person() and r.organisation_id = any (my_organisations('viewer')))
      group by 1
    $$`.execute(db);
  await forAll(db, "recall_answers(uuid)");
}
