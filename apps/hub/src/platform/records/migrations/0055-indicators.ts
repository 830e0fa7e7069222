// SPDX-License-Identifier: Apache-2.0
/**
 * Lists of indicators. A list is a rule (it is switched, suppressed and counted as one), and has what a rule has not: its
 * indicators, and a revision that goes up with each change of them, by which whoever matches keeps up.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`
    alter table rules drop constraint rules_kind_check,
      add constraint rules_kind_check check (kind in ('detection', 'correlation', 'filter', 'indicators'))`.execute(
    db,
  );
  await createLists(db);
  await createIndicators(db);
  await createIncoming(db);
  await extendRetrospections(db);
}

/** Of lists whose rule one may change: those of the hub are its operators' affair. */
const MINE = `select id from rules where ${holds("analyst")}
  and (scope = 'organisation' or (select has_hub_role('operator')))`;
const OF_MINE = `list_number in (select number from indicator_lists where rule_id in (${MINE}))`;

async function createLists(db: AnyDatabase): Promise<void> {
  await sql`
    create table indicator_lists (
      rule_id uuid primary key references rules,
      organisation_id uuid not null references organisations,
      number int generated always as identity unique,
      revision bigint not null default 0,
      looked_back_revision bigint not null default 0,
      purged_revision bigint not null default 0,
      last_id bigint not null default 0,
      indicator_count int not null default 0 check (indicator_count >= 0),
      last_import jsonb
    )`.execute(db);
  await protect(db, {
    table: "indicator_lists",
    app: "select, insert, update (revision, looked_back_revision, purged_revision, last_id, indicator_count, last_import)",
    read: "rule_id in (select id from rules)",
    insert: `rule_id in (${MINE})`,
    update: `rule_id in (${MINE})`,
  });
}

/**
 * A value may be longer than an entry of an index may be, and a function of it could be no condition of a query that
 * row-level security lets use an index: so its digest has a column, cut to what no two values come to share.
 *
 * One that is removed stays for a while, so that who matches hears of it. Each list counts its own: a number that all
 * lists share would tell of what others do.
 */
async function createIndicators(db: AnyDatabase): Promise<void> {
  await sql`
    create table indicators (
      list_number int not null references indicator_lists (number),
      id bigint not null,
      kind text not null,
      value text not null check (length(value) between 1 and 16384),
      digest bytea not null generated always as (substr(text_digest(value), 1, 16)) stored,
      with_subdomains boolean not null,
      expires_at timestamptz,
      note text check (length(note) <= 500),
      place text not null check (length(place) <= 500),
      added_at timestamptz not null,
      added_by uuid references people,
      removed_at timestamptz,
      revision bigint not null,
      primary key (list_number, id)
    )`.execute(db);
  await sql`
    create unique index indicators_value on indicators (list_number, kind, with_subdomains, digest)`.execute(
    db,
  );
  await sql`create index indicators_revision on indicators (list_number, revision, id)`.execute(db);
  await protect(db, {
    table: "indicators",
    app: "select, insert, update (expires_at, note, place, added_at, added_by, removed_at, revision), delete",
    read: "list_number in (select number from indicator_lists)",
    insert: OF_MINE,
    update: OF_MINE,
    delete: OF_MINE,
  });
}

/** What is on its way into a list; within a transaction, and lost with a crash. */
async function createIncoming(db: AnyDatabase): Promise<void> {
  await sql`
    create unlogged table incoming_indicators (
      list_number int not null,
      kind text not null,
      value text not null,
      digest bytea not null generated always as (substr(text_digest(value), 1, 16)) stored,
      with_subdomains boolean not null,
      expires_at timestamptz,
      note text,
      place text not null
    )`.execute(db);
  await sql`
    create index incoming_indicators_value on incoming_indicators
      (list_number, kind, with_subdomains, digest)`.execute(db);
  await protect(db, {
    table: "incoming_indicators",
    app: "select, insert, delete",
    read: OF_MINE,
    insert: OF_MINE,
    delete: OF_MINE,
  });
}

async function extendRetrospections(db: AnyDatabase): Promise<void> {
  await sql`
    alter table retrospections drop constraint retrospections_cause_check,
      add constraint retrospections_cause_check check (cause in ('rules_changed', 'indicators_changed', 'asked'))`.execute(
    db,
  );
  await sql`
    create unique index retrospections_waiting_indicators on retrospections (organisation_id)
    where cause = 'indicators_changed' and state = 'waiting' and position_at is null`.execute(db);
  // Of a list: what was added after this revision. Null: all of it.
  await sql`alter table retrospection_rules add column since_revision bigint`.execute(db);
}
