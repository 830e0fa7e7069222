// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { anEvent, askOne, createTestStore, type TestStore, until } from "./test-kit/test-store.ts";

const TABLES = ["events", "observables", "matches", "schema_migrations"];
const CALLS = "fsync,fdatasync,rename,renameat,renameat2,write,writev,sendmsg,sendto";
const OBSERVABLE = { kind: "ip", value: "192.0.2.1" };

test("every table writes to the disk before it answers, and so do its merges", async () => {
  await using test = await createTestStore();
  for (const table of TABLES) {
    const settings = await askOne(
      test.client,
      `SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = '${table}'`,
    );
    for (const setting of ["fsync_after_insert", "fsync_part_directory", "min_rows_to_fsync_after_merge"])
      assert.match(String(settings), new RegExp(`${setting} = 1\\b`), `${table}: ${settings}`);
  }
});

/** The system calls of the engine while an event is appended; undefined where they cannot be watched. */
async function watchAppend(store: TestStore): Promise<string[] | undefined> {
  if (spawnSync("strace", ["-V"]).error !== undefined) return undefined;
  const file = join(store.directory, `calls-${Math.random()}`);
  const engine = String(store.store.engineProcessId);
  const strace = spawn("strace", ["-f", "-y", "-s", "16", "-e", `trace=${CALLS}`, "-o", file, "-p", engine]);
  if (!(await isAttached(strace))) return undefined;
  await store.store.append({ events: [anEvent(1, { observables: [OBSERVABLE] })], matches: [] });
  const end = once(strace, "exit");
  strace.kill("SIGINT");
  await end;
  return readFileSync(file, "utf8").split("\n");
}

/** It may not: of another's process, or in a container without the right to. */
async function isAttached(strace: ChildProcess): Promise<boolean> {
  let said = "";
  strace.stderr?.on("data", (chunk) => {
    said += String(chunk);
  });
  await until("strace is attached or has ended", () => / attached/.test(said) || strace.exitCode !== null);
  return / attached/.test(said);
}

/** Each new part: its data is on the disk when it gets its name, and its name when the answer goes out. */
function isDurableBeforeAnswer(calls: readonly string[]): boolean {
  const answer = calls.findLastIndex((call) => /HTTP\/1\.1 200/.test(call));
  const isSynced = (path: string, from: number, to: number) =>
    calls.slice(from, to).some((call) => /\bf(data)?sync\(/.test(call) && call.includes(`${path}>`));
  const parts = calls.flatMap((call, at) => {
    const [, before, after] = /\brename\w*\(.*"([^"]*\/tmp_insert_[^"]*)\/".*"([^"]*)\/"/.exec(call) ?? [];
    return before === undefined || after === undefined ? [] : [{ at, before, after }];
  });
  return (
    parts.length === 2 &&
    parts.every(
      ({ at, before, after }) => isSynced(`${before}/data.bin`, 0, at) && isSynced(after, at, answer),
    )
  );
}

test("an answer comes after the fsync of what it answers for, as the system calls show", async () => {
  await using test = await createTestStore();
  const calls = await watchAppend(test);
  // Without strace, the settings that the first test looks at are all that can be told.
  if (calls !== undefined) assert.ok(isDurableBeforeAnswer(calls), calls.slice(-60).join("\n"));
});

test("the look at the system calls fails with fsync off", async () => {
  await using test = await createTestStore();
  for (const table of ["events", "observables"])
    await test.client.command({
      query: `ALTER TABLE ${table} MODIFY SETTING fsync_after_insert = 0, fsync_part_directory = 0`,
    });
  const calls = await watchAppend(test);
  if (calls !== undefined) assert.ok(!isDurableBeforeAnswer(calls));
});
