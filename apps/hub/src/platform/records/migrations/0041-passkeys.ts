// SPDX-License-Identifier: Apache-2.0
/** Passkeys, and the questions that they answer. Only the hub's own sign-in job reads them. */
import { sql } from "kysely";
import { type AnyDatabase, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`
    create table passkeys (
      id uuid primary key,
      person_id uuid not null references people,
      credential_id bytea not null unique check (length(credential_id) between 1 and 1023),
      public_key bytea not null check (length(public_key) between 1 and 4096),
      counter bigint not null check (counter between 0 and 4294967295),
      transports text[] not null default '{}',
      is_backup_eligible boolean not null,
      is_backed_up boolean not null,
      name text not null check (length(name) between 1 and 100),
      created_at timestamptz not null default now(),
      last_used_at timestamptz
    )`.execute(db);
  await sql`create index passkeys_person on passkeys (person_id)`.execute(db);
  await protect(db, { table: "passkeys", app: "" });
  await sql`
    create table passkey_challenges (
      challenge_hash bytea primary key check (length(challenge_hash) = 32),
      purpose text not null check (purpose in ('sign_in', 'prove', 'add')),
      person_id uuid references people,
      expires_at timestamptz not null,
      check ((purpose = 'sign_in') = (person_id is null))
    )`.execute(db);
  await sql`create index passkey_challenges_expiry on passkey_challenges (expires_at)`.execute(db);
  await protect(db, { table: "passkey_challenges", app: "" });
}
