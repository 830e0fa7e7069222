// SPDX-License-Identifier: Apache-2.0
/** What ingest keeps of requests: when a body first came, and the records in it that could not be read. */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  // A body, or an idempotency key, that comes again is the same within its time; of the ingest alone.
  await sql`
    create table receptions (
      source_id uuid not null references sources,
      key text not null check (length(key) <= 100),
      received_at timestamptz not null,
      expires_at timestamptz not null,
      primary key (source_id, key)
    )`.execute(db);
  await sql`create index receptions_expires on receptions (expires_at)`.execute(db);
  await protect(db, { table: "receptions", app: "" });
  await sql`
    create table dead_letters (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      source_id uuid not null references sources,
      received_at timestamptz not null,
      position int not null check (position >= 0),
      code text not null,
      message text not null check (length(message) <= 2000),
      bytes bytea not null,
      byte_count int not null check (byte_count >= length(bytes)),
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index dead_letters_source on dead_letters (organisation_id, source_id, received_at)`.execute(
    db,
  );
  await protect(db, {
    table: "dead_letters",
    app: "select, delete",
    read: holds("viewer"),
    delete: holds("analyst"),
  });
}
