// SPDX-License-Identifier: Apache-2.0
/** The system of record: PostgreSQL, embedded or served, brought to the tables of this version. */
import { setTimeout as delay } from "node:timers/promises";
import { FengsuiError } from "@fengsui/contract";
import type pg from "pg";
import { type Clock, systemClock } from "../clock.ts";
import { type Logger, silentLogger } from "../telemetry/logger.ts";
import { type Access, openPool, withClient } from "./connections.ts";
import { accessTo, bootstrap } from "./embedded/bootstrap.ts";
import { EmbeddedServer } from "./embedded/server.ts";
import { migrate } from "./migrate.ts";
import { ANONYMOUS, type Principal } from "./principal.ts";
import { SealedAudiences } from "./sealed-audiences.ts";
import { openServed } from "./served.ts";
import { type Begin, inTransaction, type ReadTx, type Tx } from "./unit-of-work.ts";

/** What of the configuration counts here. */
export interface RecordsConfig {
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly databaseRolePassword?: string | undefined;
}

export interface RecordsParts {
  readonly logger?: Logger;
  readonly clock?: Clock;
}

export interface Records extends AsyncDisposable {
  /** One use case: everything that `work` writes stays, or nothing. */
  transaction<Result>(principal: Principal, work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** One consistent look; the database itself refuses to write. */
  read<Result>(principal: Principal, work: (tx: ReadTx) => Promise<Result>): Promise<Result>;
  /** Whether the database answers now. */
  ping(): Promise<void>;
  /** For the parts of the platform that speak to the database by themselves: the queue of jobs, and listening. */
  readonly systemAccess: pg.ClientConfig;
}

export async function openRecords(config: RecordsConfig, parts: RecordsParts = {}): Promise<Records> {
  const logger = (parts.logger ?? silentLogger).child({ part: "records" });
  await using stack = new AsyncDisposableStack();
  const access = await reach(config, logger, stack);
  const migrations = await migrate(access.owner);
  if (migrations.length > 0) logger.info({ migrations }, "brought the database to this version");
  await requirePowerless(access);
  return openPools(access, { ...parts, logger }, stack.move());
}

async function reach(config: RecordsConfig, logger: Logger, stack: AsyncDisposableStack): Promise<Access> {
  if (config.databaseUrl !== undefined)
    return await openServed({ url: config.databaseUrl, rolePassword: config.databaseRolePassword, logger });
  const server = stack.use(await EmbeddedServer.start(config.dataDir, { logger }));
  await bootstrap(server.socket);
  return accessTo(server.socket);
}

/** Row-level security does not bind a superuser, nor who may bypass it or become the owner of the tables. */
async function requirePowerless({ app, system, owner }: Access): Promise<void> {
  await refusePowers(app, [owner.user, system.user]);
  await refusePowers(system, [owner.user]);
}

async function refusePowers(config: pg.ClientConfig, others: readonly (string | undefined)[]): Promise<void> {
  const powers = await withClient(config, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select rolname as name from pg_roles where pg_has_role(current_user, oid, 'member')
       and (rolsuper or rolbypassrls or rolcreaterole or rolname = any ($1))`,
      [others],
    );
    return rows.map(({ name }) => name);
  });
  if (powers.length === 0) return;
  throw new FengsuiError("records.role_too_powerful", `${config.user} can act as ${powers.join(", ")}`);
}

const APP_LIMITS = { max: 16, statementMs: 30_000 };
const SYSTEM_LIMITS = { max: 8, statementMs: 0 };
/** What still runs when the hub closes is given this time. */
const CLOSE_MS = 10_000;

/** The records over a database that is ready. `below` is closed after the connections. */
export function openPools(access: Access, parts: RecordsParts = {}, below?: AsyncDisposable): Records {
  const { logger = silentLogger, clock = systemClock } = parts;
  const app = openPool(access.app, APP_LIMITS, logger);
  const system = openPool(access.system, SYSTEM_LIMITS, logger);
  const sealed = new SealedAudiences();
  let isClosed = false;
  const begin = (principal: Principal, mode: Begin["mode"]): Begin => {
    if (isClosed) throw new FengsuiError("records.unavailable", "the hub is closing its database");
    if (principal.kind === "system") logger.debug({ job: principal.job, mode }, "a job of the hub itself");
    return { db: principal.kind === "system" ? system : app, principal, now: clock.now(), mode, sealed };
  };
  return {
    systemAccess: access.system,
    transaction: async (principal, work) => await inTransaction(begin(principal, "read write"), work),
    read: async (principal, work) => await inTransaction(begin(principal, "read only"), work),
    ping: async () => {
      await inTransaction(begin(ANONYMOUS, "read only"), async () => undefined);
    },
    async [Symbol.asyncDispose]() {
      if (isClosed) return;
      isClosed = true;
      const closed = Promise.all([app.destroy(), system.destroy()]);
      await Promise.race([closed, delay(CLOSE_MS, undefined, { ref: false })]);
      await below?.[Symbol.asyncDispose]();
    },
  };
}
