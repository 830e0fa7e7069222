// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import type { NewEvent, Reader } from "./index.ts";
import * as door from "./index.ts";
import { ALL_TIME, aMatch, anEvent, createTestStore, HUB, START } from "./test-kit/test-store.ts";

const OBSERVABLE = { kind: "ip", value: "192.0.2.1" };
const TENANTS = [
  { organisationId: "0193c0de-0000-7000-8000-0000000000a1", audienceId: 1 },
  { organisationId: "0193c0de-0000-7000-8000-0000000000a2", audienceId: 2 },
] as const;

function eventsOf(tenant: (typeof TENANTS)[number]): NewEvent[] {
  // The same in both, but for whose they are.
  return [1, 2, 3].map((index) =>
    anEvent(index, {
      ...tenant,
      raw: '{"message":"common"}',
      fields: { "host.name": "DC01" },
      observables: [OBSERVABLE],
    }),
  );
}

const QUERIES = [
  {},
  { text: "common" },
  { text: "共" },
  { fields: [{ field: "host.name", value: "DC01" }] },
  { fields: [{ field: "message", value: "common" }] },
  { fields: [{ field: "a.b", value: "x' OR true OR '" }] },
];

test("a reader sees what is of their audiences alone: in searches, counts, histograms, events, observables and matches", async () => {
  await using test = await createTestStore();
  const events = TENANTS.map(eventsOf);
  const all = events.flat();
  await test.store.append({ events: all, matches: all.map((event) => aMatch(event)) });
  for (const [index, { audienceId, organisationId }] of TENANTS.entries()) {
    const reader = test.store.readAs({ kind: "audiences", audienceIds: [audienceId] });
    const own = new Set(events[index]?.map(({ id }) => id));
    const isOwn = (one: { organisationId: string; audienceId: number }) =>
      one.organisationId === organisationId && one.audienceId === audienceId;
    for (const query of QUERIES) {
      const found = await reader.search({ ...ALL_TIME, ...query, limit: 100 });
      assert.ok(found.every(isOwn), JSON.stringify(query));
      assert.equal(await reader.count({ ...ALL_TIME, ...query }), found.length);
      const buckets = await reader.histogram({ ...ALL_TIME, ...query }, 3_600_000);
      assert.equal(buckets[0]?.count ?? 0, found.length);
    }
    assert.equal(await reader.count(ALL_TIME), 3);
    assert.deepEqual(new Set((await reader.events(all)).map(({ id }) => id)), own);
    const sightings = await reader.sightings({ values: [OBSERVABLE.value] });
    assert.deepEqual(
      sightings.map(({ count }) => count),
      [3],
    );
    assert.ok(sightings.every(isOwn));
    const matches = await reader.matches({ ...ALL_TIME, limit: 100 });
    assert.deepEqual(new Set(matches.map(({ eventId }) => eventId)), own);
    const group = { ruleId: "rule", ruleVersion: 1, entity: "host", windowStart: START };
    const [figures] = await reader.matchFigures({ windowMs: 3_600_000, groups: [group] });
    assert.equal(figures?.count, 3);
  }
});

test("another's organisation cannot be asked for", async () => {
  await using test = await createTestStore();
  const [one, other] = TENANTS;
  await test.store.append({ events: eventsOf(other), matches: [] });
  const reader = test.store.readAs({ kind: "audiences", audienceIds: [one.audienceId] });
  const { organisationId } = other;
  assert.equal(await reader.count({ ...ALL_TIME, organisationId }), 0);
  assert.deepEqual(await reader.sightings({ values: [OBSERVABLE.value], organisationId }), []);
});

test("who is in no audience sees nothing, who is in many sees all of theirs, and the hub sees everything", async () => {
  await using test = await createTestStore();
  await test.store.append({ events: TENANTS.flatMap(eventsOf), matches: [] });
  const count = (reader: Reader) => test.store.readAs(reader).count(ALL_TIME);
  assert.equal(await count({ kind: "audiences", audienceIds: [] }), 0);
  const many = Array.from({ length: 50_000 }, (_, index) => index * 2 + 1);
  assert.equal(await count({ kind: "audiences", audienceIds: many }), 3);
  assert.equal(await count({ kind: "audiences", audienceIds: [1, 2] }), 6);
  assert.equal(await count(HUB), 6);
});

test("the door gives no other way to read", () => {
  const values = Object.keys(door).sort();
  // What expires is counted by day and source, by the hub's own job; no event of it is read.
  assert.deepEqual(values, [
    "CORE_FIELDS",
    "DEFAULT_LIMITS",
    "EventExpiry",
    "limitObservable",
    "matchKeyOf",
    "openEvents",
  ]);
});
