// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { FengsuiError } from "@fengsui/contract";
import { silentLogger } from "../telemetry/logger.ts";
import { openEvents } from "./open-events.ts";
import {
  ALL_TIME,
  anEvent,
  askOne,
  clientFor,
  createTestStore,
  HUB,
  makeFolder,
  openAt,
  READER,
  stoppedClock,
  until,
} from "./test-kit/test-store.ts";

const HUB_PROGRAM = join(import.meta.dirname, "test-kit/hub-program.ts");

function hasCode(code: string) {
  return (error: unknown) => error instanceof FengsuiError && error.code === code;
}

test("what was stored is there after the store was closed and opened again", async () => {
  using folder = makeFolder();
  const event = anEvent(1);
  {
    await using store = await openAt(folder.path);
    assert.deepEqual(store.state, { kind: "up" });
    assert.deepEqual(await store.append({ events: [event], matches: [] }), { stored: 1, duplicates: [] });
  }
  await using store = await openAt(folder.path);
  assert.equal((await store.readAs(READER).event(event))?.raw.toString(), event.raw);
});

test("its process ends with it, and leaves no socket", async () => {
  using folder = makeFolder();
  let processId: number | undefined;
  {
    await using store = await openAt(folder.path);
    processId = store.engineProcessId;
    assert.ok(processId !== undefined && process.kill(processId, 0));
  }
  assert.throws(() => process.kill(processId ?? 0, 0), { code: "ESRCH" });
  assert.ok(!readdirSync(folder.path).includes("engine.sock"));
});

test("only its own user can open the socket", async () => {
  await using test = await createTestStore();
  assert.equal(statSync(join(test.directory, "engine.sock")).mode & 0o777, 0o600);
});

test("a directory that is in use is refused, and its user is not disturbed", async () => {
  await using test = await createTestStore();
  await assert.rejects(openAt(test.directory, { lockWaitMs: 0 }), hasCode("events.locked"));
  await test.store.append({ events: [anEvent(1)], matches: [] });
  assert.equal(await test.store.readAs(HUB).count(ALL_TIME), 1);
});

test("a directory that another process is about to leave is waited for", async () => {
  using folder = makeFolder();
  const first = await openAt(folder.path);
  const second = openAt(folder.path);
  await first[Symbol.asyncDispose]();
  await using store = await second;
  assert.deepEqual(store.state, { kind: "up" });
});

test("a directory whose path is too long for a socket is used all the same", async () => {
  using folder = makeFolder();
  const directory = join(folder.path, "long".repeat(30));
  mkdirSync(directory);
  await using store = await openAt(directory);
  await store.append({ events: [anEvent(1)], matches: [] });
  assert.equal(await store.readAs(HUB).count(ALL_TIME), 1);
});

test("a store that a newer version was at work in is refused", async () => {
  using folder = makeFolder();
  {
    await using _store = await openAt(folder.path);
    const client = clientFor(folder.path);
    await client.command({ query: "INSERT INTO schema_migrations (version, name) VALUES (999, 'of later')" });
    await client.close();
  }
  await assert.rejects(openAt(folder.path), hasCode("events.schema_newer"));
});

test("a migration that was cut off is run again to its end", async () => {
  using folder = makeFolder();
  {
    await using _store = await openAt(folder.path);
    const client = clientFor(folder.path);
    for (const query of ["TRUNCATE TABLE schema_migrations", "DROP TABLE matches"])
      await client.command({ query });
    await client.close();
  }
  await using store = await openAt(folder.path);
  assert.deepEqual(await store.readAs(HUB).matches({ ...ALL_TIME, limit: 1 }), []);
});

test("a served ClickHouse that does not answer is told so", async () => {
  const config = { directory: "/nonexistent", clickhouseUrl: "http://127.0.0.1:1" };
  await assert.rejects(
    openEvents(config, { clock: stoppedClock, logger: silentLogger }),
    hasCode("events.unavailable"),
  );
});

test("an engine that is killed is started again, and the state tells", async () => {
  await using test = await createTestStore();
  const before = test.store.engineProcessId;
  assert.ok(before !== undefined);
  process.kill(before, "SIGKILL");
  await until("the state says so", () => test.store.state.kind === "down");
  await until("it is up again", () => test.store.state.kind === "up");
  assert.notEqual(test.store.engineProcessId, before);
  assert.equal(await askOne(test.client, "SELECT 1"), 1);
});

test("a hub that is killed takes the engine with it, and the next one finds the directory free", async () => {
  using folder = makeFolder();
  const hub = spawn(process.execPath, [HUB_PROGRAM, folder.path], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface({ input: hub.stdout }), "line");
  const engine = Number(line);
  assert.ok(process.kill(engine, 0));
  await assert.rejects(openAt(folder.path, { lockWaitMs: 0 }), hasCode("events.locked"));
  hub.kill("SIGKILL");
  await using store = await openAt(folder.path);
  assert.deepEqual(store.state, { kind: "up" });
});
