// SPDX-License-Identifier: Apache-2.0
/**
 * What the overview counts by: the ATT&CK techniques that a rule names, and indices that hold all that is counted, so
 * that a count over many alerts need not read them.
 */
import { sql } from "kysely";
import type { AnyDatabase } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await sql`
    alter table rules add column techniques text[] not null default '{}'
    check (cardinality(techniques) <= 500)`.execute(db);
  await sql`grant update (techniques) on rules to fengsui_app`.execute(db);
  await readTechniques(db);
  await sql`
    create index alerts_span on alerts (audience_id, last_event_at)
    include (organisation_id, level, state, rule_id) where suppression_id is null`.execute(db);
  await sql`
    create index alerts_open on alerts (audience_id, level)
    include (organisation_id, assignee_id, created_at) where state = 'open' and suppression_id is null`.execute(
    db,
  );
}

/**
 * Of rules that are there already: what is written from now on is read as Sigma, of what is there the tags are plain
 * enough. Even the owner of the tables sees no rule where row-level security is forced.
 */
export async function readTechniques(db: AnyDatabase): Promise<void> {
  const tables = ["rules", "rule_versions"];
  for (const table of tables)
    await sql`alter table ${sql.table(table)} no force row level security`.execute(db);
  await sql`
    update rules set techniques = found.techniques
    from (
      select v.rule_id, v.version, array_agg(distinct upper(tag[1])) as techniques
      from rule_versions v,
        regexp_matches(v.source, '^\\s*-\\s*["'']?attack\\.(t\\d{4}(?:\\.\\d{3})?)["'']?\\s*$', 'gin') tag
      group by v.rule_id, v.version
    ) found
    where found.rule_id = rules.id and found.version = rules.version`.execute(db);
  for (const table of tables) await sql`alter table ${sql.table(table)} force row level security`.execute(db);
}
