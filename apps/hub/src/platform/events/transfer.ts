// SPDX-License-Identifier: Apache-2.0
/** All rows of the event store out of a running one, and into an empty one: as text, and through SQL alone. */
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import { FengsuiError } from "@fengsui/contract";
import { z } from "zod";
import { linePieces, type Piece } from "../line-pieces.ts";
import { inLane } from "./client.ts";
import { explainWrite } from "./failures.ts";
import { migrate, readVersions } from "./schema/migrate.ts";
import { MIGRATIONS } from "./schema/migrations.ts";

const TABLE = z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int() });
export type EventsTable = z.infer<typeof TABLE>;

export const EVENTS_SCHEMA_STATE = z.object({ version: z.int(), tables: z.array(TABLE) });
/** What the rows are of; how many there are is as of when it was asked. */
export type EventsState = z.infer<typeof EVENTS_SCHEMA_STATE>;

const PIECE_BYTES = 16 * 1024 * 1024;
const LANE = inLane("backup");
/**
 * A match is written after its event, and what was observed in an event with it: in this order each match that is read
 * has its event, and each event what was observed in it.
 */
const ORDER = ["matches", "events", "observables"];

export async function readEventsState(client: ClickHouseClient): Promise<EventsState> {
  const versions = await readVersions(client);
  const columns = await ask(
    client,
    `SELECT table, groupArray(name) FROM (SELECT table, name FROM system.columns
       WHERE database = currentDatabase() AND default_kind NOT IN ('MATERIALIZED', 'ALIAS') ORDER BY position)
     WHERE table IN (SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree')
     GROUP BY table ORDER BY table`,
    z.tuple([z.string(), z.array(z.string())]),
  );
  const sorted = columns
    .filter(([name]) => name !== "schema_migrations")
    .sort(([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other));
  const tables: EventsTable[] = [];
  for (const [name, list] of sorted) {
    const [[rows] = [0]] = await ask(
      client,
      `SELECT count() FROM ${quoted(name)}`,
      z.tuple([z.coerce.number()]),
    );
    tables.push({ name, columns: list, rows });
  }
  return { version: Math.max(0, ...versions), tables };
}

/** Of these audiences alone: who is of one that was made after the records were read is not known there. */
export async function* dumpTable(
  client: ClickHouseClient,
  { name, columns }: EventsTable,
  audienceIds: readonly number[],
): AsyncGenerator<Piece> {
  const partitions = await ask(
    client,
    `SELECT DISTINCT partition_id FROM system.parts
     WHERE database = currentDatabase() AND table = '${name}' AND active ORDER BY partition_id`,
    z.tuple([z.string()]),
  );
  for (const [partition] of partitions) {
    const { stream } = await client.exec({
      query: `SELECT ${columns.map(quoted).join(", ")} FROM ${quoted(name)}
        WHERE _partition_id = {partition:String} AND audience_id IN {audiences:Array(Int32)} FORMAT TabSeparated`,
      query_params: { partition, audiences: [...audienceIds] },
      clickhouse_settings: { max_execution_time: 0, max_block_size: "8192" },
      use_multipart_params: true,
      ...LANE,
    });
    for await (const piece of linePieces(stream, PIECE_BYTES)) {
      requireRows(piece, columns.length);
      yield piece;
    }
  }
  await insertsEnded(client);
}

const TAB = 0x09;

/** A server that fails in the middle says so where the next row would be. */
function requireRows({ bytes }: Piece, columns: number): void {
  const last = bytes.subarray(bytes.lastIndexOf("\n", -2) + 1);
  let tabs = 0;
  for (const byte of last) if (byte === TAB) tabs++;
  if (tabs !== columns - 1)
    throw new FengsuiError(
      "events.unavailable",
      `it failed while it was read: ${last.toString("utf8", 0, 300)}`,
    );
}

const LOOK_AGAIN_MS = 20;

/** Until every insert that runs now is done, with what views make of it. */
async function insertsEnded(client: ClickHouseClient): Promise<void> {
  const running = new Set(await runningInserts(client));
  while (running.size > 0) {
    await pause(LOOK_AGAIN_MS);
    const still = new Set(await runningInserts(client));
    for (const id of running) if (!still.has(id)) running.delete(id);
  }
}

async function runningInserts(client: ClickHouseClient): Promise<string[]> {
  const query = "SELECT query_id FROM system.processes WHERE query_kind IN ('Insert', 'AsyncInsertFlush')";
  return (await ask(client, query, z.tuple([z.string()]))).map(([id]) => id);
}

export async function requireEmptyEvents(client: ClickHouseClient): Promise<void> {
  const found = await ask(
    client,
    "SELECT name FROM system.tables WHERE database = currentDatabase() LIMIT 1",
    z.tuple([z.string()]),
  );
  if (found.length > 0)
    throw new FengsuiError("restore.not_empty", "the database of the event store has tables already");
}

export function isEventsStateKnown({ version }: Pick<EventsState, "version">): boolean {
  return version <= Math.max(...MIGRATIONS.map((migration) => migration.version));
}

/** The tables of the version that the rows are of, then the rows, then this version. */
export async function loadEvents(
  client: ClickHouseClient,
  state: EventsState,
  pieces: AsyncIterable<{ readonly table: string; readonly bytes: Buffer }>,
): Promise<void> {
  await migrate(
    client,
    MIGRATIONS.filter(({ version }) => version <= state.version),
  );
  // What views would make of the rows is among them.
  const views = await ask(
    client,
    "SELECT name, create_table_query FROM system.tables WHERE database = currentDatabase() AND engine = 'MaterializedView'",
    z.tuple([z.string(), z.string()]),
  );
  for (const [name] of views) await command(client, `DROP VIEW ${quoted(name)} SYNC`);
  for await (const piece of pieces) await insert(client, state, piece);
  for (const [, query] of views) await command(client, query);
  await migrate(client);
}

async function insert(
  client: ClickHouseClient,
  { tables }: EventsState,
  { table, bytes }: { readonly table: string; readonly bytes: Buffer },
): Promise<void> {
  const [first, ...rest] = tables.find(({ name }) => name === table)?.columns ?? [];
  if (first === undefined)
    throw new FengsuiError("backup.damaged", `it has rows of ${table}, and no such table`);
  await attempt(() =>
    client.insert({
      table,
      columns: [quoted(first), ...rest.map(quoted)],
      values: Readable.from([bytes], { objectMode: false }),
      format: "TabSeparated",
      clickhouse_settings: { max_partitions_per_insert_block: "0", max_insert_threads: "1" },
      ...inLane("ingest"),
    }),
  );
}

async function command(client: ClickHouseClient, query: string): Promise<void> {
  await attempt(() => client.command({ query, ...LANE }));
}

async function ask<Row>(client: ClickHouseClient, query: string, row: z.ZodType<Row>): Promise<Row[]> {
  const result = await attempt(() => client.query({ query, format: "JSONCompactEachRow", ...LANE }));
  return z.array(row).parse(await result.json());
}

async function attempt<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw explainWrite(error);
  }
}

function quoted(name: string): string {
  return `\`${name.replaceAll("`", "\\`")}\``;
}
