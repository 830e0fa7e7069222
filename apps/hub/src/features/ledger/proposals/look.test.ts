// SPDX-License-Identifier: Apache-2.0
/** The look through new events, on both stores. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { systemPrincipal } from "../../../platform/records/index.ts";
import { aSource, createTestPipeline, send, type TestPipeline } from "../../../test-kit/hub/test-pipeline.ts";
import { lookForHosts } from "./look.ts";

const DAY_MS = 24 * 60 * 60_000;
const NEVER = new AbortController().signal;
let pipeline: TestPipeline;

before(async () => {
  pipeline = await createTestPipeline();
});
after(async () => await pipeline[Symbol.asyncDispose]());

function eventOf(Computer: string, number: number) {
  return {
    Channel: "Security",
    EventID: 4624,
    Computer,
    EventRecordID: number,
    "@timestamp": "2026-04-30T10:00:00Z",
  };
}

async function seen() {
  const rows = await pipeline.records.read(systemPrincipal("test"), ({ read }) =>
    read.selectFrom("seen_hosts").select("name").orderBy("name").execute(),
  );
  return rows.map(({ name }) => name);
}

test("nothing is missed over days without a look, and a look that was stopped goes on from where it was", async () => {
  const source = await aSource(pipeline);
  await lookForHosts(pipeline, NEVER);
  assert.deepEqual(await seen(), []);
  for (const [day, host] of ["a", "b", "c"].entries()) {
    await send(pipeline, source, [eventOf(host, day)]);
    pipeline.clock.advance(DAY_MS);
  }
  const stopped = AbortSignal.abort();
  await lookForHosts(pipeline, stopped);
  assert.deepEqual(await seen(), []);
  await lookForHosts(pipeline, NEVER);
  assert.deepEqual(await seen(), ["a", "b", "c"]);
  await send(pipeline, source, [eventOf("d", 4)]);
  await lookForHosts(pipeline, NEVER);
  assert.deepEqual(await seen(), ["a", "b", "c", "d"]);
});

test("two that look at once find each host once", async () => {
  const source = await aSource(pipeline);
  await send(pipeline, source, [eventOf("e", 1), eventOf("f", 2), eventOf("g", 3)]);
  await Promise.all([1, 2, 3].map(() => lookForHosts(pipeline, NEVER)));
  assert.deepEqual(await seen(), ["a", "b", "c", "d", "e", "f", "g"]);
});

test("pages of hosts hold each of them once, whatever organisation it is of", async () => {
  const sources = [await aSource(pipeline), await aSource(pipeline)];
  for (const [at, source] of sources.entries())
    await send(
      pipeline,
      source,
      [1, 2, 3, 4, 5].map((number) => eventOf(`P${number}`, at * 10 + number)),
    );
  const reader = pipeline.events.readAs({ kind: "system", job: "test" });
  const span = { from: pipeline.clock.now(), to: new Date(pipeline.clock.now().getTime() + 1) };
  const names: string[] = [];
  let last: { organisationId: string; host: string } | undefined;
  do {
    const page = await reader.hosts({ ...span, limit: 3, ...(last !== undefined && { after: last }) });
    names.push(
      ...page.filter(({ host }) => host.startsWith("p")).map((one) => `${one.organisationId} ${one.host}`),
    );
    last = page.at(-1);
  } while (last !== undefined);
  const wanted = sources.flatMap(({ organisationId }) =>
    [1, 2, 3, 4, 5].map((number) => `${organisationId} p${number}`),
  );
  assert.deepEqual(names, wanted.toSorted());
});
