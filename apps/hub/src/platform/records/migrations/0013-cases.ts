// SPDX-License-Identifier: Apache-2.0
/**
 * Cases and all that hangs on them. What hangs on a case has the case's audience, and follows it when the case is
 * shared otherwise. A merged case keeps what is its own: the case that it was merged into shows both.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, IN_AUDIENCE, protect } from "./protection.ts";

const LEVELS = "('informational', 'low', 'medium', 'high', 'critical')";
const WORKS = `${holds("analyst")} and ${IN_AUDIENCE}`;
const IN_MY_NAME = "person_id = (select my_person())";
/** The columns by which a row hangs on a case. */
const OF_CASE = `
  case_id uuid not null,
  organisation_id uuid not null,
  audience_id int not null,
  foreign key (case_id, organisation_id, audience_id)
    references cases (id, organisation_id, audience_id) on update cascade`;

export async function up(db: AnyDatabase): Promise<void> {
  await createNumberSeries(db);
  await createCaseRules(db);
  await createCases(db);
  await createCaseAlerts(db);
  await createCaseNotes(db);
  await createCaseTasks(db);
  await createCaseEntries(db);
}

/** Numbers that people read. A series is of one organisation, so that a number tells nothing of others. */
async function createNumberSeries(db: AnyDatabase): Promise<void> {
  await sql`
    create table number_series (
      organisation_id uuid not null references organisations,
      kind text not null check (kind ~ '^[a-z_]+$'),
      year int not null,
      last int not null check (last > 0),
      primary key (organisation_id, kind, year)
    )`.execute(db);
  await protect(db, { table: "number_series", app: "", isOfTheRule: true });
  await sql`
    create function next_number(owner uuid, wanted text, in_year int)
    returns int language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      given int;
    begin
      if session_user <> 'fengsui_system' and not coalesce(owner = any (my_organisations('analyst')), false) then
        raise insufficient_privilege using message = 'no analyst of the organisation';
      end if;
      insert into number_series as series (organisation_id, kind, year, last) values (owner, wanted, in_year, 1)
      on conflict (organisation_id, kind, year) do update set last = series.last + 1
      returning last into given;
      return given;
    end $$`.execute(db);
  await sql`revoke execute on function next_number(uuid, text, int) from public`.execute(db);
  await sql`grant execute on function next_number(uuid, text, int) to fengsui_app, fengsui_system`.execute(
    db,
  );
}

async function createCaseRules(db: AnyDatabase): Promise<void> {
  await sql`
    create table case_rules (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      name text not null check (length(name) between 1 and 200),
      is_enabled boolean not null default true,
      since timestamptz not null,
      rule_ids uuid[] not null default '{}',
      lowest_level text check (lowest_level in ${sql.raw(LEVELS)}),
      entities text[] not null default '{}',
      organisation_ids uuid[] not null default '{}',
      group_hours int not null check (group_hours between 1 and 720),
      assignee_id uuid references people,
      created_by uuid not null references people,
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now(),
      unique (id, organisation_id),
      check (rule_ids <> '{}' or entities <> '{}' or lowest_level is not null)
    )`.execute(db);
  await sql`create index case_rules_organisation on case_rules (organisation_id)`.execute(db);
  await protect(db, {
    table: "case_rules",
    app: `select, insert, update (name, is_enabled, since, rule_ids, lowest_level, entities, organisation_ids,
      group_hours, assignee_id, changed_at)`,
    read: holds("viewer"),
    insert: `${holds("analyst")} and created_by = (select my_person())`,
    update: holds("analyst"),
  });
}

async function createCases(db: AnyDatabase): Promise<void> {
  // So that the marking that a case says it has is that of its audience.
  await sql`create unique index audiences_marking on audiences (id, marking)`.execute(db);
  await sql`
    create table cases (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      audience_id int not null,
      marking text,
      year int not null,
      number int not null,
      title text not null check (length(title) between 1 and 500),
      summary text not null default '' check (length(summary) <= 20000),
      severity text not null check (severity in ${sql.raw(LEVELS)}),
      state text not null default 'open' check (state in ('open', 'in_progress', 'closed')),
      assignee_id uuid references people,
      verdict text check (verdict in ('true_positive', 'benign', 'false_positive')),
      decision_reason text check (length(decision_reason) between 1 and 20000),
      decided_by uuid references people,
      decided_at timestamptz,
      merged_into_id uuid check (merged_into_id <> id),
      case_rule_id uuid,
      entity_kind text,
      entity text,
      created_by uuid references people,
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now(),
      version int not null default 1 check (version > 0),
      unique (organisation_id, year, number),
      unique (id, organisation_id),
      unique (id, organisation_id, audience_id),
      foreign key (audience_id, organisation_id) references audiences (id, organisation_id),
      foreign key (audience_id, marking) references audiences (id, marking),
      foreign key (merged_into_id, organisation_id) references cases (id, organisation_id),
      foreign key (case_rule_id, organisation_id) references case_rules (id, organisation_id),
      check ((entity is null) = (entity_kind is null)),
      check (num_nonnulls(verdict, decision_reason, decided_by, decided_at)
        = case when state = 'closed' then 4 else 0 end)
    )`.execute(db);
  await sql`create index cases_newest on cases (audience_id, changed_at desc)`.execute(db);
  await sql`create index cases_merged on cases (merged_into_id) where merged_into_id is not null`.execute(db);
  await sql`create index cases_grouping on cases (case_rule_id, entity_kind, text_digest(entity))
    where case_rule_id is not null`.execute(db);
  await protect(db, {
    table: "cases",
    app: `select, insert, update (audience_id, marking, title, summary, severity, state, assignee_id, verdict,
      decision_reason, decided_by, decided_at, merged_into_id, changed_at, version)`,
    read: IN_AUDIENCE,
    insert: `${WORKS} and created_by = (select my_person())`,
    update: WORKS,
  });
}

/** An alert is in one case of an organisation at a time. Where it was before stays to be read. */
async function createCaseAlerts(db: AnyDatabase): Promise<void> {
  await sql`
    create table case_alerts (
      id uuid primary key,
      ${sql.raw(OF_CASE)},
      alert_id uuid not null references alerts,
      joined_at timestamptz not null,
      joined_by uuid references people,
      left_at timestamptz,
      left_by uuid references people
    )`.execute(db);
  await sql`create unique index case_alerts_one on case_alerts (organisation_id, alert_id) where left_at is null`.execute(
    db,
  );
  await sql`create index case_alerts_alert on case_alerts (alert_id)`.execute(db);
  await sql`create index case_alerts_case on case_alerts (case_id)`.execute(db);
  await sql`create index alerts_created on alerts (organisation_id, created_at)`.execute(db);
  await protect(db, {
    table: "case_alerts",
    app: "select, insert, update (left_at, left_by)",
    read: IN_AUDIENCE,
    insert: `${WORKS} and joined_by = (select my_person())
      and exists (select from alerts where alerts.id = case_alerts.alert_id)`,
    update: WORKS,
  });
}

/** A note is its versions: none is ever changed, and only who wrote one writes the next. */
async function createCaseNotes(db: AnyDatabase): Promise<void> {
  await sql`
    create table case_notes (
      id uuid not null,
      version int not null check (version > 0),
      ${sql.raw(OF_CASE)},
      person_id uuid not null references people,
      text text not null check (length(text) between 1 and 20000),
      occurred_at timestamptz,
      created_at timestamptz not null default now(),
      primary key (id, version)
    )`.execute(db);
  await sql`create index case_notes_case on case_notes (case_id, id)`.execute(db);
  // A policy cannot ask the table that it is of; a function that runs as who calls it can.
  await sql`
    create function is_my_note(note uuid, in_case uuid, at_version int)
    returns boolean language plpgsql stable as $$
    begin
      return exists (select from case_notes where id = note and case_id = in_case and version = at_version
        and person_id = my_person());
    end $$`.execute(db);
  await protect(db, {
    table: "case_notes",
    app: "select, insert",
    read: IN_AUDIENCE,
    insert: `${WORKS} and ${IN_MY_NAME} and (version = 1 or is_my_note(id, case_id, version - 1))`,
  });
}

async function createCaseTasks(db: AnyDatabase): Promise<void> {
  await sql`
    create table case_tasks (
      id uuid primary key,
      ${sql.raw(OF_CASE)},
      title text not null check (length(title) between 1 and 500),
      description text not null default '' check (length(description) <= 20000),
      assignee_id uuid references people,
      due_at timestamptz,
      done_at timestamptz,
      done_by uuid references people,
      created_by uuid not null references people,
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now(),
      version int not null default 1 check (version > 0),
      check ((done_at is null) = (done_by is null))
    )`.execute(db);
  await sql`create index case_tasks_case on case_tasks (case_id, id)`.execute(db);
  await sql`create index case_tasks_assignee on case_tasks (assignee_id, due_at) where done_at is null`.execute(
    db,
  );
  await protect(db, {
    table: "case_tasks",
    app: `select, insert, update (case_id, audience_id, title, description, assignee_id, due_at, done_at, done_by,
      changed_at, version)`,
    read: IN_AUDIENCE,
    insert: `${WORKS} and created_by = (select my_person())`,
    update: WORKS,
  });
}

/** The timeline: what happened, when (`occurred_at`), and when it was entered. It only grows. */
async function createCaseEntries(db: AnyDatabase): Promise<void> {
  await sql`
    create table case_entries (
      id uuid primary key,
      ${sql.raw(OF_CASE)},
      kind text not null check (kind ~ '^[a-z_]+\\.[a-z_]+$'),
      occurred_at timestamptz not null,
      created_at timestamptz not null,
      person_id uuid references people,
      job text,
      subject_id uuid,
      detail jsonb not null default '{}' check (jsonb_typeof(detail) = 'object'),
      check ((person_id is null) = (job is not null))
    )`.execute(db);
  await sql`create index case_entries_case on case_entries (case_id, occurred_at, id)`.execute(db);
  await protect(db, {
    table: "case_entries",
    app: "select, insert",
    read: IN_AUDIENCE,
    insert: `${WORKS} and ${IN_MY_NAME}`,
  });
}
