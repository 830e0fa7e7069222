// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { z } from "zod";
import { createTestRecords, type TestRecords } from "../../test-kit/records/index.ts";
import { withClient } from "../records/connections.ts";
import { defineJob, Jobs } from "./index.ts";

const PAYLOAD = z.object({ id: z.string() });

let records: TestRecords;

before(async () => {
  records = await createTestRecords();
});

after(async () => {
  await records[Symbol.asyncDispose]();
});

test("what one process sends another does", async () => {
  const job = defineJob({ name: "test.send", payload: PAYLOAD });
  await using sender = await Jobs.open(records.systemAccess);
  await using worker = await Jobs.open(records.systemAccess);
  const done = Promise.withResolvers<string>();
  await sender.send(job, { id: "early" });
  await worker.work(job, async ({ id }) => done.resolve(id));
  assert.equal(await done.promise, "early");
});

test("of a job that is alone one waits and one runs, however often it is sent", async () => {
  const job = defineJob({ name: "test.alone", payload: PAYLOAD, isAlone: true });
  await using jobs = await Jobs.open(records.systemAccess);
  for (let time = 0; time < 3; time++) await jobs.send(job, { id: `${time}` });
  for (let time = 0; time < 2; time++) await jobs.send(job, { id: `${time}` }, { key: "other" });
  const queued = await withClient(records.access.system, async (client) => {
    const { rows } = await client.query("select data from jobs.job where name = $1 order by created_on", [
      job.name,
    ]);
    return rows.map(({ data }) => data.id);
  });
  assert.deepEqual(queued, ["0", "0"]);
});

test("a job that failed is tried again", async () => {
  const job = defineJob({ name: "test.retry", payload: PAYLOAD });
  await using jobs = await Jobs.open(records.systemAccess);
  const failed = Promise.withResolvers<void>();
  await jobs.work(job, async () => {
    failed.resolve();
    throw new Error("as the test wants it");
  });
  await jobs.send(job, { id: "once" });
  await failed.promise;
  await jobs[Symbol.asyncDispose]();
  const state = await withClient(records.access.system, async (client) => {
    const { rows } = await client.query("select state from jobs.job where name = $1", [job.name]);
    return rows[0]?.state;
  });
  assert.equal(state, "retry");
});

test("a job whose process was killed comes again long before its limit", async () => {
  const job = defineJob({ name: "test.killed", payload: PAYLOAD, isAlone: true });
  await using jobs = await Jobs.open(records.systemAccess);
  await jobs.send(job, { id: "orphan" });
  await withClient(records.access.system, async (client) => {
    const taken = "state = 'active', started_on = now(), heartbeat_on = now() - interval '1 minute'";
    const { rowCount } = await client.query(`update jobs.job set ${taken} where name = $1`, [job.name]);
    assert.equal(rowCount, 1);
  });
  const done = Promise.withResolvers<string>();
  await jobs.work(job, async ({ id }) => done.resolve(id));
  assert.equal(await done.promise, "orphan");
});

test("a hub that closes ends the jobs in hand and gives them back", async () => {
  const job = defineJob({ name: "test.close", payload: PAYLOAD });
  const jobs = await Jobs.open(records.systemAccess);
  const begun = Promise.withResolvers<void>();
  await jobs.work(job, async (_payload, signal) => {
    begun.resolve();
    await once(signal, "abort");
    throw new Error("not done");
  });
  await jobs.send(job, { id: "long" });
  await begun.promise;
  await jobs[Symbol.asyncDispose]();
  await assert.rejects(jobs.send(job, { id: "late" }), { code: "records.unavailable" });
});

test("processes that schedule the same job are one schedule", async () => {
  const job = defineJob({ name: "test.schedule", payload: PAYLOAD });
  await using one = await Jobs.open(records.systemAccess);
  await using other = await Jobs.open(records.systemAccess);
  await one.schedule(job, "* * * * *", { id: "-" });
  await other.schedule(job, "*/5 * * * *", { id: "-" });
  const crons = await withClient(records.access.system, async (client) => {
    const { rows } = await client.query("select cron from jobs.schedule where name = $1", [job.name]);
    return rows.map(({ cron }) => cron);
  });
  assert.deepEqual(crons, ["*/5 * * * *"]);
});
