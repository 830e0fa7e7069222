// SPDX-License-Identifier: Apache-2.0
/** From every earlier state of the event store, with rows in it, to the tables of today; a newer one stays as it is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { silentLogger } from "../telemetry/logger.ts";
import { connectEvents, DEFAULT_LIMITS } from "./open-events.ts";
import { migrate, readVersions } from "./schema/migrate.ts";
import { MIGRATIONS } from "./schema/migrations.ts";
import {
  ALL_TIME,
  anEvent,
  askOne,
  createTestStore,
  HUB,
  makeFolder,
  openAt,
} from "./test-kit/test-store.ts";

test("every earlier state comes to the tables of today and keeps its rows", async () => {
  for (let taken = 0; taken <= MIGRATIONS.length; taken++) {
    using folder = makeFolder();
    {
      await using stack = new AsyncDisposableStack();
      const { client } = await connectEvents({ directory: folder.path }, DEFAULT_LIMITS, silentLogger, stack);
      await migrate(client, MIGRATIONS.slice(0, taken));
      if (taken > 0)
        await client.command({
          query:
            "INSERT INTO events (event_id, raw, `@timestamp`) VALUES (generateUUIDv4(), '{}', '2026-11-02 10:00:00')",
        });
    }
    await using store = await openAt(folder.path);
    await store.append({ events: [anEvent(1)], matches: [] });
    const found = await store.readAs(HUB).search({ ...ALL_TIME, limit: 10 });
    assert.equal(found.length, taken > 0 ? 2 : 1, `from ${taken}`);
  }
});

test("a store that a newer version was at work in is refused and left as it is", async () => {
  await using test = await createTestStore();
  const { client } = test;
  await client.command({
    query: "INSERT INTO schema_migrations (version, name) VALUES (9999, 'of the future')",
  });
  const tables =
    "SELECT groupArray(name) FROM (SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY 1)";
  const before = await askOne(client, tables);
  await assert.rejects(migrate(client), { code: "events.schema_newer", message: /9999/ });
  assert.deepEqual(await askOne(client, tables), before);
  assert.deepEqual(await readVersions(client), [...MIGRATIONS.map(({ version }) => version), 9999]);
});
