// SPDX-License-Identifier: Apache-2.0
/**
 * The rule of who sees what, made cheap where there are many rows. The list of a reader's audiences is remembered under
 * a seal that only the database can make, of the reader, of what narrows them, and of how often anything changed that
 * the rule is made from. The hub keeps the sealed list and offers it again; whoever else offers one is not believed.
 * And policies look the audience of a row up in a table of the list, which is made once for a query.
 *
 *   audiences_now() → int[]: what the principal sees, worked out
 *   my_audiences() → int[]: the same, remembered in the setting `fengsui.audiences`
 *   sealed_audiences() → text: what to offer the next time; null where what was offered still holds
 */
import { sql } from "kysely";
import type { AnyDatabase } from "./protection.ts";

/** Not of the records: a copy of them has its own keys. Only the owner's functions read it. */
export const MEMORY_SCHEMA = "audience_memory";

/** What the rule is made from. */
const OF_THE_RULE = [
  "organisations",
  "people",
  "memberships",
  "sharing_groups",
  "sharing_group_members",
  "organisation_clients",
  "audiences",
];

export async function up(db: AnyDatabase): Promise<void> {
  await sql.raw(`create schema ${MEMORY_SCHEMA}`).execute(db);
  await countChanges(db);
  await createKeys(db);
  await createAudiencesNow(db);
  await createMemory(db);
  await lookUpAudiences(db);
}

async function ownersFunction(
  db: AnyDatabase,
  signature: string,
  callers: readonly string[] = [],
): Promise<void> {
  await sql`revoke execute on function ${sql.raw(signature)} from public`.execute(db);
  for (const role of callers)
    await sql`grant execute on function ${sql.raw(signature)} to ${sql.raw(role)}`.execute(db);
}

/**
 * Each change adds one to a row that nobody else is writing, or to a new one, so that changes do not wait for each
 * other. Whoever sees another state of the rule sees another sum: it only rises.
 */
async function countChanges(db: AnyDatabase): Promise<void> {
  await sql`
    create table audience_memory.changes (
      slot int generated always as identity primary key,
      changes bigint not null
    )`.execute(db);
  await sql`
    create function count_change_of_rule() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      update audience_memory.changes set changes = changes + 1
      where slot = (select c.slot from audience_memory.changes c limit 1 for update skip locked);
      if not found then insert into audience_memory.changes (changes) values (1); end if;
      return null;
    end $$`.execute(db);
  await ownersFunction(db, "count_change_of_rule()");
  for (const table of OF_THE_RULE)
    await sql
      .raw(`
        create trigger ${table}_count_change after insert or update or delete or truncate on ${table}
        for each statement execute function count_change_of_rule()`)
      .execute(db);
}

/** Two keys, as for HMAC, so that nobody can append to a text and its seal. Nothing but the seal reads them. */
async function createKeys(db: AnyDatabase): Promise<void> {
  await sql`
    create table audience_memory.keys (
      is_only boolean primary key default true check (is_only),
      inner_key bytea not null check (length(inner_key) = 64),
      outer_key bytea not null check (length(outer_key) = 64)
    )`.execute(db);
  // gen_random_uuid is PostgreSQL's own source of strong randomness that needs no extension.
  const random = sql.raw(
    `decode(${Array(4).fill("replace(gen_random_uuid()::text, '-', '')").join(" || ")}, 'hex')`,
  );
  await sql`insert into audience_memory.keys (inner_key, outer_key) values (${random}, ${random})`.execute(
    db,
  );
}

async function createAudiencesNow(db: AnyDatabase): Promise<void> {
  await sql`
    create function audiences_now() returns int[]
    language sql stable security definer set search_path = public, pg_temp as $$
      select audiences_of(reader_of(my_organisations('viewer'),
        case when is_person() and not is_withheld('named') then my_person() end, 'all', '{}'))
    $$`.execute(db);
  await ownersFunction(db, "audiences_now()");
}

/**
 * A server that went back to an earlier state, with the hub still running, may come to the same sum by other changes:
 * so the start of the server is part of the seal.
 */
async function createMemory(db: AnyDatabase): Promise<void> {
  await sql`
    create function audience_seal(list text) returns text
    language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin
      return (
        select encode(sha256(k.outer_key || sha256(k.inner_key || convert_to(concat_ws('|',
          coalesce(my_person()::text, '-'), coalesce(key_organisations()::text, '-'),
          is_withheld('named'), is_withheld('hub_roles'),
          (select sum(c.changes) from audience_memory.changes c), pg_postmaster_start_time(), list), 'UTF8'))), 'hex')
        from audience_memory.keys k);
    end $$`.execute(db);
  await ownersFunction(db, "audience_seal(text)");
  await sql`
    create or replace function my_audiences() returns int[]
    language plpgsql stable security definer set search_path = public, pg_temp as $$
    declare
      kept text := current_setting('fengsui.audiences', true);
      found_ids int[];
    begin
      if left(kept, 64) = audience_seal(substr(kept, 65)) then return substr(kept, 65)::int[]; end if;
      found_ids := audiences_now();
      perform set_config('fengsui.audiences', audience_seal(found_ids::text) || found_ids::text, true);
      return found_ids;
    end $$`.execute(db);
  await sql`
    create function sealed_audiences() returns text
    language plpgsql stable security definer set search_path = public, pg_temp as $$
    declare
      offered text := current_setting('fengsui.audiences', true);
    begin
      perform my_audiences();
      return nullif(current_setting('fengsui.audiences', true), offered);
    end $$`.execute(db);
  await ownersFunction(db, "sealed_audiences()", ["fengsui_app", "fengsui_system"]);
}

/**
 * Tables that grow without end: to each of their lists, counts and searches the hub adds the reader's audiences
 * (seen-rows.ts), which PostgreSQL then knows while it plans. One more test that it can only guess at would mislead it:
 * it takes what both leave for a thousandth of what it is.
 */
const OF_MANY = ["alerts", "cases", "assets"];

/** PostgreSQL asks the table first, as it is cheaper for a row; the array, which it tests one by one, serves indexes. */
const LOOKED_UP = "$1 in (select unnest((select my_audiences())::int[]))";

async function lookUpAudiences(db: AnyDatabase): Promise<void> {
  const { rows } = await sql<{ tablename: string; qual: string }>`
    select tablename, qual from pg_policies
    where schemaname = 'public' and policyname = 'app_read' and qual like '%my_audiences()%' order by 1`.execute(
    db,
  );
  for (const { tablename, qual } of rows) {
    const changed = qual.replaceAll(
      /(\w+) = ANY \(\( SELECT my_audiences\(\) AS my_audiences\)::integer\[\]\)/g,
      OF_MANY.includes(tablename) ? LOOKED_UP : `$& and ${LOOKED_UP}`,
    );
    await sql`alter policy app_read on ${sql.table(tablename)} using (${sql.raw(changed)})`.execute(db);
  }
}
