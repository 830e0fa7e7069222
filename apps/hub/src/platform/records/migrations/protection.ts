// SPDX-License-Identifier: Apache-2.0
/**
 * What every table of records gets: row-level security that binds even its owner, and the policy by which the hub's
 * own jobs see all of it. Released migrations use this file: what they do with it must not change.
 */
import { type Kysely, sql } from "kysely";

/** A migration is not bound to the tables of today. */
// biome-ignore lint/suspicious/noExplicitAny: Kysely's own type of a migration
export type AnyDatabase = Kysely<any>;

export interface Protection {
  readonly table: string;
  /** What the application role may do at all: privileges, such as `select, insert, update (name)`. */
  readonly app: string;
  /** What the system role may do at all. */
  readonly system?: string;
  /** Which rows the application role sees. */
  readonly read?: string;
  /** Which rows it may add, change and remove; it must see them as well. Absent: none, whatever the privileges. */
  readonly insert?: string;
  readonly update?: string;
  readonly delete?: string;
  /** The rule of who sees what is itself made from this table: the functions of the rule read it as its owner. */
  readonly isOfTheRule?: true;
}

const ALL = "select, insert, update, delete";

export async function protect(db: AnyDatabase, protection: Protection): Promise<void> {
  const { table, app, system = ALL, isOfTheRule } = protection;
  const run = (text: string) => sql.raw(text).execute(db);
  await run(`alter table ${table} enable row level security`);
  await run(`alter table ${table} force row level security`);
  if (app !== "") await run(`grant ${app} on ${table} to fengsui_app`);
  await run(`grant ${system} on ${table} to fengsui_system`);
  await run(`create policy system on ${table} to fengsui_system using (true) with check (true)`);
  if (isOfTheRule) await run(`create policy rule on ${table} to current_user using (true) with check (true)`);
  const { read, insert, update, delete: remove } = protection;
  if (read !== undefined)
    await run(`create policy app_read on ${table} for select to fengsui_app using (${read})`);
  if (insert !== undefined)
    await run(`create policy app_insert on ${table} for insert to fengsui_app with check (${insert})`);
  if (update !== undefined)
    await run(
      `create policy app_update on ${table} for update to fengsui_app using (${update}) with check (${update})`,
    );
  if (remove !== undefined)
    await run(`create policy app_delete on ${table} for delete to fengsui_app using (${remove})`);
}

/** The principal is of the record's audience: the one test of who sees what. For reading: `SEEN_BY_AUDIENCE`. */
export const IN_AUDIENCE = "audience_id = any((select my_audiences())::int[])";

/**
 * The same, cheap for many rows: those of the index are looked up in a table that is made once for a query. Policies of
 * older migrations come to this form by 0046.
 */
export const SEEN_BY_AUDIENCE = `${IN_AUDIENCE} and audience_id in (select unnest((select my_audiences())::int[]))`;

export type Role = "viewer" | "analyst" | "responder" | "manager" | "administrator";

/** The principal has the role, or a higher one, in the organisation that owns the record. */
export function holds(role: Role): string {
  return `organisation_id = any((select my_organisations('${role}'))::uuid[])`;
}
