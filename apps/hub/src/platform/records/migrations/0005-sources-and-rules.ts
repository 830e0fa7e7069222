// SPDX-License-Identifier: Apache-2.0
/** Where logs come from, and the rules that they are matched with. */
import { sql } from "kysely";
import { type AnyDatabase, holds, IN_AUDIENCE, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createSources(db);
  await createRules(db);
  await createRuleVersions(db);
}

async function createSources(db: AnyDatabase): Promise<void> {
  await sql`
    create table sources (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      name text not null check (length(name) between 1 and 200),
      log_type text,
      detected_log_type text,
      key_hash bytea unique check (length(key_hash) = 32),
      created_by uuid references people,
      created_at timestamptz not null default now(),
      last_seen_at timestamptz,
      disabled_at timestamptz,
      unique (organisation_id, name)
    )`.execute(db);
  // The hash of a key can be set by who may set keys, and is read by the ingest alone.
  await protect(db, {
    table: "sources",
    app: `select (id, organisation_id, name, log_type, detected_log_type, created_by, created_at, last_seen_at,
      disabled_at), insert, update (name, log_type, key_hash, disabled_at)`,
    read: holds("viewer"),
    insert: holds("manager"),
    update: holds("manager"),
  });
}

/** A record's audience is one of its owner's, so that nobody can show records of theirs as another's. */
async function createRules(db: AnyDatabase): Promise<void> {
  await sql`
    create table rules (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      audience_id int not null,
      key text not null check (length(key) between 1 and 500),
      title text not null check (length(title) <= 1000),
      level text not null check (level in ('informational', 'low', 'medium', 'high', 'critical')),
      scope text not null default 'organisation' check (scope in ('organisation', 'hub')),
      is_enabled boolean not null default true,
      version int not null default 1 check (version > 0),
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now(),
      unique (organisation_id, key),
      unique (id, organisation_id, audience_id),
      foreign key (audience_id, organisation_id) references audiences (id, organisation_id)
    )`.execute(db);
  await sql`create index rules_audience on rules (audience_id)`.execute(db);
  // A rule for every organisation's events is the hub's affair: an analyst's is for the own organisation's.
  const mayWrite = `${holds("analyst")} and (scope = 'organisation' or (select has_hub_role('operator')))`;
  await protect(db, {
    table: "rules",
    app: "select, insert, update (audience_id, title, level, is_enabled, version, changed_at, scope)",
    read: IN_AUDIENCE,
    insert: mayWrite,
    update: mayWrite,
  });
}

async function createRuleVersions(db: AnyDatabase): Promise<void> {
  await sql`
    create table rule_versions (
      rule_id uuid not null,
      version int not null check (version > 0),
      organisation_id uuid not null,
      audience_id int not null,
      source text not null,
      sha256 bytea not null check (length(sha256) = 32),
      diagnostics jsonb not null default '[]',
      created_by uuid references people,
      created_at timestamptz not null default now(),
      primary key (rule_id, version),
      foreign key (rule_id, organisation_id, audience_id)
        references rules (id, organisation_id, audience_id) on update cascade
    )`.execute(db);
  await sql`create index rule_versions_audience on rule_versions (audience_id)`.execute(db);
  await protect(db, {
    table: "rule_versions",
    app: "select, insert",
    read: IN_AUDIENCE,
    insert: holds("analyst"),
  });
}
