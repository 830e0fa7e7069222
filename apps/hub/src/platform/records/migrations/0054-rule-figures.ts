// SPDX-License-Identifier: Apache-2.0
/**
 * What each rule was asked, found and cost, by day, for the organisation whose events it was asked of; and where a
 * correlation had more events in its time than are looked at.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createRuleFigures(db);
  await sql`alter table alerts add column is_cut boolean not null default false`.execute(db);
  await sql`alter table correlation_windows add column is_cut boolean not null default false`.execute(db);
  await sql`grant select (organisation_id, rule_id, window_start, is_cut) on correlation_windows to fengsui_app`.execute(
    db,
  );
  await sql
    .raw(
      `create policy app_read on correlation_windows for select to fengsui_app using (is_cut and ${holds("viewer")})`,
    )
    .execute(db);
}

/** Half of each page is free, so that what is added to a row all day stays beside it. */
async function createRuleFigures(db: AnyDatabase): Promise<void> {
  await sql`
    create table rule_figures (
      organisation_id uuid not null references organisations,
      rule_id uuid not null references rules,
      rule_version int not null,
      day date not null,
      is_retrospective boolean not null,
      evaluated bigint not null check (evaluated >= 0),
      candidates bigint not null check (candidates >= 0),
      matches bigint not null check (matches >= 0),
      undecided bigint not null check (undecided >= 0),
      cost bigint not null check (cost >= 0),
      primary key (organisation_id, day, rule_id, rule_version, is_retrospective)
    ) with (fillfactor = 50)`.execute(db);
  await sql`create index rule_figures_rule on rule_figures (rule_id, day)`.execute(db);
  await sql`create index rule_figures_day on rule_figures (day)`.execute(db);
  await protect(db, { table: "rule_figures", app: "select", read: holds("viewer") });
}
