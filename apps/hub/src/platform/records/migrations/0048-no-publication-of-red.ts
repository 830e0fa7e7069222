// SPDX-License-Identifier: Apache-2.0
/**
 * Whose case a publication tells of is asked for consent by all its managers. A RED case is for those whom it names: no
 * publication is made from it, as its other managers would learn of it.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  const handles =
    "handler_id = (select my_person()) and publisher_id = any((select my_organisations('analyst'))::uuid[])";
  await sql
    .raw(`alter policy app_insert on publication_requests with check (
      created_by = (select my_person()) and state in ('asked', 'drafting')
      and not exists (select from cases c where c.id = case_id and c.marking = 'red')
      and case asked_by
        when 'source' then ${holds("manager")} and handler_id is null and publication_id is null
        else ${handles} and exists (select from cases c where c.id = case_id
          and c.organisation_id = publication_requests.organisation_id) end)`)
    .execute(db);
}
