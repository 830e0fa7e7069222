// SPDX-License-Identifier: Apache-2.0
/** An event store on a directory of its own, with the real engine, and events to put into it. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import type { Clock } from "../../clock.ts";
import { silentLogger } from "../../telemetry/logger.ts";
import { createEventsClient } from "../client.ts";
import type { Match, NewEvent, Reader } from "../event.ts";
import { type EventStore, type EventsLimits, openEvents } from "../open-events.ts";

/** 2026-11-02T10:00:00Z, a whole hour. */
export const START = 1_793_613_600_000;
export const ORGANISATION = "0193c0de-0000-7000-8000-000000000001";
export const SOURCE = "0193c0de-0000-7000-8000-00000000000a";
export const AUDIENCE = 7;
export const READER: Reader = { kind: "audiences", audienceIds: [AUDIENCE] };
export const HUB: Reader = { kind: "system", job: "test" };
/** Everything that `anEvent` makes. */
export const ALL_TIME = { from: new Date(START), to: new Date(START + 86_400_000) };

export interface TestFolder extends Disposable {
  readonly path: string;
}

export function makeFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), "fengsui-events-test-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Time that stands still, so that tests know it. */
export const stoppedClock: Clock = { now: () => new Date(START) };

export function openAt(directory: string, limits: Partial<EventsLimits> = {}): Promise<EventStore> {
  return openEvents(
    { directory, limits: { maxRestartPauseMs: 100, ...limits } },
    { clock: stoppedClock, logger: silentLogger },
  );
}

export interface TestStore extends AsyncDisposable {
  readonly store: EventStore;
  readonly directory: string;
  /** ClickHouse's own client, past the door. */
  readonly client: ClickHouseClient;
}

export async function createTestStore(limits: Partial<EventsLimits> = {}): Promise<TestStore> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(makeFolder());
  const store = stack.use(await openAt(folder.path, limits));
  const client = clientFor(folder.path);
  stack.defer(() => client.close());
  const owned = stack.move();
  return {
    store,
    client,
    directory: folder.path,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export function clientFor(directory: string): ClickHouseClient {
  return createEventsClient({ kind: "embedded", socketPath: join(directory, "engine.sock") });
}

/** The `index`th event: a millisecond later than the one before. */
export function anEvent(index: number, different: Partial<NewEvent> = {}): NewEvent {
  return {
    id: randomUUID(),
    organisationId: ORGANISATION,
    audienceId: AUDIENCE,
    sourceId: SOURCE,
    time: new Date(START + index),
    raw: JSON.stringify({ number: index }),
    fields: {},
    observables: [],
    ...different,
  };
}

export function aMatch(event: NewEvent, different: Partial<Match> = {}): Match {
  return {
    ruleId: "rule",
    ruleVersion: 1,
    eventId: event.id,
    time: event.time,
    organisationId: event.organisationId,
    audienceId: event.audienceId,
    entity: "host",
    fields: {},
    isRetrospective: false,
    ...different,
  };
}

/** The first value of what a query gives. */
export async function askOne(client: ClickHouseClient, query: string): Promise<unknown> {
  const result = await client.query({ query, format: "JSONCompactEachRow" });
  const rows: unknown[] = await result.json();
  const [row] = rows;
  return Array.isArray(row) ? row[0] : undefined;
}

const DEADLINE_MS = 30_000;
const LOOK_AGAIN_MS = 2;

export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`in vain waited until ${what}`);
    await pause(LOOK_AGAIN_MS);
  }
}
