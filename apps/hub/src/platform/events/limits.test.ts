// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_LIMITS } from "./open-events.ts";
import { ALL_TIME, anEvent, createTestStore, HUB, type TestStore, until } from "./test-kit/test-store.ts";

const EXPENSIVE = { code: "events.query_too_expensive", status: 422 };

async function withMuch(limits: Partial<typeof DEFAULT_LIMITS.read>): Promise<TestStore> {
  const test = await createTestStore({ read: { ...DEFAULT_LIMITS.read, ...limits } });
  // Made where it is stored: words that every event has, so that the index is no help.
  await test.client.command({
    query: `INSERT INTO events (event_id, \`@timestamp\`, raw)
      SELECT generateUUIDv4(), fromUnixTimestamp64Milli(1793613600000 + number, 'UTC'),
        concat('{"message":"common words ', toString(sipHash64(number)), repeat(' and more', 20), '"}')
      FROM numbers(200000)`,
  });
  return test;
}

test("a search that takes too long is ended, and says so", async () => {
  await using test = await withMuch({ maxSeconds: 0.001 });
  await assert.rejects(
    test.store.readAs(HUB).count({ ...ALL_TIME, fields: [{ field: "message", value: "见" }] }),
    EXPENSIVE,
  );
});

test("a search that takes too much memory is ended, and says so", async () => {
  await using test = await withMuch({ maxMemoryBytes: 1_000_000 });
  const fields = [{ field: "message", value: "见" }];
  await assert.rejects(test.store.readAs(HUB).count({ ...ALL_TIME, fields }), EXPENSIVE);
});

test("a search that gives too much is ended, and says so", async () => {
  await using test = await withMuch({ maxResultBytes: 10_000 });
  await assert.rejects(test.store.readAs(HUB).search({ ...ALL_TIME, limit: 1_000 }), EXPENSIVE);
});

test("a search that nobody waits for any more is ended", async () => {
  await using test = await createTestStore();
  const controller = new AbortController();
  const slow = "SELECT sum(sipHash64(number)) FROM numbers(1000000000000)";
  const answer = test.client.query({ query: slow, abort_signal: controller.signal });
  const isRunning = async () => {
    const query = `SELECT count() FROM system.processes WHERE query LIKE '%1000000000000%' AND NOT is_cancelled
      AND query NOT LIKE '%is_cancelled%'`;
    const result = await test.client.query({
      query,
      format: "TabSeparated",
      http_headers: { "x-fengsui-lane": "health" },
    });
    return (await result.text()).trim() !== "0";
  };
  await until("it runs", isRunning);
  controller.abort();
  await assert.rejects(answer);
  await until("it does not run", async () => !(await isRunning()));
});

test("a page has the beginning of a long text and its length, and the event has all of it", async () => {
  await using test = await createTestStore();
  const event = anEvent(1, { raw: "x".repeat(1 << 20) });
  await test.store.append({ events: [event], matches: [] });
  const reader = test.store.readAs(HUB);
  const [found] = await reader.search({ ...ALL_TIME, limit: 1 });
  assert.equal(found?.rawLength, 1 << 20);
  assert.equal(found.raw.length, 32 * 1024);
  assert.equal((await reader.event(event))?.raw.length, 1 << 20);
});

test("who appends more than can wait is told to come back, and may when it is stored", async () => {
  const group = { ...DEFAULT_LIMITS.group, maxWaitingBytes: 1_000_000 };
  await using test = await createTestStore({ group });
  const batch = () => ({ events: [anEvent(1, { raw: "x".repeat(600_000) })], matches: [] });
  const first = test.store.append(batch());
  await assert.rejects(test.store.append(batch()), { code: "events.busy", status: 503 });
  assert.equal((await first).stored, 1);
  assert.equal(test.store.waitingBytes, 0);
  assert.equal((await test.store.append(batch())).stored, 1);
});
