// SPDX-License-Identifier: Apache-2.0
/**
 * Writes rows so that they are there once, whatever happens on the way. An insert whose answer did not come may have
 * been done; it is sent again, byte for byte and with the same token, by which the table and each of its views
 * recognise what they have.
 */
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import { inLane } from "../client.ts";
import { type Patience, untilAnswered } from "./patience.ts";

export interface Insert {
  readonly table: "events" | "matches";
  readonly columns: readonly [string, ...string[]];
  /** In TabSeparated, in pieces. */
  readonly rows: readonly Buffer[];
}

/** One insert is one block, one part and one entry of the log of tokens. */
const ONE_BLOCK = {
  async_insert: 0,
  max_insert_threads: "1",
  // Of one insert on two cores, threads that wait for each other are no gain.
  input_format_parallel_parsing: 0,
  deduplicate_blocks_in_dependent_materialized_views: 1,
  materialized_views_ignore_errors: 0,
} as const;

export class Inserter {
  readonly #client: ClickHouseClient;
  readonly #patience: Patience;

  constructor(client: ClickHouseClient, patience: Patience) {
    this.#client = client;
    this.#patience = patience;
  }

  /** Resolves when the rows and what views made of them are on the disk. */
  async insert(insert: Insert, token: string = randomUUID()): Promise<void> {
    await untilAnswered(this.#patience, () => this.#send(insert, token));
  }

  async #send({ table, columns, rows }: Insert, token: string): Promise<void> {
    await this.#client.insert({
      table,
      columns: [quoted(columns[0]), ...columns.slice(1).map(quoted)],
      values: Readable.from(rows, { objectMode: false }),
      format: "TabSeparated",
      clickhouse_settings: { ...ONE_BLOCK, insert_deduplication_token: token },
      ...inLane("ingest"),
    });
  }
}

function quoted(column: string): string {
  return `\`${column}\``;
}
