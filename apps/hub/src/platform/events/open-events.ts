// SPDX-License-Identifier: Apache-2.0
/** Opens the event store: the embedded engine in a process of its own, or a served ClickHouse. */
import { resolve } from "node:path";
import type { ClickHouseClient } from "@clickhouse/client";
import { FengsuiError } from "@fengsui/contract";
import type { Clock } from "../clock.ts";
import { syncDirectories } from "../sync-directory.ts";
import type { Logger } from "../telemetry/logger.ts";
import { makeUsableFolder } from "../usable-folder.ts";
import { createEventsClient, inLane } from "./client.ts";
import type { Reader } from "./event.ts";
import { EventExpiry } from "./expiry.ts";
import { messageOf } from "./failures.ts";
import { EventReader } from "./read/event-reader.ts";
import type { ReadLimits } from "./read/scoped-query.ts";
import { migrate } from "./schema/migrate.ts";
import { ServedWatch } from "./served-watch.ts";
import { placeSocket } from "./socket-path.ts";
import type { StoreState } from "./state.ts";
import { Supervisor } from "./supervisor.ts";
import type { GroupLimits } from "./write/group-commit.ts";
import type { Appended, Batch, PendingBatch } from "./write/pending-batch.ts";
import { Writer } from "./write/writer.ts";

export interface EventsConfig {
  /** Of the embedded engine alone; made where it does not exist. */
  readonly directory: string;
  /** A served ClickHouse instead of the embedded engine. */
  readonly clickhouseUrl?: string | undefined;
  readonly limits?: Partial<EventsLimits>;
}

export interface EventsLimits {
  readonly group: GroupLimits;
  readonly read: ReadLimits;
  /** All memory that the embedded engine may take. */
  readonly engineMemoryBytes: number;
  /** How long a write is tried again while no answer comes. */
  readonly writePatienceMs: number;
  /** How long to wait for a directory that another process uses. */
  readonly lockWaitMs: number;
  /** The longest pause before an engine that ended is started again; the first is a tenth of a second. */
  readonly maxRestartPauseMs: number;
}

export interface EventsParts {
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface EventStore extends AsyncDisposable {
  readonly state: StoreState;
  /** Bytes that wait to be stored. */
  readonly waitingBytes: number;
  /** The process of the embedded engine, while there is one. */
  readonly engineProcessId: number | undefined;
  /** Resolves when all of the batch is durable. Rejects with `events.busy` and the like when it is to be sent again. */
  append(batch: Batch): Promise<Appended>;
  /** The same, piece by piece. */
  newBatch(): PendingBatch;
  /** The only way to read: as somebody. */
  readAs(reader: Reader): EventReader;
  /** To find and remove what is kept no longer. */
  readonly expiry: EventExpiry;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_LIMITS: EventsLimits = {
  group: {
    lingerMs: 250,
    enoughBytes: 20 * MEBIBYTE,
    maxRows: 20_000,
    maxBytes: 32 * MEBIBYTE,
    maxWaitingBytes: 128 * MEBIBYTE,
  },
  read: { maxSeconds: 20, maxMemoryBytes: 1024 * MEBIBYTE, maxRows: 10_000, maxResultBytes: 64 * MEBIBYTE },
  engineMemoryBytes: 2048 * MEBIBYTE,
  writePatienceMs: 30_000,
  lockWaitMs: 20_000,
  maxRestartPauseMs: 10_000,
};

interface Source extends AsyncDisposable {
  readonly state: StoreState;
  readonly processId: number | undefined;
  whenUp(limitMs: number): Promise<void>;
}

export async function openEvents(config: EventsConfig, { clock, logger }: EventsParts): Promise<EventStore> {
  const limits = { ...DEFAULT_LIMITS, ...config.limits };
  await using stack = new AsyncDisposableStack();
  const { client, source } = await connectEvents(config, limits, logger, stack);
  const migrated = await migrate(client);
  // The engine syncs what it writes of a table, not the directories that name it.
  if (migrated > 0 && config.clickhouseUrl === undefined) syncDirectories(resolve(config.directory));
  const patience = { whenUp: (limitMs: number) => source.whenUp(limitMs), limitMs: limits.writePatienceMs };
  const writer = new Writer({ client, clock, patience, limits: limits.group });
  stack.defer(() => writer.close());
  const owned = stack.move();
  return {
    get state() {
      return source.state;
    },
    get waitingBytes() {
      return writer.waitingBytes;
    },
    get engineProcessId() {
      return source.processId;
    },
    append: (batch) => writer.append(batch),
    newBatch: () => writer.newBatch(),
    expiry: new EventExpiry(client),
    readAs: (reader) => new EventReader(client, limits.read, reader),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** What is opened is put on the stack, to be closed in the opposite order. */
export async function connectEvents(
  { directory, clickhouseUrl }: EventsConfig,
  limits: EventsLimits,
  logger: Logger,
  stack: AsyncDisposableStack,
): Promise<{ client: ClickHouseClient; source: Source }> {
  if (clickhouseUrl !== undefined) {
    const client = createEventsClient({ kind: "served", url: clickhouseUrl });
    stack.defer(() => client.close());
    return { client, source: stack.use(await ServedWatch.start(() => probe(client), logger)) };
  }
  const path = resolve(directory);
  makeDirectory(path);
  const { path: socketPath } = stack.use(placeSocket(path));
  const client = createEventsClient({ kind: "embedded", socketPath });
  stack.defer(() => client.close());
  const source = await Supervisor.start({
    directory: path,
    socketPath,
    settings: engineSettings(limits.engineMemoryBytes),
    logger,
    lockWaitMs: limits.lockWaitMs,
    maxRestartPauseMs: limits.maxRestartPauseMs,
    probe: () => probe(client),
  });
  return { client, source: stack.use(source) };
}

function makeDirectory(path: string): void {
  try {
    makeUsableFolder(path, 0o700);
  } catch (cause) {
    throw new FengsuiError("events.directory_unusable", messageOf(cause), { cause });
  }
}

const PROBE_LIMIT_MS = 10_000;

async function probe(client: ClickHouseClient): Promise<boolean> {
  const { success } = await client.ping({
    select: true,
    abort_signal: AbortSignal.timeout(PROBE_LIMIT_MS),
    ...inLane("health"),
  });
  return success;
}

/** ClickHouse's own caches are made for a machine that does nothing else. */
function engineSettings(memoryBytes: number): string[] {
  const settings = {
    max_server_memory_usage: memoryBytes,
    mark_cache_size: 128 * MEBIBYTE,
    index_mark_cache_size: 128 * MEBIBYTE,
    primary_index_cache_size: 64 * MEBIBYTE,
  };
  return Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
}
