// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Id, newId } from "../../../platform/ids.ts";
import { systemPrincipal, wholePerson } from "../../../platform/records/index.ts";
import {
  aSource,
  createTestPipeline,
  send,
  type TestPipeline,
  type TestSource,
} from "../../../test-kit/hub/test-pipeline.ts";
import { aPerson, asHub } from "../../../test-kit/records/index.ts";
import { rateNow } from "./heard.ts";
import { findSource } from "./records.ts";
import { SourceWatch } from "./watch.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let pipeline: TestPipeline;
let watch: SourceWatch;

before(async () => {
  pipeline = await createTestPipeline();
  watch = new SourceWatch(pipeline);
});
after(async () => await pipeline[Symbol.asyncDispose]());

let sent = 0;
async function deliver(source: TestSource, lines = 1, agoMs = 0) {
  const at = new Date(pipeline.clock.now().getTime() - agoMs).toISOString();
  const events = Array.from({ length: lines }, () => ({
    "@timestamp": at,
    message: `${sent++}`,
    EventID: 1,
  }));
  await send(pipeline, source, events);
}

/** Time goes by, and the watch looks every minute. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += MINUTE) {
    pipeline.clock.advance(MINUTE);
    await watch.look();
  }
}

async function rowOf({ id }: TestSource) {
  const row = await pipeline.records.read(systemPrincipal("test"), (tx) => findSource(tx, id));
  assert.ok(row);
  return row;
}

async function set({ id }: TestSource, change: object): Promise<void> {
  await asHub(pipeline.records, (write) =>
    write.updateTable("sources").set(change).where("id", "=", id).execute(),
  );
}

async function alertsOf({ organisationId }: TestSource) {
  const person = await aPerson(pipeline.records, { roles: [[organisationId, "viewer"]] });
  return await pipeline.records.read(wholePerson(person), (tx) =>
    tx.read.selectFrom("alerts").selectAll().orderBy("created_at").execute(),
  );
}

test("what a delivery says of its source is kept: count, rate, lag, and when", async () => {
  const source = await aSource(pipeline);
  await deliver(source, 30, 5_000);
  const first = await rowOf(source);
  assert.deepEqual([first.event_count, first.lag_ms, first.rate_per_second], ["30", "5000", 0.5]);
  assert.deepEqual(first.last_seen_at, pipeline.clock.now());
  pipeline.clock.advance(MINUTE);
  await deliver(source, 30, 1_000);
  const second = await rowOf(source);
  assert.deepEqual([second.event_count, second.lag_ms], ["60", "1000"]);
  assert.ok(Math.abs(second.rate_per_second - 0.5 * (1 + Math.exp(-1))) < 1e-9);
  assert.equal(
    rateNow(second.rate_per_second, second.last_seen_at, new Date(pipeline.clock.now().getTime() + HOUR)),
    0,
  );
});

test("a source that is silent for longer than was set is one alert, which ends when it is back", async () => {
  const source = await aSource(pipeline);
  await set(source, { quiet_seconds: 300 });
  await deliver(source);
  await pass(4 * MINUTE);
  assert.deepEqual(await alertsOf(source), []);
  await pass(10 * MINUTE);
  const [alert, ...others] = await alertsOf(source);
  assert.ok(alert);
  assert.deepEqual(others, []);
  assert.deepEqual(
    [alert.kind, alert.state, alert.source_id, alert.match_count],
    ["source_silent", "open", source.id, 1],
  );
  assert.match(alert.title, /^A source has fallen silent: /);
  await deliver(source);
  await watch.look();
  const [ended] = await alertsOf(source);
  assert.deepEqual(
    [ended?.state, ended?.verdict, ended?.resolved_at],
    ["closed", null, pipeline.clock.now()],
  );
  await pass(10 * MINUTE);
  const again = await alertsOf(source);
  assert.deepEqual(
    again.map(({ state, match_count }) => [state, match_count]),
    [["open", 2]],
  );
});

test("an alert that somebody works on stays open, and says when the source was back", async () => {
  const source = await aSource(pipeline);
  await set(source, { quiet_seconds: 60 });
  await deliver(source);
  await pass(3 * MINUTE);
  const [raised] = await alertsOf(source);
  assert.ok(raised);
  const assignee_id = await aPerson(pipeline.records);
  await asHub(pipeline.records, (write) =>
    write.updateTable("alerts").set({ assignee_id }).where("id", "=", raised.id).execute(),
  );
  await deliver(source);
  await watch.look();
  const [alert] = await alertsOf(source);
  assert.deepEqual([alert?.state, alert?.resolved_at], ["open", pipeline.clock.now()]);
});

test("without a set time, a source is known for a day first, and then has its own rhythm", async () => {
  const source = await aSource(pipeline);
  await deliver(source);
  await pass(2 * HOUR);
  assert.deepEqual(await alertsOf(source), []);
  await deliver(source);
  pipeline.clock.advance(7 * 24 * HOUR - 2 * HOUR);
  await deliver(source);
  await pass(2 * HOUR);
  assert.equal((await alertsOf(source)).length, 0, "it rested for two hours at this time a week ago");
  await pass(HOUR);
  assert.equal((await alertsOf(source)).length, 1);
});

test("a source that is off, not watched or in maintenance is not told of, and nor is one that never sent", async () => {
  const sources = await Promise.all([1, 2, 3, 4].map(() => aSource(pipeline)));
  const [off, unwatched, paused, fresh] = sources;
  assert.ok(off && unwatched && paused && fresh);
  for (const source of sources) await set(source, { quiet_seconds: 60 });
  for (const source of [off, unwatched, paused]) await deliver(source);
  await set(off, { disabled_at: pipeline.clock.now() });
  await set(unwatched, { is_watched: false });
  await set(paused, { watch_from: new Date(pipeline.clock.now().getTime() + 10 * MINUTE) });
  await pass(5 * MINUTE);
  for (const source of sources) assert.deepEqual(await alertsOf(source), []);
  await pass(8 * MINUTE);
  assert.equal((await alertsOf(paused)).length, 1);
});

test("no source is blamed for a time in which the hub was down or its clock was set", async () => {
  const source = await aSource(pipeline);
  await set(source, { quiet_seconds: 600 });
  await deliver(source);
  await watch.look();
  pipeline.clock.advance(5 * HOUR);
  await watch.look();
  assert.deepEqual(await alertsOf(source), []);
  await pass(9 * MINUTE);
  assert.deepEqual(await alertsOf(source), []);
  await pass(2 * MINUTE);
  assert.equal((await alertsOf(source)).length, 1);
});

test("no source is blamed while events cannot be stored", async () => {
  const source = await aSource(pipeline);
  await set(source, { quiet_seconds: 300 });
  await deliver(source);
  const blind = new SourceWatch({ ...pipeline, events: { state: { kind: "starting" } } });
  for (let minute = 0; minute < 20; minute++) {
    pipeline.clock.advance(MINUTE);
    await blind.look();
  }
  assert.deepEqual(await alertsOf(source), []);
});

test("the built-in rule switched off, there is no alert; suppressed, it is silent", async () => {
  const source = await aSource(pipeline);
  await set(source, { quiet_seconds: 60 });
  await deliver(source);
  await pass(3 * MINUTE);
  const [{ rule_id, id } = { rule_id: undefined, id: undefined }] = await alertsOf(source);
  assert.ok(rule_id !== undefined && id !== undefined);
  const other = await aSource(pipeline, source.organisationId);
  await set(other, { quiet_seconds: 60 });
  await suppress(source, rule_id);
  await deliver(other);
  await pass(3 * MINUTE);
  const suppressed = (await alertsOf(source)).filter((alert) => alert.source_id === other.id);
  assert.equal(suppressed.length, 1);
  assert.notEqual(suppressed[0]?.suppression_id, null);
  await asHub(pipeline.records, (write) =>
    write.updateTable("rules").set({ is_enabled: false }).where("id", "=", rule_id).execute(),
  );
  const third = await aSource(pipeline, source.organisationId);
  await set(third, { quiet_seconds: 60 });
  await deliver(third);
  await pass(3 * MINUTE);
  assert.deepEqual(
    (await alertsOf(source)).filter((alert) => alert.source_id === third.id),
    [],
  );
});

async function suppress({ organisationId }: TestSource, ruleId: Id<"rule">): Promise<void> {
  const person = await aPerson(pipeline.records);
  await asHub(pipeline.records, (write) =>
    write
      .insertInto("suppressions")
      .values({
        id: newId<"suppression">(pipeline.clock),
        organisation_id: organisationId,
        rule_id: ruleId,
        reason: "moving house",
        expires_at: new Date(pipeline.clock.now().getTime() + HOUR),
        created_by: person,
      })
      .execute(),
  );
}
