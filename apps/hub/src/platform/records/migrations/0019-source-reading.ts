// SPDX-License-Identifier: Apache-2.0
/** How the logs of a source are read, who delivers them by syslog, and who tried and was not known. */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`
    alter table sources
      add charset text check (length(charset) between 1 and 40),
      add time_zone text check (length(time_zone) between 1 and 64)`.execute(db);
  const settable = "charset, time_zone";
  await sql.raw(`grant select (${settable}), update (${settable}) on sources to fengsui_app`).execute(db);
  await createSenders(db);
  await createRefusals(db);
}

/** A network says whose the logs of every machine in it are, so that is for the hub to say; a certificate proves itself. */
async function createSenders(db: AnyDatabase): Promise<void> {
  await sql`alter table sources add unique (id, organisation_id)`.execute(db);
  await sql`
    create table source_senders (
      id uuid primary key,
      source_id uuid not null,
      organisation_id uuid not null,
      network cidr unique,
      fingerprint text unique check (fingerprint ~ '^[0-9a-f]{64}$'),
      created_by uuid references people,
      created_at timestamptz not null default now(),
      check (num_nonnulls(network, fingerprint) = 1),
      foreign key (source_id, organisation_id) references sources (id, organisation_id)
    )`.execute(db);
  await sql`create index source_senders_source on source_senders (source_id)`.execute(db);
  const mayWrite = `${holds("manager")} and (network is null or (select has_hub_role('operator')))`;
  await protect(db, {
    table: "source_senders",
    app: "select, insert, delete",
    read: holds("viewer"),
    insert: mayWrite,
    delete: holds("manager"),
  });
}

async function createRefusals(db: AnyDatabase): Promise<void> {
  await sql`
    create table syslog_refusals (
      address text not null check (length(address) <= 64),
      fingerprint text not null default '' check (length(fingerprint) <= 64),
      reason text not null check (reason in ('unknown_sender', 'too_many_connections')),
      count bigint not null check (count > 0),
      first_at timestamptz not null,
      last_at timestamptz not null,
      primary key (address, fingerprint, reason)
    )`.execute(db);
  await protect(db, {
    table: "syslog_refusals",
    app: "select",
    read: "(select has_hub_role('operator'))",
  });
}
