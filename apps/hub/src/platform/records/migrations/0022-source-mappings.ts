// SPDX-License-Identifier: Apache-2.0
/** Where the events of a source have their time, host and the like: what counts now, and all that counted before. */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`
    alter table sources
      add mapping jsonb,
      add mapping_version int not null default 0 check (mapping_version >= 0)`.execute(db);
  const settable = "mapping, mapping_version";
  await sql.raw(`grant select (${settable}), update (${settable}) on sources to fengsui_app`).execute(db);
  await sql`
    create table source_mappings (
      source_id uuid not null,
      version int not null check (version > 0),
      organisation_id uuid not null,
      mapping jsonb,
      created_by uuid references people,
      created_at timestamptz not null default now(),
      primary key (source_id, version),
      foreign key (source_id, organisation_id) references sources (id, organisation_id)
    )`.execute(db);
  await protect(db, {
    table: "source_mappings",
    app: "select, insert",
    read: holds("viewer"),
    insert: holds("manager"),
  });
}
