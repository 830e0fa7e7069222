// SPDX-License-Identifier: Apache-2.0
/**
 * Who is of organisations that are all disabled reads nothing by name either: to disable an organisation ends what its
 * people see. Who was never of one is named for themselves. And who read a record is told to those who see it.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createReadsByName(db);
  await countNamed(db);
  await askInReasons(db);
  await showNamesToThoseWhoSee(db);
  await tellReadersToThoseWhoSee(db);
}

async function createReadsByName(db: AnyDatabase): Promise<void> {
  await sql`
    create function reads_by_name(person uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
      select exists (select from people p where p.id = person and p.disabled_at is null) and (
        not exists (select from memberships m where m.person_id = person)
        or exists (select from memberships m
          join organisations o on o.id = m.organisation_id and o.disabled_at is null where m.person_id = person))
    $$`.execute(db);
  await sql`revoke execute on function reads_by_name(uuid) from public`.execute(db);
  await sql`
    create or replace function audiences_now() returns int[]
    language sql stable security definer set search_path = public, pg_temp as $$
      select audiences_of(reader_of(my_organisations('viewer'),
        case when not is_withheld('named') and reads_by_name(my_person()) then my_person() end, 'all', '{}'))
    $$`.execute(db);
}

/** A part of a function of before says something else; the rest of it stays as it is. */
async function replaceIn(db: AnyDatabase, signature: string, part: string, by: string): Promise<void> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef(${signature}::regprocedure) as definition`.execute(db);
  const definition = rows[0]?.definition ?? "";
  if (definition.split(part).length !== 2) throw new Error(`${signature} does not say: ${part}`);
  await sql.raw(definition.replace(part, () => by)).execute(db);
}

/** The number of those who receive RED. */
async function countNamed(db: AnyDatabase): Promise<void> {
  await replaceIn(
    db,
    "recipients_of(audiences,text,uuid[])",
    "where p.id = any (a.person_ids) and p.disabled_at is null and",
    "where p.id = any (a.person_ids) and reads_by_name(p.id) and",
  );
}

async function askInReasons(db: AnyDatabase): Promise<void> {
  await replaceIn(
    db,
    "may_see(int,uuid)",
    "r := reader_of(orgs, case when is_enabled then person end, 'known', asker);",
    "r := reader_of(orgs, case when reads_by_name(person) then person end, 'known', asker);",
  );
}

/** Whom RED names, to those who see it. */
async function showNamesToThoseWhoSee(db: AnyDatabase): Promise<void> {
  const named =
    "id = any((select my_audiences())::int[]) and id in (select unnest((select my_audiences())::int[]))";
  await sql`alter policy app_read on audiences using (case when marking = 'red' then ${sql.raw(named)}
    else ${sql.raw(holds("viewer"))} end)`.execute(db);
}

/** A manager whom RED does not name is not told that anybody read it. */
async function tellReadersToThoseWhoSee(db: AnyDatabase): Promise<void> {
  await replaceIn(
    db,
    "readers_of(text,uuid)",
    "and r.organisation_id = any (my_organisations('manager'))",
    `and r.organisation_id = any (my_organisations('manager'))
        and (select c.given_audience_id from audience_changes c
          where c.subject_kind = of_kind and c.subject_id = of_subject order by c.id desc limit 1) = any (my_audiences())`,
  );
}
