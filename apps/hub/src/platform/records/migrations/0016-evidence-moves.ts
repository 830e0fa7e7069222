// SPDX-License-Identifier: Apache-2.0
/** Evidence goes along where a case is split: its place alone may change, and its custody says who changed it. */
import { sql } from "kysely";
import { type AnyDatabase, holds, IN_AUDIENCE } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  const isMovable = `${holds("analyst")} and ${IN_AUDIENCE} and case_id is not null`;
  await sql`grant update (case_id, audience_id) on evidence to fengsui_app`.execute(db);
  await sql
    .raw(`create policy app_update on evidence for update to fengsui_app using (${isMovable})
      with check (${isMovable})`)
    .execute(db);
  await sql`alter table evidence_custody drop constraint evidence_custody_action_check`.execute(db);
  await sql`
    alter table evidence_custody add constraint evidence_custody_action_check
    check (action in ('added', 'viewed', 'downloaded', 'moved'))`.execute(db);
}
