// SPDX-License-Identifier: Apache-2.0
/** How long events are kept, by hub, organisation and log type; and legal holds, which keep them from any deletion. */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createHubRetention(db);
  await createRules(db);
  await createHolds(db);
  await tellOfTheDisk(db);
}

/** One row, where somebody has set it. */
async function createHubRetention(db: AnyDatabase): Promise<void> {
  await sql`
    create table hub_retention (
      id boolean primary key default true check (id),
      default_days int check (default_days between 1 and 36500),
      minimum_days int not null check (minimum_days between 1 and 36500),
      deletes_oldest boolean not null,
      high_percent int not null check (high_percent between 50 and 99),
      critical_percent int not null check (critical_percent <= 99),
      changed_at timestamptz not null,
      check (critical_percent > high_percent)
    )`.execute(db);
  const isOperator = "(select has_hub_role('operator'))";
  await protect(db, {
    table: "hub_retention",
    app: "select, insert, update",
    read: "(select is_person())",
    insert: isOperator,
    update: isOperator,
  });
}

/** The empty log type is for those without a row of their own. */
async function createRules(db: AnyDatabase): Promise<void> {
  await sql`
    create table retention_rules (
      organisation_id uuid not null references organisations,
      log_type text not null check (length(log_type) <= 200),
      days int check (days between 1 and 36500),
      primary key (organisation_id, log_type)
    )`.execute(db);
  await protect(db, {
    table: "retention_rules",
    app: "select, insert, delete",
    read: holds("viewer"),
    insert: holds("administrator"),
    delete: holds("administrator"),
  });
}

async function createHolds(db: AnyDatabase): Promise<void> {
  await sql`
    create table legal_holds (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      case_id uuid references cases,
      source_id uuid references sources,
      from_at timestamptz,
      to_at timestamptz,
      reason text not null check (length(reason) between 1 and 2000),
      until_at timestamptz,
      created_by uuid not null references people,
      created_at timestamptz not null,
      released_by uuid references people,
      released_at timestamptz,
      release_reason text check (length(release_reason) between 1 and 2000),
      check (case_id is null or source_id is null),
      check (num_nonnulls(source_id, from_at, to_at) in (0, 3)),
      check (to_at > from_at),
      check (num_nonnulls(released_by, released_at, release_reason) in (0, 3))
    )`.execute(db);
  await sql`create index legal_holds_organisation on legal_holds (organisation_id, created_at desc)`.execute(
    db,
  );
  await protect(db, {
    table: "legal_holds",
    app: `select, insert (id, organisation_id, case_id, source_id, from_at, to_at, reason, until_at, created_by,
      created_at), update (released_by, released_at, release_reason)`,
    read: holds("viewer"),
    insert: holds("administrator"),
    update: holds("administrator"),
  });
}

async function tellOfTheDisk(db: AnyDatabase): Promise<void> {
  await sql`
    alter table alerts drop constraint alerts_kind_check,
      add constraint alerts_kind_check check (kind in ('matches', 'source_silent', 'disk_high'))`.execute(db);
}
