// SPDX-License-Identifier: Apache-2.0
/** The stores: what the embedded ones are made of, and the served ones as they answer. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import type { Config } from "../config/index.ts";
import { ADDON_PACKAGE } from "../events/engine/addon.ts";
import { withClient } from "../records/connections.ts";
import { PACKAGE } from "../records/embedded/binaries.ts";
import { ownerOf, requireVersion } from "../records/served.ts";
import { fail, type Look, ok, warn } from "./finding.ts";

const ANSWER_MS = 5_000;
const INSTALL = "Run `npm ci` again without --omit=optional, on this machine.";

export function lookAtStores(config: Pick<Config, "databaseUrl" | "clickhouseUrl">): readonly Look[] {
  const { databaseUrl, clickhouseUrl } = config;
  return [
    databaseUrl === undefined
      ? { name: "records", look: () => lookAtPackage(PACKAGE, "the embedded PostgreSQL", "DATABASE_URL") }
      : { name: "records", look: async () => await lookAtPostgres(databaseUrl) },
    clickhouseUrl === undefined
      ? {
          name: "events",
          look: () => lookAtPackage(ADDON_PACKAGE, "the embedded event store", "CLICKHOUSE_URL"),
        }
      : { name: "events", look: async () => await lookAtClickHouse(clickhouseUrl) },
  ];
}

function lookAtPackage(name: string, what: string, instead: string) {
  try {
    const path = createRequire(import.meta.url).resolve(name);
    if (existsSync(path)) return ok(`${what}: ${name}`);
  } catch {
    // said below
  }
  return fail(`${what}: the package ${name} is not installed`, `${INSTALL} Or give ${instead}.`);
}

interface Server {
  readonly version: number;
  readonly isSuperuser: boolean;
}

async function lookAtPostgres(url: string) {
  const owner = ownerOf(url);
  const where = `${owner.host}:${owner.port}`;
  let server: Server | undefined;
  try {
    server = await withClient(owner, async (client) => {
      const { rows } = await client.query<Server>(
        `select current_setting('server_version_num')::int as version, rolsuper as "isSuperuser"
         from pg_roles where rolname = current_user`,
      );
      return rows[0];
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      `PostgreSQL at ${where}: ${reason}`,
      "Check host, port, role, password and database in DATABASE_URL.",
    );
  }
  if (server === undefined) throw new TypeError("PostgreSQL does not know the role that it let in");
  requireVersion(server.version);
  const version = `PostgreSQL ${Math.floor(server.version / 10_000)} at ${where}`;
  if (server.isSuperuser)
    return warn(
      `${version}; ${owner.user} is a superuser`,
      "Let a role without that power own the database: create role fengsui login createrole; alter database … owner to fengsui.",
    );
  return ok(version);
}

async function lookAtClickHouse(address: string) {
  const url = new URL(address);
  const database = url.pathname.slice(1) || "default";
  const target = new URL(`/?${new URLSearchParams({ query: "select version()", database })}`, url.origin);
  const headers = {
    "X-ClickHouse-User": decodeURIComponent(url.username) || "default",
    "X-ClickHouse-Key": decodeURIComponent(url.password),
  };
  const hint = "Check address, user, password and database in CLICKHOUSE_URL, and that the server runs.";
  let response: Response;
  try {
    response = await fetch(target, { headers, signal: AbortSignal.timeout(ANSWER_MS) });
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return fail(`ClickHouse at ${url.host}: ${cause}`, hint);
  }
  const text = (await response.text()).trim().slice(0, 200);
  return response.ok
    ? ok(`ClickHouse ${text} at ${url.host}`)
    : fail(`ClickHouse at ${url.host}: ${text}`, hint);
}
