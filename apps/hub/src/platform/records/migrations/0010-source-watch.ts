// SPDX-License-Identifier: Apache-2.0
/** How each source is doing, when its silence is told, and alerts that are of the hub itself and not of events. */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await extendSources(db);
  await createRhythms(db);
  await createWatch(db);
  await extendAlerts(db);
}

async function extendSources(db: AnyDatabase): Promise<void> {
  await sql`
    alter table sources
      add first_seen_at timestamptz,
      add last_event_at timestamptz,
      add event_count bigint not null default 0,
      add rate_per_second double precision not null default 0,
      add lag_ms bigint check (lag_ms >= 0),
      add is_watched boolean not null default true,
      add quiet_seconds int check (quiet_seconds between 60 and 2592000),
      add watch_from timestamptz,
      add silent_since timestamptz`.execute(db);
  const settable = "is_watched, quiet_seconds, watch_from";
  const readable = `first_seen_at, last_event_at, event_count, rate_per_second, lag_ms, silent_since, ${settable}`;
  await sql.raw(`grant select (${readable}), update (${settable}) on sources to fengsui_app`).execute(db);
}

/** The longest silence that began in an hour of the week (0 is Monday, 00:00 UTC), of those long enough to tell. */
async function createRhythms(db: AnyDatabase): Promise<void> {
  await sql`
    create table source_rhythms (
      source_id uuid not null references sources,
      organisation_id uuid not null references organisations,
      hour_of_week smallint not null check (hour_of_week between 0 and 167),
      longest_seconds int not null check (longest_seconds > 0),
      seen_at timestamptz not null,
      primary key (source_id, hour_of_week)
    )`.execute(db);
  await protect(db, { table: "source_rhythms", app: "select", read: holds("viewer") });
}

/** One row: since when somebody has looked without a break, so that no source is blamed for a hub that was down. */
async function createWatch(db: AnyDatabase): Promise<void> {
  await sql`
    create table source_watch (
      id boolean primary key default true check (id),
      looked_at timestamptz not null,
      reliable_since timestamptz not null
    )`.execute(db);
  await protect(db, { table: "source_watch", app: "" });
}

/** An alert of the hub itself has a rule, too: one that is built in, so that it can be switched off and suppressed. */
async function extendAlerts(db: AnyDatabase): Promise<void> {
  await sql`
    alter table rules drop constraint rules_origin_check,
      add constraint rules_origin_check check (origin in ('upload', 'folder', 'built_in'))`.execute(db);
  await sql`
    alter table alerts
      add kind text not null default 'matches' check (kind in ('matches', 'source_silent')),
      add source_id uuid references sources,
      add resolved_at timestamptz,
      add check ((kind = 'source_silent') = (source_id is not null))`.execute(db);
  // What is over by itself is closed without a verdict.
  await sql`alter table alerts drop constraint alerts_check2`.execute(db);
  await sql`
    alter table alerts
      add constraint alerts_verdict_when_closed check (state = 'closed' or verdict is null),
      add constraint alerts_closed_for_a_reason check (state = 'open' or num_nonnulls(verdict, resolved_at) > 0)`.execute(
    db,
  );
  await sql`create index alerts_open_of_source on alerts (source_id) where state = 'open'`.execute(db);
}
