// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import {
  aSource,
  aStoredRule,
  createTestPipeline,
  send,
  type TestPipeline,
  type TestSource,
} from "../../../test-kit/hub/test-pipeline.ts";
import { asHub } from "../../../test-kit/records/index.ts";

let pipeline: TestPipeline;

before(async () => {
  pipeline = await createTestPipeline();
});

after(async () => {
  await pipeline[Symbol.asyncDispose]();
});

const WHOAMI = `
title: Whoami
id: 11111111-1111-4111-8111-111111111111
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\whoami.exe' }
  condition: selection
`;

function sysmon(number: number, time: string, extra: object = {}) {
  return {
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 1,
    Computer: "ws1.example.org",
    EventRecordID: number,
    UtcTime: time,
    "@timestamp": time,
    Image: "C:\\Windows\\whoami.exe",
    ...extra,
  };
}

async function storedCount(source: TestSource): Promise<number> {
  return await pipeline.events.readAs({ kind: "system", job: "test" }).count({
    from: new Date(0),
    to: new Date("2100-01-01"),
    sourceId: source.id,
  });
}

async function alertsOf({ organisationId }: TestSource) {
  return await pipeline.records.read({ kind: "system", job: "test" }, (tx) =>
    tx.read
      .selectFrom("alerts")
      .select([
        "id",
        "entity",
        "entity_kind",
        "match_count",
        "window_start",
        "first_event_at",
        "last_event_at",
        "is_retrospective",
        "suppression_id",
      ])
      .where("organisation_id", "=", organisationId)
      .orderBy("window_start")
      .orderBy("entity")
      .execute(),
  );
}

test("an event that a rule matches is stored and is an alert when the batch is acknowledged", async () => {
  const source = await aSource(pipeline);
  await aStoredRule(pipeline, source.organisationId, WHOAMI);
  const outcome = await send(pipeline, source, [
    sysmon(1, "2026-05-01T10:10:00Z"),
    sysmon(2, "2026-05-01T10:20:00Z"),
    sysmon(3, "2026-05-01T11:05:00Z"),
    sysmon(4, "2026-05-01T11:06:00Z", { Image: "C:\\Windows\\cmd.exe" }),
  ]);
  assert.deepEqual([outcome.accepted, outcome.duplicate, outcome.rejected.length], [4, 0, 0]);
  assert.equal(await storedCount(source), 4);
  const alerts = await alertsOf(source);
  assert.deepEqual(
    alerts.map((alert) => [
      alert.entity_kind,
      alert.entity,
      alert.match_count,
      alert.window_start.toISOString(),
    ]),
    [
      ["host", "ws1.example.org", 2, "2026-05-01T10:00:00.000Z"],
      ["host", "ws1.example.org", 1, "2026-05-01T11:00:00.000Z"],
    ],
  );
  assert.equal(alerts[0]?.first_event_at.toISOString(), "2026-05-01T10:10:00.000Z");
  assert.equal(alerts[0]?.last_event_at.toISOString(), "2026-05-01T10:20:00.000Z");
});

test("a batch that is sent again is all duplicates and raises no count", async () => {
  const source = await aSource(pipeline);
  await aStoredRule(pipeline, source.organisationId, WHOAMI);
  const lines = [sysmon(1, "2026-05-01T10:10:00Z"), { message: "no number and no time" }, "{}"];
  await send(pipeline, source, lines);
  const alerts = await alertsOf(source);
  pipeline.clock.advance(9 * 60_000);
  const outcome = await send(pipeline, source, lines);
  assert.deepEqual([outcome.accepted, outcome.duplicate], [0, 3]);
  assert.equal(await storedCount(source), 3);
  assert.deepEqual(await alertsOf(source), alerts);
});

test("after ten minutes only what has an identity of its own is a duplicate", async () => {
  const source = await aSource(pipeline);
  const lines = [sysmon(1, "2026-05-01T10:10:00Z"), { message: "no number and no time" }];
  await send(pipeline, source, lines);
  pipeline.clock.advance(10 * 60_000 + 1);
  const outcome = await send(pipeline, source, lines);
  assert.deepEqual([outcome.accepted, outcome.duplicate], [1, 1]);
});

test("an idempotency key holds for a day and does not swallow other content", async () => {
  const source = await aSource(pipeline);
  await send(pipeline, source, [{ message: "one" }], { idempotencyKey: "k" });
  pipeline.clock.advance(60 * 60_000);
  const again = await send(pipeline, source, [{ message: "one" }], { idempotencyKey: "k" });
  const other = await send(pipeline, source, [{ message: "two" }], { idempotencyKey: "k" });
  assert.deepEqual([again.accepted, again.duplicate], [0, 1]);
  assert.deepEqual([other.accepted, other.duplicate], [1, 0]);
});

test("two events with one record number and different content are two", async () => {
  const source = await aSource(pipeline);
  const time = "2026-05-01T10:10:00Z";
  const outcome = await send(pipeline, source, [
    sysmon(1, time),
    sysmon(1, time, { User: "li" }),
    sysmon(1, time),
  ]);
  assert.deepEqual([outcome.accepted, outcome.duplicate], [2, 1]);
});

test("the same event from two sources is two, as a source speaks for itself alone", async () => {
  const one = await aSource(pipeline);
  const other = await aSource(pipeline, one.organisationId);
  const event = sysmon(1, "2026-05-01T10:10:00Z");
  assert.equal((await send(pipeline, one, [event])).accepted, 1);
  assert.equal((await send(pipeline, other, [event])).accepted, 1);
});

test("what cannot be read is kept with its bytes and the reason, once, and stops nothing else", async () => {
  const source = await aSource(pipeline);
  const lines = ['{"a":1}', '{"a":', "[1]", `${"\u0001\u0002".repeat(200)}`, '{"b":18446744073709551616}'];
  const outcome = await send(pipeline, source, lines);
  assert.deepEqual([outcome.accepted, outcome.rejected.length], [2, 3]);
  await send(pipeline, source, lines);
  const letters = await pipeline.records.read({ kind: "system", job: "test" }, (tx) =>
    tx.read
      .selectFrom("dead_letters")
      .select(["position", "code", "bytes"])
      .where("source_id", "=", source.id)
      .orderBy("position")
      .execute(),
  );
  assert.deepEqual(
    letters.map(({ position, code, bytes }) => [position, code, bytes.toString()]),
    [
      [1, "json.syntax", '{"a":'],
      [2, "json.not_object", "[1]"],
      [3, "input.binary", lines[3]],
    ],
  );
});

test("a rule that is switched on counts from the next batch", async () => {
  const source = await aSource(pipeline);
  const rule = await aStoredRule(pipeline, source.organisationId, WHOAMI);
  const setEnabled = (is_enabled: boolean) =>
    asHub(pipeline.records, (write) =>
      write.updateTable("rules").set({ is_enabled }).where("id", "=", rule).execute(),
    );
  await setEnabled(false);
  await send(pipeline, source, [sysmon(1, "2026-05-01T10:10:00Z")]);
  assert.equal((await alertsOf(source)).length, 0);
  await setEnabled(true);
  await send(pipeline, source, [sysmon(2, "2026-05-01T10:11:00Z")]);
  assert.deepEqual(
    (await alertsOf(source)).map(({ match_count }) => match_count),
    [1],
  );
});

test("the alerts are the same whatever the order and the batches that events arrive in", async () => {
  const events = fc.record({
    number: fc.integer({ min: 1, max: 12 }),
    minute: fc.integer({ min: 0, max: 150 }),
    host: fc.constantFrom("a", "B", "b"),
    user: fc.constantFrom("li", "wang", ""),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(events, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 1000 })),
      async (drawn, batchSize, keys) => {
        const lines = drawn.map(({ number, minute, host, user }) =>
          sysmon(number, new Date(Date.UTC(2026, 4, 1) + minute * 60_000).toISOString(), {
            Computer: host,
            User: user,
          }),
        );
        const shuffled = lines
          .map((line) => ({ line, key: keys.next().value }))
          .sort((one, other) => one.key - other.key)
          .map(({ line }) => line);
        const one = await aSource(pipeline);
        const rule = await aStoredRule(pipeline, one.organisationId, WHOAMI);
        await send(pipeline, one, lines);
        const atOnce = await alertsOf(one);
        await asHub(pipeline.records, (write) =>
          write.deleteFrom("alerts").where("rule_id", "=", rule).execute(),
        );
        // The events are there; what follows from them is made again, in other batches, some of them at once.
        const batches: Promise<unknown>[] = [];
        for (let at = 0; at < shuffled.length; at += batchSize)
          batches.push(send(pipeline, one, shuffled.slice(at, at + batchSize)));
        await Promise.all(batches);
        assert.deepEqual(await alertsOf(one), atOnce);
      },
    ),
    { numRuns: 8 },
  );
});

test("a time without a zone is of the source's time zone, and one without a year of the latest that fits", async () => {
  const source = await aSource(pipeline);
  await asHub(pipeline.records, (write) =>
    write.updateTable("sources").set({ time_zone: "Asia/Shanghai" }).where("id", "=", source.id).execute(),
  );
  const lines = [
    '{"timestamp":"2026-05-01 12:00:00","message":"local"}',
    '{"timestamp":"2026-05-01T12:00:00Z","message":"with a zone"}',
    "<34>Apr 30 23:00:00 fw1 sshd[7]: local, without a year",
    "<34>Dec 31 23:00:00 fw1 sshd[7]: of the year before",
  ];
  await send(pipeline, source, lines, { isJsonOnly: false });
  const found = await pipeline.events
    .readAs({ kind: "system", job: "test" })
    .search({ from: new Date(0), to: new Date("2100-01-01"), sourceId: source.id, limit: 10 });
  assert.deepEqual(found.map(({ time }) => time.toISOString()).sort(), [
    "2025-12-31T15:00:00.000Z",
    "2026-04-30T15:00:00.000Z",
    "2026-05-01T04:00:00.000Z",
    "2026-05-01T12:00:00.000Z",
  ]);
});

test("an event that is far ahead does not say when the source was last heard of", async () => {
  const source = await aSource(pipeline);
  const now = pipeline.clock.now().getTime();
  const at = (ms: number) => ({ "@timestamp": new Date(now + ms).toISOString(), message: `${ms}` });
  await send(pipeline, source, [at(-60_000), at(365 * 24 * 3_600_000)]);
  const lastEvent = async () => {
    const row = await pipeline.records.read({ kind: "system", job: "test" }, (tx) =>
      tx.read.selectFrom("sources").select("last_event_at").where("id", "=", source.id).executeTakeFirst(),
    );
    return row?.last_event_at?.getTime();
  };
  assert.equal(await lastEvent(), now - 60_000);
});
