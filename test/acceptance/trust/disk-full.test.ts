// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { newChance } from "./test-kit/chance.ts";
import { freePort, HubProcess, until } from "./test-kit/hub-process.ts";
import { type Delivering, deliver } from "./test-kit/kill-rounds.ts";
import { problemOf } from "./test-kit/operator.ts";
import { FAILED, requireRefused } from "./test-kit/refused-start.ts";
import type { Shipper } from "./test-kit/shipper.ts";
import { mountSmallDisk } from "./test-kit/small-disk.ts";
import { requireAllThere, startWatchedHub, type WatchedHub } from "./test-kit/watched-hub.ts";

async function untilEachDelivers(shippers: readonly Shipper[], { ended }: Delivering): Promise<void> {
  const before = shippers.map(({ batches }) => batches);
  const isAhead = () => shippers.every(({ batches }, index) => batches > (before[index] ?? 0) + 1);
  await Promise.race([until("every shipper delivers", isAhead), ended]);
}

/** What cannot be read goes to the records, much of it: until there is no place for that, either. */
async function fillRecords({ hub, watched }: WatchedHub): Promise<Response> {
  const line = "x".repeat(60_000);
  for (let body = 0; ; body++) {
    const garbage = Array.from({ length: 200 }, (_, index) => `${body} ${index} ${line}`).join("\n");
    const response = await fetch(new URL("/ingest/v1/events", hub.origin), {
      method: "POST",
      headers: { authorization: `Bearer ${watched[0]?.source.key}`, "content-type": "application/x-ndjson" },
      body: garbage,
    });
    if (!response.ok) return response;
  }
}

test("a full disk loses nothing acknowledged, tells senders when to come again, and ingest goes on when there is space", async (t) => {
  using disk = mountSmallDisk(400);
  if (disk === undefined) return t.skip("mount not permitted");
  await using watched = await startWatchedHub(newChance(t), { dataDir: disk.dataDir, batchSize: 400 });
  const shippers = watched.watched.map(({ shipper }) => shipper);
  using delivering = deliver(shippers);
  await untilEachDelivers(shippers, delivering);
  disk.fill(0);
  const isRefused = () => shippers.every(({ refusals }) => refusals.size > 0);
  await Promise.race([until("every shipper is refused", isRefused), delivering.ended]);
  for (const refusal of shippers.flatMap(({ refusals }) => [...refusals.keys()]))
    assert.match(refusal, /^507 (events|records)\.disk_full retry-after \d+$/);
  assert.ok(watched.hub.logged("the disk is full"));

  const refused = await fillRecords(watched);
  assert.match(refused.headers.get("retry-after") ?? "", /^\d+$/);
  // The one that writes, or the one that looks how much is free: whichever comes to it first.
  assert.match((await problemOf(refused)).code, /^(?:records|ingest)\.disk_full$/);
  // A crash on the full disk is the worst: recovery needs space, too.
  for (const pid of [watched.hub.postmasterPid, watched.hub.enginePid]) process.kill(pid, "SIGKILL");
  await until("it was tried", () => watched.hub.logged("PostgreSQL ended by itself"));
  disk.free();
  await untilEachDelivers(shippers, delivering);
  await delivering.stop();
  await requireAllThere(watched);
});

test("a disk too small to begin on is named, and with space the same start succeeds", async (t) => {
  using disk = mountSmallDisk(400);
  if (disk === undefined) return t.skip("mount not permitted");
  const options = { dataDir: disk.dataDir, port: await freePort() };
  disk.fill(20 * 1024 * 1024);
  await requireRefused(options, { exit: FAILED, code: "records.start_failed", says: /200 MB free/ });
  disk.free();
  await using _ = await HubProcess.start(options);
});
