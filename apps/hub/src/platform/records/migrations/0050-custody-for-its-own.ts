// SPDX-License-Identifier: Apache-2.0
/**
 * Custody names readers to their own organisations alone. The owner's people see that somebody else had it in hands, and
 * of which organisation as far as that one is not hidden from them; others see nothing of each other.
 *
 *   acting_for(audience int) → uuid: by which of their organisations the principal sees it; the owner's before others
 *   custody_of(evidence uuid) → the rows as the principal may see them
 */
import { sql } from "kysely";
import { type AnyDatabase, SEEN_BY_AUDIENCE } from "./protection.ts";

const ACTING_FOR_OWN = "acting_id = any((select my_organisations('viewer'))::uuid[])";

export async function up(db: AnyDatabase): Promise<void> {
  for (const table of ["evidence", "evidence_custody"])
    await sql`create policy rule on ${sql.table(table)} for select to current_user using (true)`.execute(db);
  await createActingFor(db);
  await createCustodyOf(db);
  await sql
    .raw(`alter policy app_read on evidence_custody using (${SEEN_BY_AUDIENCE} and ${ACTING_FOR_OWN})`)
    .execute(db);
}

async function createActingFor(db: AnyDatabase): Promise<void> {
  await sql`
    create function acting_for(audience int) returns uuid
    language sql stable security definer set search_path = public, pg_temp as $$
      select o.id from audiences a join organisations o on o.id = any (my_organisations('viewer'))
      where a.id = audience
      order by o.id = a.organisation_id desc,
        reason_to_see(a.marking, a.organisation_id, a.organisation_ids, a.sharing_group_id, a.passes_on, a.person_ids,
          reader_of(array[o.id], my_person(), 'all', '{}')) is not null desc, o.name, o.id
      limit 1
    $$`.execute(db);
  await callable(db, "acting_for(int)");
  // In the name of another organisation than that it would be masked, or shown, as that one.
  await sql
    .raw(`alter policy app_insert on evidence_custody with check (
      audience_id = any((select my_audiences())::int[]) and person_id = (select my_person())
      and acting_id = acting_for(audience_id))`)
    .execute(db);
}

/** Known are, as for who read a case, those to whom it was ever given by a way that the owner knows. */
async function createCustodyOf(db: AnyDatabase): Promise<void> {
  await sql`
    create function custody_of(wanted uuid)
    returns table (id uuid, action text, person_id uuid, acting_id uuid, created_at timestamptz)
    language sql stable security definer set search_path = public, pg_temp as $$
      select c.id, c.action, case when own.is_own then c.person_id end,
        case when own.is_own or exists (
          select from (
            select c.audience_id union select g.given_audience_id from audience_changes g
              where g.subject_kind = 'case' and g.subject_id = e.case_id) given (id)
          join audiences a on a.id = given.id
          where reason_to_see(a.marking, a.organisation_id, a.organisation_ids, a.sharing_group_id, a.passes_on,
              a.person_ids, reader_of(array[c.acting_id], c.person_id, 'known', array[c.organisation_id])) is not null)
          then c.acting_id end, c.created_at
      from evidence e join evidence_custody c on c.evidence_id = e.id
      cross join lateral (
        select c.acting_id = any ((select my_organisations('viewer'))::uuid[]) as is_own) own
      where e.id = wanted and e.audience_id = any (my_audiences())
        and (own.is_own or c.organisation_id = any ((select my_organisations('viewer'))::uuid[]))
    $$`.execute(db);
  await callable(db, "custody_of(uuid)");
}

async function callable(db: AnyDatabase, signature: string): Promise<void> {
  await sql`revoke execute on function ${sql.raw(signature)} from public`.execute(db);
  await sql`grant execute on function ${sql.raw(signature)} to fengsui_app`.execute(db);
}
