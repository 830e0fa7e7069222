// SPDX-License-Identifier: Apache-2.0
/**
 * Passes of rules over stored events with their progress; and what rules need for it: where they came from, what
 * their alerts are about, and documents that could not be used.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, IN_AUDIENCE, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createRetrospections(db);
  await createRetrospectionRules(db);
  await createCleanPoints(db);
  await extendRules(db);
  await showRulesOfTheHub(db);
  await createRuleRefusals(db);
}

async function createRetrospections(db: AnyDatabase): Promise<void> {
  await sql`
    create table retrospections (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      state text not null default 'waiting'
        check (state in ('waiting', 'running', 'paused', 'done', 'cancelled', 'failed')),
      cause text not null check (cause in ('rules_changed', 'asked')),
      received_since timestamptz,
      from_at timestamptz,
      to_at timestamptz check (to_at > from_at),
      rule_count int not null default 0 check (rule_count >= 0),
      events_total bigint check (events_total >= 0),
      events_seen bigint not null default 0 check (events_seen >= 0),
      match_count bigint not null default 0 check (match_count >= 0),
      alert_count bigint not null default 0 check (alert_count >= 0),
      position_at timestamptz,
      position_id uuid,
      worked_ms bigint not null default 0 check (worked_ms >= 0),
      failure text,
      failed_attempts int not null default 0,
      requested_by uuid references people,
      created_at timestamptz not null default now(),
      not_before timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz,
      changed_at timestamptz not null default now(),
      check ((position_at is null) = (position_id is null)),
      check ((state in ('done', 'cancelled', 'failed')) = (finished_at is not null)),
      unique (id, organisation_id)
    )`.execute(db);
  await sql`create index retrospections_organisation on retrospections (organisation_id, created_at desc)`.execute(
    db,
  );
  // What comes joins the one that has not begun.
  await sql`
    create unique index retrospections_waiting on retrospections (organisation_id)
    where cause = 'rules_changed' and state = 'waiting' and position_at is null`.execute(db);
  await protect(db, {
    table: "retrospections",
    // How far it is, the hub's own job says.
    app: `select, insert (id, organisation_id, cause, received_since, from_at, to_at, rule_count, requested_by,
      created_at, not_before, changed_at), update (state, failed_attempts, finished_at, changed_at)`,
    read: holds("viewer"),
    insert: holds("analyst"),
    update: holds("analyst"),
  });
  await sql`alter table alerts add column retrospection_id uuid references retrospections`.execute(db);
  await sql`
    create index alerts_retrospection on alerts (retrospection_id) where retrospection_id is not null`.execute(
    db,
  );
}

/** The title is kept, as a rule of the hub may be one that the organisation does not see. */
async function createRetrospectionRules(db: AnyDatabase): Promise<void> {
  await sql`
    create table retrospection_rules (
      retrospection_id uuid not null,
      rule_id uuid not null references rules,
      organisation_id uuid not null,
      rule_version int not null check (rule_version > 0),
      title text not null,
      primary key (retrospection_id, rule_id),
      foreign key (retrospection_id, organisation_id) references retrospections (id, organisation_id)
    )`.execute(db);
  await protect(db, {
    table: "retrospection_rules",
    app: "select, insert",
    read: holds("viewer"),
    // Of rules that the person sees: the job that works on it sees them all.
    insert: `${holds("analyst")} and exists (select from rules where rules.id = rule_id)`,
  });
}

/** Up to when everything is known to be as it should; of the hub's own jobs alone. */
async function createCleanPoints(db: AnyDatabase): Promise<void> {
  await sql`create table clean_points (name text primary key, at timestamptz not null)`.execute(db);
  await protect(db, { table: "clean_points", app: "" });
}

async function extendRules(db: AnyDatabase): Promise<void> {
  await sql`
    alter table rules
      add column origin text not null default 'upload' check (origin in ('upload', 'folder')),
      add column vanished_at timestamptz,
      add column group_by text check (length(group_by) <= 206)`.execute(db);
  // The hub may have a rule that the organisation it belongs to has its own of.
  await sql`
    alter table rules drop constraint rules_organisation_id_key_key,
      add constraint rules_key unique (organisation_id, scope, key)`.execute(db);
  await sql`create index rules_of_the_hub on rules (key) where scope = 'hub'`.execute(db);
  await sql`grant update (origin, vanished_at, group_by) on rules to fengsui_app`.execute(db);
  await sql`alter table rule_versions add column group_by text check (length(group_by) <= 206)`.execute(db);
}

/** A rule of the hub judges everybody's events: whoever has an organisation here may read it. */
async function showRulesOfTheHub(db: AnyDatabase): Promise<void> {
  const isMember = "cardinality((select my_organisations('viewer'))) > 0";
  const run = (text: string) => sql.raw(text).execute(db);
  await run(`alter policy app_read on rules using (${IN_AUDIENCE} or (scope = 'hub' and ${isMember}))`);
  await run(
    `alter policy app_read on rule_versions using (${IN_AUDIENCE} or
      (${isMember} and rule_id in (select id from rules where scope = 'hub')))`,
  );
}

async function createRuleRefusals(db: AnyDatabase): Promise<void> {
  await sql`
    create table rule_refusals (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      origin text not null check (origin in ('upload', 'folder')),
      file text not null check (length(file) between 1 and 520),
      diagnostics jsonb not null default '[]',
      at timestamptz not null,
      unique (organisation_id, origin, file)
    )`.execute(db);
  await protect(db, {
    table: "rule_refusals",
    app: "select, insert, update (diagnostics, at), delete",
    read: holds("viewer"),
    insert: holds("analyst"),
    update: holds("analyst"),
    delete: holds("analyst"),
  });
}
