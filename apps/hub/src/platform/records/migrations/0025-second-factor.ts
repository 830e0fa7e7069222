// SPDX-License-Identifier: Apache-2.0
/** The second factor of a sign-in: a secret that makes one-time codes, and codes for when it is lost. */
import { sql } from "kysely";
import { type AnyDatabase, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`
    create table second_factors (
      person_id uuid primary key references people,
      secret text not null,
      created_at timestamptz not null default now(),
      confirmed_at timestamptz,
      last_step bigint
    )`.execute(db);
  await sql`
    create table recovery_codes (
      person_id uuid not null references people,
      code_hash bytea not null check (length(code_hash) = 32),
      primary key (person_id, code_hash)
    )`.execute(db);
  await protect(db, { table: "second_factors", app: "" });
  await protect(db, { table: "recovery_codes", app: "" });
}
