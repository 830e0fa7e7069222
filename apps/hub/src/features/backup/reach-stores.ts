// SPDX-License-Identifier: Apache-2.0
/** Both stores, past the hub: those of one that runs, served ones, or embedded ones that are started for this alone. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ClickHouseClient } from "@clickhouse/client";
import { FengsuiError } from "@fengsui/contract";
import type { Config } from "../../platform/config/index.ts";
import { createEventsClient } from "../../platform/events/client.ts";
import { connectEvents, DEFAULT_LIMITS } from "../../platform/events/open-events.ts";
import type { Access } from "../../platform/records/connections.ts";
import { accessTo, bootstrap } from "../../platform/records/embedded/bootstrap.ts";
import { findHolder } from "../../platform/records/embedded/directory-lock.ts";
import { layoutOf } from "../../platform/records/embedded/layout.ts";
import { EmbeddedServer } from "../../platform/records/embedded/server.ts";
import { openServed } from "../../platform/records/served.ts";
import type { Logger } from "../../platform/telemetry/logger.ts";

export interface ReachedStores {
  readonly records: Access;
  readonly events: ClickHouseClient;
}

type Place = Pick<Config, "dataDir" | "databaseUrl" | "databaseRolePassword" | "clickhouseUrl">;

/** What is started is put on the stack. */
export async function reachStores(
  config: Place,
  logger: Logger,
  stack: AsyncDisposableStack,
): Promise<ReachedStores> {
  const layout = layoutOf(config.dataDir);
  const directory = join(config.dataDir, "events");
  if (config.databaseUrl === undefined && !existsSync(layout.cluster))
    throw new FengsuiError("backup.nothing", `there are no records in ${config.dataDir}`);
  if (config.clickhouseUrl === undefined && !existsSync(directory))
    throw new FengsuiError("backup.nothing", `there are no events in ${config.dataDir}`);
  const isRunning = existsSync(layout.lock) && findHolder(layout.lock) !== undefined;
  const records =
    config.databaseUrl === undefined && isRunning
      ? accessTo(layout.socket)
      : await startRecords(config, logger, stack);
  const running = createEventsClient({ kind: "embedded", socketPath: join(directory, "engine.sock") });
  stack.defer(() => running.close());
  const isUp = config.clickhouseUrl === undefined && (await running.ping()).success;
  return { records, events: isUp ? running : await startEvents(config, logger, stack) };
}

/** Those that are made where they are not. */
export async function startStores(
  config: Place,
  logger: Logger,
  stack: AsyncDisposableStack,
): Promise<ReachedStores> {
  const records = await startRecords(config, logger, stack);
  return { records, events: await startEvents(config, logger, stack) };
}

async function startRecords(config: Place, logger: Logger, stack: AsyncDisposableStack): Promise<Access> {
  const { dataDir, databaseUrl, databaseRolePassword } = config;
  if (databaseUrl !== undefined)
    return await openServed({ url: databaseUrl, rolePassword: databaseRolePassword, logger });
  const server = stack.use(await EmbeddedServer.start(dataDir, { logger }));
  await bootstrap(server.socket);
  return accessTo(server.socket);
}

async function startEvents(
  { dataDir, clickhouseUrl }: Place,
  logger: Logger,
  stack: AsyncDisposableStack,
): Promise<ClickHouseClient> {
  const place = { directory: join(dataDir, "events"), clickhouseUrl };
  return (await connectEvents(place, DEFAULT_LIMITS, logger, stack)).client;
}
