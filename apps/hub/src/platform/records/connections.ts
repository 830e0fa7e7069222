// SPDX-License-Identifier: Apache-2.0
/** Connections to PostgreSQL, each as the role that its use needs. */
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Logger } from "../telemetry/logger.ts";
import type { Database } from "./schema.ts";

/** The role of requests, bound by row-level security to the principal of each transaction. */
export const APP_ROLE = "fengsui_app";
/** The role of the hub's own jobs, which sees every row. The application role cannot become it. */
export const SYSTEM_ROLE = "fengsui_system";

/** How to reach the database as a role. */
export interface Access {
  readonly owner: pg.ClientConfig;
  readonly app: pg.ClientConfig;
  readonly system: pg.ClientConfig;
}

export interface PoolLimits {
  readonly max: number;
  /** A statement that takes longer is ended; 0 for never. */
  readonly statementMs: number;
}

const CONNECT_MS = 5_000;
const IDLE_MS = 30_000;
/** A transaction that waits for its own program this long was forgotten, and holds locks. */
const FORGOTTEN_MS = 60_000;

export function openPool(config: pg.ClientConfig, limits: PoolLimits, logger: Logger): Kysely<Database> {
  const pool = new pg.Pool({
    ...config,
    application_name: "fengsui",
    max: limits.max,
    statement_timeout: limits.statementMs,
    idle_in_transaction_session_timeout: FORGOTTEN_MS,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: IDLE_MS,
  });
  // A lost connection is an event of its own, besides the failure of its query; unheard it would end the program.
  pool.on("error", (error) => logger.debug({ error }, "an idle connection was lost"));
  pool.on("connect", (client) =>
    client.on("error", (error) => logger.debug({ error }, "a connection was lost")),
  );
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** One connection, for what is done once. */
export async function withClient<Result>(
  config: pg.ClientConfig,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    ...config,
    application_name: "fengsui",
    connectionTimeoutMillis: CONNECT_MS,
  });
  client.on("error", () => undefined); // the query in hand fails with it
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

export function quote(identifier: string): string {
  return pg.escapeIdentifier(identifier);
}
