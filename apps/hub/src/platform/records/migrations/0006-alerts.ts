// SPDX-License-Identifier: Apache-2.0
/** Alerts, what is said about them, and what keeps them silent. Matches are in the event store. */
import { sql } from "kysely";
import { type AnyDatabase, holds, IN_AUDIENCE, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createSuppressions(db);
  await createAlerts(db);
  await createAlertComments(db);
}

async function createSuppressions(db: AnyDatabase): Promise<void> {
  await sql`
    create table suppressions (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      rule_id uuid references rules,
      conditions jsonb not null default '[]' check (jsonb_typeof(conditions) = 'array'),
      reason text not null check (length(reason) between 1 and 2000),
      expires_at timestamptz not null,
      created_by uuid references people,
      created_at timestamptz not null default now(),
      ended_at timestamptz,
      ended_by uuid references people,
      check (rule_id is not null or conditions <> '[]'),
      check ((ended_at is null) = (ended_by is null))
    )`.execute(db);
  await sql`create index suppressions_organisation on suppressions (organisation_id, expires_at)`.execute(db);
  await protect(db, {
    table: "suppressions",
    app: "select, insert, update (ended_at, ended_by)",
    read: holds("viewer"),
    insert: holds("analyst"),
    update: holds("analyst"),
  });
}

/**
 * An alert is the matches of one rule on one entity in one window of event time, so its columns before the counts
 * identify it, whichever match came first.
 */
async function createAlerts(db: AnyDatabase): Promise<void> {
  await sql`
    create table alerts (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      audience_id int not null,
      rule_id uuid not null references rules,
      rule_version int not null check (rule_version > 0),
      title text not null,
      level text not null check (level in ('informational', 'low', 'medium', 'high', 'critical')),
      entity_kind text not null check (entity_kind in ('host', 'account', 'address', 'none', 'other')),
      entity text not null,
      window_start timestamptz not null,
      window_end timestamptz not null check (window_end > window_start),
      first_event_at timestamptz not null,
      last_event_at timestamptz not null check (last_event_at >= first_event_at),
      match_count int not null default 0 check (match_count >= 0),
      is_retrospective boolean not null default false,
      suppression_id uuid references suppressions,
      state text not null default 'open' check (state in ('open', 'closed')),
      verdict text check (verdict in ('true_positive', 'benign', 'false_positive')),
      assignee_id uuid references people,
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now(),
      unique (id, organisation_id, audience_id),
      foreign key (audience_id, organisation_id) references audiences (id, organisation_id),
      check ((state = 'closed') = (verdict is not null))
    )`.execute(db);
  // An entity may be longer than an entry of an index may be. PostgreSQL takes `convert_to` for changeable, which it
  // is not in a database of one encoding.
  await sql`
    create function text_digest(value text) returns bytea immutable strict parallel safe
    return sha256(convert_to(value, 'UTF8'))`.execute(db);
  await sql`
    create unique index alerts_group on alerts
      (organisation_id, rule_id, rule_version, entity_kind, text_digest(entity), window_start)`.execute(db);
  await sql`create index alerts_newest on alerts (audience_id, state, last_event_at desc)`.execute(db);
  await protect(db, {
    table: "alerts",
    app: "select, update (audience_id, state, verdict, assignee_id, changed_at)",
    read: IN_AUDIENCE,
    update: holds("analyst"),
  });
}

async function createAlertComments(db: AnyDatabase): Promise<void> {
  await sql`
    create table alert_comments (
      id uuid primary key,
      alert_id uuid not null,
      organisation_id uuid not null,
      audience_id int not null,
      person_id uuid not null references people,
      text text not null check (length(text) between 1 and 20000),
      created_at timestamptz not null default now(),
      foreign key (alert_id, organisation_id, audience_id)
        references alerts (id, organisation_id, audience_id) on update cascade
    )`.execute(db);
  await sql`create index alert_comments_alert on alert_comments (alert_id, created_at)`.execute(db);
  await protect(db, {
    table: "alert_comments",
    app: "select, insert",
    read: IN_AUDIENCE,
    insert: `${holds("analyst")} and person_id = (select my_person())`,
  });
}
