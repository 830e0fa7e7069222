// SPDX-License-Identifier: Apache-2.0
/** What is acknowledged outlives the power: it was synced to the disk before the answer, as the system calls show. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import pg from "pg";
import { chanceOf } from "./test-kit/chance.ts";
import { canTrace, type SystemCall, traceWhile } from "./test-kit/system-calls.ts";
import { startWatchedHub, type WatchedHub } from "./test-kit/watched-hub.ts";

function processesOf({ hub }: WatchedHub): number[] {
  const { postmasterPid } = hub;
  const children = readFileSync(`/proc/${postmasterPid}/task/${postmasterPid}/children`, "utf8");
  return [hub.pid, hub.enginePid, postmasterPid, ...children.trim().split(" ").map(Number)];
}

/** All that is done from the arrival of a batch to its acknowledgement. */
async function traceDelivery(watched: WatchedHub): Promise<SystemCall[] | undefined> {
  const shipper = watched.watched[0]?.shipper;
  const answered = /HTTP\/1\.1 200/;
  const calls = await traceWhile(processesOf(watched), async () => await shipper?.deliver(), answered);
  if (calls === undefined) return undefined;
  const arrival = calls.find(({ name, what }) => name === "read" && /"POST \/elastic\/_bulk/.test(what));
  assert.ok(arrival !== undefined, "the trace shows the request");
  const [socket = ""] = arrival.what.split(",");
  const answer = calls.find(
    ({ pid, name, what, begin }) =>
      pid === arrival.pid &&
      begin > arrival.begin &&
      name.startsWith("write") &&
      what.startsWith(`${socket},`) &&
      what.includes("HTTP/1.1 200"),
  );
  assert.ok(answer !== undefined, "the trace shows the answer");
  return calls.filter(({ begin, end }) => begin >= arrival.begin && end < answer.begin);
}

const isSync = ({ name }: SystemCall) => name === "fsync" || name === "fdatasync";

/** Each part of a table: its data is on the disk when it gets its name, and its name thereafter. */
function areEventsDurable(calls: readonly SystemCall[]): boolean {
  const isSynced = (path: string, after: number, before: number) =>
    calls.some(
      (call) => isSync(call) && call.what.includes(`${path}>`) && call.begin > after && call.end < before,
    );
  const parts = calls.flatMap(({ name, what, begin, end }) => {
    const [, from, to] = /"([^"]*\/tmp_insert_[^"]*)\/".*"([^"]*)\/"/.exec(what) ?? [];
    return name.startsWith("rename") && from !== undefined && to !== undefined
      ? [{ from, to, begin, end }]
      : [];
  });
  const tables = new Set(parts.map(({ to }) => to.replace(/[^/]*$/, "")));
  return (
    tables.size >= 2 && // events and matches, at least
    parts.every(
      ({ from, to, begin, end }) =>
        isSynced(`${from}/data.bin`, -1, begin) &&
        isSynced(from, -1, begin) &&
        isSynced(to, end, Number.POSITIVE_INFINITY),
    )
  );
}

/** Between the commit of each transaction that changed something and its answer, the log of changes is synced. */
function areRecordsDurable(calls: readonly SystemCall[]): boolean {
  const changed = new Set<number>();
  const asked = new Map<number, number>();
  let commits = 0;
  for (const { pid, name, what, begin, end } of calls) {
    if (name === "sendto" && /(INSERT 0|UPDATE|DELETE) [1-9]\d*\\0/.test(what)) changed.add(pid);
    if (name === "recvfrom" && what.includes('"Q\\0\\0\\0\\vcommit')) asked.set(pid, end);
    if (name !== "sendto" || !what.includes("\\vCOMMIT\\0") || !changed.delete(pid)) continue;
    commits += 1;
    const since = asked.get(pid) ?? 0;
    const isLogSynced = (call: SystemCall) =>
      isSync(call) && call.what.includes("/pg_wal/") && call.begin > since && call.end < begin;
    if (!calls.some(isLogSynced)) return false;
  }
  return commits >= 2; // that the batch came, and what came of it
}

/** The tables of the event store without its syncs, as an operator would switch them off: in the store itself. */
async function switchOffEventSyncs({ dataDir }: WatchedHub): Promise<void> {
  for (const table of ["events", "observables", "matches"]) {
    const socketPath = join(dataDir, "events/engine.sock");
    const asking = request({ socketPath, method: "POST", path: "/" });
    asking.end(`ALTER TABLE ${table} MODIFY SETTING fsync_after_insert = 0, fsync_part_directory = 0`);
    const [response] = await once(asking, "response");
    const said = await text(response);
    assert.equal(response.statusCode, 200, said);
  }
}

/** Commits that do not wait for the disk, for the role that ingests; its connections are made anew. */
async function switchOffRecordSyncs({ dataDir }: WatchedHub): Promise<void> {
  const client = new pg.Client({
    host: join(dataDir, "records/socket"),
    user: "postgres",
    database: "fengsui",
  });
  await client.connect();
  await client.query("alter role fengsui_system set synchronous_commit = off");
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'fengsui_system'",
  );
  await client.end();
}

test("what is acknowledged was synced to the disk before, and the look at it fails where it was not", async (t) => {
  if (process.platform !== "linux") return t.skip("not on macOS");
  if (!canTrace()) return t.skip("strace absent");
  await using watched = await startWatchedHub(chanceOf(1));
  await watched.watched[0]?.shipper.deliver(); // what is done only once is done
  const calls = await traceDelivery(watched);
  if (calls === undefined) return t.skip("strace not permitted");
  const shown = () => calls.map(({ pid, name, what }) => `${pid} ${name} ${what.slice(0, 200)}`).join("\n");
  assert.ok(areEventsDurable(calls), shown());
  assert.ok(areRecordsDurable(calls), shown());

  await switchOffEventSyncs(watched);
  const withoutEvents = (await traceDelivery(watched)) ?? [];
  assert.deepEqual([areEventsDurable(withoutEvents), areRecordsDurable(withoutEvents)], [false, true]);
  await switchOffRecordSyncs(watched);
  const withoutBoth = (await traceDelivery(watched)) ?? [];
  assert.deepEqual([areEventsDurable(withoutBoth), areRecordsDurable(withoutBoth)], [false, false]);
});
