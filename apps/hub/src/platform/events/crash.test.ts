// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventKey } from "./event.ts";
import type { EventStore } from "./open-events.ts";
import { ALL_TIME, anEvent, createTestStore, HUB, openAt, until } from "./test-kit/test-store.ts";

const ROUNDS = 12;
const WRITERS = 4;
const BATCH = 20;
const OBSERVABLE = { kind: "ip", value: "192.0.2.1" };

/** Writes until told to stop; gives what was acknowledged. */
async function write(store: EventStore, acknowledged: EventKey[], shouldStop: () => boolean): Promise<void> {
  let index = 0;
  while (!shouldStop()) {
    const events = Array.from({ length: BATCH }, () => anEvent(index++, { observables: [OBSERVABLE] }));
    const { stored } = await store.append({ events, matches: [] });
    assert.equal(stored, BATCH);
    acknowledged.push(...events);
  }
}

async function checkAll(store: EventStore, acknowledged: readonly EventKey[]): Promise<void> {
  const reader = store.readAs(HUB);
  assert.equal(await reader.count(ALL_TIME), acknowledged.length, "each is there, and once");
  const [sighting] = await reader.sightings({ values: [OBSERVABLE.value] });
  assert.equal(sighting?.count, acknowledged.length, "the view has counted each once");
  for (let at = 0; at < acknowledged.length; at += 1_000) {
    const keys = acknowledged.slice(at, at + 1_000);
    assert.equal((await reader.events(keys)).length, keys.length);
  }
}

test("kill -9 of the engine while it inserts loses nothing acknowledged and doubles nothing, and it comes back by itself", async () => {
  await using test = await createTestStore();
  const { store } = test;
  const acknowledged: EventKey[] = [];
  let isOver = false;
  const writers = Array.from({ length: WRITERS }, () => write(store, acknowledged, () => isOver));
  for (let round = 0; round < ROUNDS; round++) {
    const goal = acknowledged.length + BATCH * (1 + round * 3);
    await until("some more are acknowledged", () => acknowledged.length >= goal);
    const before = store.engineProcessId;
    assert.ok(before !== undefined);
    process.kill(before, "SIGKILL");
    await until("another process is up", () => store.state.kind === "up" && store.engineProcessId !== before);
  }
  isOver = true;
  await Promise.all(writers);
  await checkAll(store, acknowledged);
  await store[Symbol.asyncDispose]();
  await using again = await openAt(test.directory);
  await checkAll(again, acknowledged);
});

test("who appends while the engine is down is answered when it is back", async () => {
  await using test = await createTestStore();
  const before = test.store.engineProcessId;
  assert.ok(before !== undefined);
  process.kill(before, "SIGKILL");
  await until("the state says so", () => test.store.state.kind === "down");
  assert.equal((await test.store.append({ events: [anEvent(1)], matches: [] })).stored, 1);
});

test("who appends is told to come back when the engine stays away", async () => {
  await using test = await createTestStore({ writePatienceMs: 0 });
  const before = test.store.engineProcessId;
  assert.ok(before !== undefined);
  process.kill(before, "SIGKILL");
  await until("the state says so", () => test.store.state.kind === "down");
  await assert.rejects(test.store.append({ events: [anEvent(1)], matches: [] }), {
    code: "events.unavailable",
    status: 503,
  });
});
