// SPDX-License-Identifier: Apache-2.0
/** What a person signs in with. Only the hub's own sign-in job reads a secret; a person sees and ends own sessions. */
import { sql } from "kysely";
import { type AnyDatabase, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`
    create table credentials (
      person_id uuid not null references people,
      kind text not null check (kind in ('password')),
      secret text not null,
      changed_at timestamptz not null default now(),
      primary key (person_id, kind)
    )`.execute(db);
  await protect(db, { table: "credentials", app: "" });
  await sql`
    create table sessions (
      id uuid primary key,
      person_id uuid not null references people,
      token_hash bytea not null unique check (length(token_hash) = 32),
      created_at timestamptz not null default now(),
      last_seen_at timestamptz not null default now(),
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index sessions_person on sessions (person_id)`.execute(db);
  await protect(db, {
    table: "sessions",
    app: "select (id, person_id, created_at, last_seen_at, expires_at), delete",
    read: "person_id = (select my_person())",
    delete: "person_id = (select my_person())",
  });
}
