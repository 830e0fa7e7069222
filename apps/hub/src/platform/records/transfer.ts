// SPDX-License-Identifier: Apache-2.0
/**
 * All rows of the records out of one snapshot, and into an empty database. What the tables are is not copied: the
 * migrations make them, so that rows of an embedded database go into a served one, and of an older version into this.
 */
import { pipeline } from "node:stream/promises";
import { FengsuiError } from "@fengsui/contract";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { z } from "zod";
import { linePieces, type Piece } from "../line-pieces.ts";
import { type Access, quote, withClient } from "./connections.ts";
import { MIGRATION_SCHEMA, migrate } from "./migrate.ts";
import { MIGRATIONS } from "./migrations/index.ts";

const TABLE = z.object({ name: z.string(), columns: z.array(z.string()) });
export type RecordsTable = z.infer<typeof TABLE>;

export const RECORDS_SCHEMA_STATE = z.object({
  migrations: z.array(z.string()),
  tables: z.array(TABLE),
  sequences: z.array(z.object({ name: z.string(), value: z.string() })),
});
/** What the rows are of, as they stand in one moment. */
export type RecordsState = z.infer<typeof RECORDS_SCHEMA_STATE>;

export interface RecordsSnapshot extends RecordsState {
  readonly takenAt: Date;
  readonly audienceIds: readonly number[];
  rows(table: RecordsTable): AsyncGenerator<Piece>;
}

const PIECE_BYTES = 16 * 1024 * 1024;

/** What `use` reads is as it was when it began, whatever is written meanwhile. */
export async function withSnapshot<Result>(
  access: Access,
  use: (snapshot: RecordsSnapshot) => Promise<Result>,
): Promise<Result> {
  return await withClient(access.system, async (client) => {
    await client.query("begin isolation level repeatable read read only");
    const { id, now } = await one(client, SNAPSHOT_ROW, "select pg_export_snapshot() as id, now() as now");
    const owned = await withClient(access.owner, (owner) => readOwned(owner, id));
    const tables = await readTables(client);
    const audiences = await many(client, z.object({ id: z.int() }), "select id from audiences order by id");
    const result = await use({
      ...owned,
      tables,
      takenAt: now,
      audienceIds: audiences.map((audience) => audience.id),
      rows: (table) => copyOut(client, table),
    });
    await client.query("commit");
    return result;
  });
}

const SNAPSHOT_ROW = z.object({ id: z.string(), now: z.date() });

/** What the role of the hub's jobs does not see. */
async function readOwned(owner: pg.Client, snapshot: string) {
  await owner.query("begin isolation level repeatable read read only");
  await owner.query(`set transaction snapshot ${pg.escapeLiteral(snapshot)}`);
  const named = z.object({ name: z.string() });
  const migrations = await many(
    owner,
    named,
    `select name from ${MIGRATION_SCHEMA}.kysely_migration order by name`,
  );
  const sequences = await many(
    owner,
    z.object({ name: z.string(), value: z.string() }),
    `select sequencename as name, last_value::text as value from pg_sequences
     where schemaname = 'public' and last_value is not null order by 1`,
  );
  await owner.query("commit");
  return { migrations: migrations.map(({ name }) => name), sequences };
}

async function readTables(client: pg.Client): Promise<RecordsTable[]> {
  return await many(
    client,
    TABLE,
    `select relname as name, array_agg(attname::text order by attnum) as columns
     from pg_class join pg_attribute on attrelid = pg_class.oid
     where relnamespace = 'public'::regnamespace and relkind = 'r'
       and attnum > 0 and not attisdropped and attgenerated = ''
     group by relname order by relname`,
  );
}

function columnsOf({ columns }: RecordsTable): string {
  return columns.map(quote).join(", ");
}

/** As the role of the hub's jobs, which row-level security shows every row; without the privilege it fails. */
function copyOut(client: pg.Client, table: RecordsTable): AsyncGenerator<Piece> {
  const stream = client.query(
    copyTo(`copy (select ${columnsOf(table)} from ${quote(table.name)}) to stdout`),
  );
  return linePieces(stream, PIECE_BYTES);
}

export interface LoadedPiece {
  readonly table: string;
  readonly bytes: Buffer;
}

/** Refuses a database that holds anything. */
export async function requireEmptyRecords({ owner }: Pick<Access, "owner">): Promise<void> {
  const tables = await withClient(owner, (client) =>
    many(
      client,
      z.object({ name: z.string() }),
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' limit 1",
    ),
  );
  if (tables.length === 0) return;
  throw new FengsuiError("restore.not_empty", "the database of the records has tables already");
}

/** All of it or, whatever happens, nothing; then the tables are brought to this version. */
export async function loadRecords(
  { owner }: Pick<Access, "owner">,
  state: RecordsState,
  pieces: AsyncIterable<LoadedPiece>,
): Promise<void> {
  const known = new Set(state.migrations);
  await migrate(owner, Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => known.has(name))));
  await withClient(owner, async (client) => {
    await client.query("begin");
    const keys = await openTables(client, state.tables);
    for await (const { table, bytes } of pieces) await copyIn(client, tableOf(state, table), bytes);
    await closeTables(client, state.tables, keys);
    for (const { name, value } of state.sequences)
      await client.query("select setval($1::regclass, $2::bigint)", [`public.${quote(name)}`, value]);
    await client.query("commit");
  });
  await migrate(owner);
}

/** Migrations that were run where the rows are from, and that this version does not know. */
export function unknownIn({ migrations }: Pick<RecordsState, "migrations">): readonly string[] {
  return migrations.filter((name) => !Object.hasOwn(MIGRATIONS, name));
}

function tableOf({ tables }: RecordsState, name: string): RecordsTable {
  const table = tables.find((one) => one.name === name);
  if (table === undefined)
    throw new FengsuiError("backup.damaged", `it has rows of ${name}, and no such table`);
  return table;
}

async function copyIn(client: pg.Client, table: RecordsTable, bytes: Buffer): Promise<void> {
  const stream = client.query(copyFrom(`copy ${quote(table.name)} (${columnsOf(table)}) from stdin`));
  await pipeline([bytes], stream);
}

const KEY = z.object({ table: z.string(), name: z.string(), definition: z.string() });
type ForeignKey = z.infer<typeof KEY>;

/**
 * Rows come in any order and as they are: no key is checked, no trigger fires, and the owner is bound by no policy,
 * until all are there. What a migration put into its tables is in the rows, too.
 */
async function openTables(client: pg.Client, tables: readonly RecordsTable[]): Promise<ForeignKey[]> {
  const keys = await many(
    client,
    KEY,
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  );
  for (const { table, name } of keys)
    await client.query(`alter table ${table} drop constraint ${quote(name)}`);
  for (const { name } of tables)
    await client.query(`alter table ${quote(name)} no force row level security, disable trigger user`);
  await client.query(`truncate ${tables.map(({ name }) => quote(name)).join(", ")}`);
  return keys;
}

async function closeTables(
  client: pg.Client,
  tables: readonly RecordsTable[],
  keys: readonly ForeignKey[],
): Promise<void> {
  for (const { table, name, definition } of keys)
    await client.query(`alter table ${table} add constraint ${quote(name)} ${definition}`);
  for (const { name } of tables)
    await client.query(`alter table ${quote(name)} force row level security, enable trigger user`);
}

async function many<Row>(client: pg.Client, row: z.ZodType<Row>, text: string): Promise<Row[]> {
  const { rows } = await client.query(text);
  return z.array(row).parse(rows);
}

async function one<Row>(client: pg.Client, row: z.ZodType<Row>, text: string): Promise<Row> {
  const [first] = await many(client, row, text);
  if (first === undefined) throw new Error("no row came");
  return first;
}
