// SPDX-License-Identifier: Apache-2.0
/**
 * An account that its owner opens at a provider alone is shut there, too: no administrator gives it a password, which
 * would open it beside the provider. An operator may, as a provider can be gone.
 */
import { sql } from "kysely";
import type { AnyDatabase } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  for (const table of ["identities", "credentials"])
    await sql`create policy rule on ${sql.raw(table)} for select to current_user using (true)`.execute(db);
  await sql`
    create or replace function may_recover(person uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
      select is_person() and person <> my_person()
        and exists (select from people p where p.id = person and p.disabled_at is null and p.kind = 'person')
        and (has_hub_role('operator') or (
          exists (select from memberships m where m.person_id = person)
          and not exists (select from memberships m where m.person_id = person
            and m.organisation_id <> all (my_organisations('administrator')))
          and not exists (select from hub_roles h where h.person_id = person)
          and (not exists (select from identities i where i.person_id = person)
            or exists (select from credentials c where c.person_id = person and c.kind = 'password'))))
    $$`.execute(db);
}
