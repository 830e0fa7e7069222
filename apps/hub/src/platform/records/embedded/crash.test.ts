// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { TestFolder } from "../../../test-kit/records/index.ts";
import { withClient } from "../connections.ts";
import { openRecords, type Records, systemPrincipal, unaudited } from "../index.ts";
import { superuserOf } from "./bootstrap.ts";
import { waitUntil } from "./wait.ts";

const ROUNDS = 3;
const WRITERS = 4;
const RECOVERY_MS = 30_000;
const JOB = systemPrincipal("test");
const ANOTHER = systemPrincipal("another");
const WRITING_HUB = fileURLToPath(new URL("../../../test-kit/records/writing-hub.ts", import.meta.url));

async function write(records: Records, number: number): Promise<void> {
  const payload = JSON.stringify({ number });
  await records.transaction(JOB, (tx) =>
    unaudited(tx, "a test of durability", (writer) =>
      writer.insertInto("outbox").values({ topic: "test", payload }).execute(),
    ),
  );
}

async function storedNumbers(records: Records): Promise<Map<number, number>> {
  const rows = await records.read(JOB, (tx) =>
    tx.read.selectFrom("outbox").select("payload").where("topic", "=", "test").execute(),
  );
  const counts = new Map<number, number>();
  for (const { payload } of rows) {
    const number = Number(Object.values(Object(payload))[0]);
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  return counts;
}

/** Writes until told to stop; what fails is not tried again. */
class Load {
  readonly acknowledged: number[] = [];
  readonly refused: unknown[] = [];
  #isOver = false;
  #next = 0;
  readonly #writers: Promise<unknown>;

  constructor(records: Records) {
    this.#writers = Promise.all(Array.from({ length: WRITERS }, () => this.#run(records)));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#writers;
  }

  async progress(rows: number): Promise<void> {
    const goal = this.acknowledged.length + rows;
    assert.ok(await waitUntil(() => this.acknowledged.length >= goal, RECOVERY_MS), "no progress");
  }

  async #run(records: Records): Promise<void> {
    while (!this.#isOver) {
      const number = ++this.#next;
      try {
        await write(records, number);
        this.acknowledged.push(number);
      } catch (error) {
        this.refused.push(error);
      }
    }
  }
}

function postmasterPid(dataDir: string): number {
  return Number.parseInt(readFileSync(join(dataDir, "records/cluster/postmaster.pid"), "utf8"), 10);
}

async function backendPid(dataDir: string): Promise<number> {
  return await withClient(superuserOf(join(dataDir, "records/socket")), async (client) => {
    const { rows } = await client.query("select pid from pg_stat_activity where datname = 'fengsui' limit 1");
    return Number(rows[0]?.pid);
  });
}

const VICTIMS = [async (dataDir: string) => postmasterPid(dataDir), backendPid];

test("no acknowledged row is lost when PostgreSQL is killed again and again, and it comes back by itself", async () => {
  using folder = new TestFolder();
  await using records = await openRecords({ dataDir: folder.path });
  const load = new Load(records);
  for (let round = 1; round <= ROUNDS; round++) {
    for (const pidOf of VICTIMS) {
      await load.progress(50);
      process.kill(await pidOf(folder.path), "SIGKILL");
      await load.progress(50);
    }
  }
  await load.stop();
  const stored = await storedNumbers(records);
  assert.deepEqual(
    load.acknowledged.filter((number) => stored.get(number) !== 1),
    [],
  );
  assert.ok(load.refused.length > 0, "no write was under way when it was killed");
  for (const error of load.refused)
    assert.equal(
      error instanceof Error && "code" in error && error.code,
      "records.unavailable",
      String(error),
    );
});

/** A process that ended, and that nobody has buried yet, runs no more. */
function isRunning(pid: number): boolean {
  const state = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
  return state !== "" && !state.startsWith("Z");
}

test("no acknowledged row is lost when the hub is killed, and the next start ends what it left running", async () => {
  using folder = new TestFolder();
  for (let round = 1; round <= 2; round++) {
    const hub = spawn(process.execPath, [WRITING_HUB, folder.path], { stdio: ["ignore", "pipe", "inherit"] });
    let seen = 0;
    createInterface({ input: hub.stdout }).on("line", (line) => {
      seen = Number(line);
      if (seen === 100) hub.kill("SIGKILL");
    });
    await once(hub, "close");
    assert.ok(seen >= 100, `the hub ended after ${seen} rows`);
    const orphan = postmasterPid(folder.path);
    await using records = await openRecords({ dataDir: folder.path });
    assert.notEqual(postmasterPid(folder.path), orphan);
    assert.ok(!isRunning(orphan), "what the killed hub left is still running");
    const { size } = await storedNumbers(records);
    assert.ok(size >= seen, `${seen} were acknowledged, ${size} are stored`);
  }
});

test("a transaction begun while the database is away waits for it; one that was under way fails and may be retried", async () => {
  using folder = new TestFolder();
  await using records = await openRecords({ dataDir: folder.path });
  const underWay = records.transaction(JOB, async (tx) => {
    process.kill(postmasterPid(folder.path), "SIGKILL");
    await assert.rejects(
      records.read(ANOTHER, () => Promise.reject(new Error("mine"))),
      /mine/,
    );
    await tx.read.selectFrom("outbox").select("id").execute();
  });
  await assert.rejects(underWay, { code: "records.unavailable", status: 503 });
  await write(records, 1);
  assert.equal((await storedNumbers(records)).get(1), 1);
});
