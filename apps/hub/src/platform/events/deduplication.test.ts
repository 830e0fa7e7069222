// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { ClickHouseClient } from "@clickhouse/client";
import type { NewEvent } from "./event.ts";
import { ALL_TIME, aMatch, anEvent, askOne, createTestStore, HUB } from "./test-kit/test-store.ts";
import { Inserter } from "./write/inserter.ts";
import { EVENT_COLUMNS, eventRows } from "./write/rows.ts";

const OBSERVABLE = { kind: "ip", value: "192.0.2.1" };
const patience = { whenUp: () => Promise.resolve(), limitMs: 5_000 };

function someRows(count: number) {
  const events = Array.from({ length: count }, (_, index) => anEvent(index, { observables: [OBSERVABLE] }));
  return [eventRows(events, 0).bytes];
}

async function counts(client: ClickHouseClient) {
  return [
    await askOne(client, "SELECT toUInt32(count()) FROM events"),
    await askOne(client, "SELECT toUInt32(sum(count)) FROM observables"),
  ];
}

test("what is sent twice with one token is there once, in the views too", async () => {
  await using test = await createTestStore();
  const inserter = new Inserter(test.client, patience);
  const insert = { table: "events", columns: EVENT_COLUMNS, rows: someRows(100) } as const;
  const [one, other] = [randomUUID(), randomUUID()];
  await inserter.insert(insert, one);
  await inserter.insert(insert, one);
  assert.deepEqual(await counts(test.client), [100, 100]);
  await inserter.insert({ ...insert, rows: someRows(10) }, other);
  await inserter.insert(insert, one);
  assert.deepEqual(await counts(test.client), [110, 110]);
});

test("a view that the first try did not reach is brought up by the second", async () => {
  await using test = await createTestStore();
  const inserter = new Inserter(test.client, patience);
  const insert = { table: "events", columns: EVENT_COLUMNS, rows: someRows(100) } as const;
  const token = randomUUID();
  await test.client.command({ query: "DETACH TABLE observables_of_events" });
  await inserter.insert(insert, token);
  assert.deepEqual(await counts(test.client), [100, 0]);
  await test.client.command({ query: "ATTACH TABLE observables_of_events" });
  await inserter.insert(insert, token);
  assert.deepEqual(await counts(test.client), [100, 100]);
});

test("an event that comes again, alone, in another batch, or twice in one, is stored once and said so", async () => {
  await using test = await createTestStore();
  const [one, two, three, four] = [1, 2, 3, 4].map((index) => anEvent(index, { observables: [OBSERVABLE] }));
  assert.ok(one && two && three && four);
  const append = (...events: NewEvent[]) => test.store.append({ events, matches: [] });
  assert.deepEqual(await append(one, two), { stored: 2, duplicates: [] });
  assert.deepEqual(await append(two, three), { stored: 1, duplicates: [two.id] });
  assert.deepEqual(await append(one), { stored: 0, duplicates: [one.id] });
  const together = await Promise.all([append(four), append(four), append(four, four)]);
  assert.equal(
    together.reduce((sum, { stored }) => sum + stored, 0),
    1,
  );
  assert.deepEqual(await counts(test.client), [4, 4]);
});

test("an event is known by its identifier in whatever case, together with its time", async () => {
  await using test = await createTestStore();
  const event = anEvent(1, { id: "ABCDEF01-2345-8789-8ABC-DEF012345678" });
  await test.store.append({ events: [event], matches: [] });
  const lower = { ...event, id: event.id.toLowerCase() };
  assert.equal((await test.store.append({ events: [lower], matches: [] })).stored, 0);
});

test("many events are looked up and stored in one batch", async () => {
  await using test = await createTestStore();
  const events = Array.from({ length: 25_000 }, (_, index) => anEvent(index));
  assert.equal((await test.store.append({ events, matches: [] })).stored, events.length);
  assert.equal((await test.store.append({ events, matches: [] })).duplicates.length, events.length);
  assert.equal(await test.store.readAs(HUB).count(ALL_TIME), events.length);
});

test("a match that is written again is there once, that of a duplicate event too", async () => {
  await using test = await createTestStore();
  const event = anEvent(1);
  const matches = [aMatch(event), aMatch(event, { ruleVersion: 2 })];
  await test.store.append({ events: [event], matches });
  await test.store.append({ events: [event], matches });
  await test.store.append({ events: [], matches });
  assert.equal((await test.store.readAs(HUB).matches({ ...ALL_TIME, limit: 10 })).length, 2);
});
