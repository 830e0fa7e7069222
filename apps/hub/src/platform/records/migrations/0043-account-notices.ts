// SPDX-License-Identifier: Apache-2.0
/**
 * What the owner of an account is told of it: that something with which it is entered was added or taken away, that
 * somebody entered it from a new place, that a key of theirs is about to end.
 */
import { sql } from "kysely";
import { type AnyDatabase, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`
    create table account_notices (
      id uuid primary key,
      person_id uuid not null references people,
      what text not null check (what ~ '^[a-z_]{1,40}$'),
      detail jsonb not null default '{}' check (jsonb_typeof(detail) = 'object' and length(detail::text) <= 2000),
      created_at timestamptz not null
    )`.execute(db);
  await sql`create index account_notices_age on account_notices (created_at)`.execute(db);
  await protect(db, {
    table: "account_notices",
    app: "select, insert (id, person_id, what, detail, created_at)",
    read: "(select is_person()) and person_id = (select my_person())",
    insert: "what = 'link_made' and may_recover(person_id)",
  });
  await sql`alter table account_letters drop constraint account_letters_kind_check`.execute(db);
  await sql`
    alter table account_letters
      add column notice_id uuid references account_notices on delete cascade,
      add constraint account_letters_kind_check
        check (kind in ('forgotten', 'link_made', 'password_set', 'disabled', 'enabled', 'notice')),
      add check ((kind = 'notice') = (notice_id is not null))`.execute(db);
}
