// SPDX-License-Identifier: Apache-2.0
/** Brings the event store to this version, and refuses one that a newer version was at work in. */
import type { ClickHouseClient } from "@clickhouse/client";
import { FengsuiError } from "@fengsui/contract";
import { inLane } from "../client.ts";
import { explainWrite, messageOf } from "../failures.ts";
import { DURABLE, MIGRATIONS, type Migration } from "./migrations.ts";

const CREATE_LEDGER = `
  CREATE TABLE IF NOT EXISTS schema_migrations (version UInt32, name String, applied DateTime DEFAULT now())
  ENGINE = MergeTree ORDER BY version SETTINGS ${DURABLE}`;

/** How many steps were taken. */
export async function migrate(
  client: ClickHouseClient,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<number> {
  await run(client, CREATE_LEDGER, "the list of migrations");
  const applied = await readVersions(client);
  const newest = Math.max(0, ...migrations.map(({ version }) => version));
  const unknown = applied.filter((version) => version > newest);
  if (unknown.length > 0)
    throw new FengsuiError(
      "events.schema_newer",
      `it is at version ${Math.max(...unknown)}, and this hub knows ${newest}`,
    );
  const missing = migrations.filter(({ version }) => !applied.includes(version));
  for (const migration of missing) await apply(client, migration);
  return missing.length;
}

async function apply(client: ClickHouseClient, { version, name, statements }: Migration): Promise<void> {
  const what = `${version} (${name})`;
  for (const statement of statements) await run(client, statement, what);
  await attempt(what, () =>
    client.insert({
      table: "schema_migrations",
      columns: ["version", "name"],
      values: [{ version, name }],
      format: "JSONEachRow",
      ...inLane("background"),
    }),
  );
}

async function run(client: ClickHouseClient, query: string, what: string): Promise<void> {
  await attempt(what, () => client.command({ query, ...inLane("background") }));
}

/** That it cannot be reached, or its disk is full, is no fault of the migration. */
async function attempt<Result>(what: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    const cause = explainWrite(error);
    if (cause instanceof FengsuiError) throw cause;
    throw new FengsuiError("events.migration_failed", `${what}: ${messageOf(cause)}`, { cause });
  }
}

/** The steps that were taken in it. */
export async function readVersions(client: ClickHouseClient): Promise<number[]> {
  const result = await attempt("the list of migrations", () =>
    client.query({
      query: "SELECT toUInt32(version) FROM schema_migrations ORDER BY version",
      format: "JSONCompactEachRow",
      ...inLane("background"),
    }),
  );
  const rows: unknown[] = await result.json();
  return rows.map((row) => Number(Array.isArray(row) ? row[0] : undefined));
}
