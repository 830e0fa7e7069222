// SPDX-License-Identifier: Apache-2.0
/** Brings the tables to what this version of the hub needs: all of it, or nothing. */
import { FengsuiError } from "@fengsui/contract";
import { Kysely, PostgresDialect, sql } from "kysely";
import { Migrator } from "kysely/migration";
import pg from "pg";
import { explain, messageOf } from "./failures.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import type { Database } from "./schema.ts";

/** Apart from the records, so that the check of their policies need not know it. */
export const MIGRATION_SCHEMA = "migrations";

/** The names of the migrations that were run now. */
export async function migrate(
  owner: pg.ClientConfig,
  migrations: typeof MIGRATIONS = MIGRATIONS,
): Promise<readonly string[]> {
  return await withDatabase(owner, async (db) => {
    await requireKnown(db, migrations);
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => ({ ...migrations }) },
      migrationTableSchema: MIGRATION_SCHEMA,
      nameComparator: (one, other) => (one < other ? -1 : 1),
    });
    const { error, results = [] } = await migrator.migrateToLatest();
    const failed = results.find(({ status }) => status === "Error")?.migrationName;
    if (error !== undefined) throw migrationFailed(error, failed);
    return results.map(({ migrationName }) => migrationName);
  });
}

async function withDatabase<Result>(
  owner: pg.ClientConfig,
  use: (db: Kysely<Database>) => Promise<Result>,
): Promise<Result> {
  const pool = new pg.Pool({ ...owner, max: 1 });
  pool.on("error", () => undefined); // the query in hand fails with it
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await use(db);
  } finally {
    await db.destroy();
  }
}

/** The names of the migrations that were run. */
export async function appliedMigrations(owner: pg.ClientConfig): Promise<readonly string[]> {
  return await withDatabase(owner, findApplied);
}

async function findApplied(db: Kysely<Database>): Promise<string[]> {
  const table = `${MIGRATION_SCHEMA}.kysely_migration`;
  const { rows: found } = await sql<{ is: boolean }>`select to_regclass(${table}) is not null as is`.execute(
    db,
  );
  if (found[0]?.is !== true) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(table)} order by name`.execute(
    db,
  );
  return rows.map(({ name }) => name);
}

/** A newer hub's tables may mean what this one does not know. */
async function requireKnown(db: Kysely<Database>, migrations: typeof MIGRATIONS): Promise<void> {
  const unknown = (await findApplied(db)).filter((name) => !Object.hasOwn(migrations, name));
  if (unknown.length === 0) return;
  throw new FengsuiError("records.schema_newer", `this version does not know: ${unknown.join(", ")}`);
}

function migrationFailed(cause: unknown, name: string | undefined): unknown {
  const explained = explain(cause);
  if (explained instanceof FengsuiError) return explained;
  const place = name === undefined ? "" : `${name}: `;
  return new FengsuiError("records.migration_failed", `${place}${messageOf(cause)}`, { cause });
}
