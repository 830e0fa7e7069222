// SPDX-License-Identifier: Apache-2.0
/** Rules that are made of what other rules found: which of their hours are to be worked out, and what came of it. */
import { sql } from "kysely";
import { type AnyDatabase, IN_AUDIENCE, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`
    alter table rules
      add column kind text not null default 'detection' check (kind in ('detection', 'correlation', 'filter'))`.execute(
    db,
  );
  await sql`grant update (kind) on rules to fengsui_app`.execute(db);
  await createAlertParts(db);
  await createCorrelationWindows(db);
}

async function createAlertParts(db: AnyDatabase): Promise<void> {
  await sql`
    create table alert_parts (
      alert_id uuid not null,
      organisation_id uuid not null,
      audience_id int not null,
      event_id uuid not null,
      event_at timestamptz not null,
      rule_id uuid not null references rules,
      fields jsonb not null default '{}',
      primary key (alert_id, event_id, rule_id),
      foreign key (alert_id, organisation_id, audience_id)
        references alerts (id, organisation_id, audience_id) on update cascade on delete cascade
    )`.execute(db);
  await sql`create index alert_parts_audience on alert_parts (audience_id)`.execute(db);
  await protect(db, { table: "alert_parts", app: "select", read: IN_AUDIENCE });
}

/** An hour of a correlation is due when something was found that it may be made of. */
async function createCorrelationWindows(db: AnyDatabase): Promise<void> {
  await sql`
    create table correlation_windows (
      organisation_id uuid not null references organisations,
      rule_id uuid not null references rules,
      window_start timestamptz not null,
      due_at timestamptz,
      marks int not null default 1 check (marks > 0),
      claimed_until timestamptz,
      is_retrospective boolean not null,
      worked_ms int not null default 0 check (worked_ms >= 0),
      worked_at timestamptz,
      primary key (organisation_id, rule_id, window_start)
    )`.execute(db);
  await sql`create index correlation_windows_due on correlation_windows (due_at) where due_at is not null`.execute(
    db,
  );
  await protect(db, { table: "correlation_windows", app: "" });
}
