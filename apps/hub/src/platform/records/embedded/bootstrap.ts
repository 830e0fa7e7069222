// SPDX-License-Identifier: Apache-2.0
/** Makes roles and database in a new cluster: the only use of its superuser. */
import type pg from "pg";
import { type Access, APP_ROLE, quote, SYSTEM_ROLE, withClient } from "../connections.ts";
import { SUPERUSER } from "./cluster.ts";

export const OWNER_ROLE = "fengsui_owner";
export const DATABASE = "fengsui";

const POWERLESS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS";

export function superuserOf(socket: string, database = "postgres"): pg.ClientConfig {
  return { host: socket, user: SUPERUSER, database };
}

export function accessTo(socket: string, database = DATABASE): Access {
  const as = (user: string) => ({ host: socket, user, database });
  return { owner: as(OWNER_ROLE), app: as(APP_ROLE), system: as(SYSTEM_ROLE) };
}

export async function bootstrap(socket: string): Promise<void> {
  await withClient(superuserOf(socket), async (client) => {
    for (const role of [OWNER_ROLE, APP_ROLE, SYSTEM_ROLE]) {
      const { rowCount } = await client.query("select from pg_roles where rolname = $1", [role]);
      if (rowCount === 0) await client.query(`create role ${quote(role)} ${POWERLESS}`);
    }
    await client.query("revoke connect on database postgres, template1 from public");
    await makeDatabase(client, DATABASE);
  });
}

/** Not in a transaction, as PostgreSQL makes databases outside of any. */
export async function makeDatabase(client: pg.Client, name: string, template = "template0"): Promise<void> {
  const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
  if (rowCount !== 0) return;
  await client.query(`create database ${quote(name)} owner ${quote(OWNER_ROLE)} template ${quote(template)}`);
}
