// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { announce } from "../../../platform/records/index.ts";
import { silentLogger } from "../../../platform/telemetry/logger.ts";
import {
  aSource,
  aStoredRule,
  createTestPipeline,
  send,
  type TestPipeline,
  type TestSource,
} from "../../../test-kit/hub/test-pipeline.ts";
import { asHub } from "../../../test-kit/records/index.ts";
import { Passes, reconcileAlerts } from "../../detection/index.ts";
import { CorrelationRunner } from "./runner.ts";

let pipeline: TestPipeline;
const MINUTE_MS = 60_000;

before(async () => {
  pipeline = await createTestPipeline();
});
after(async () => await pipeline[Symbol.asyncDispose]());

const FAILED = `
title: Sign-in failed
id: 11111111-1111-4111-8111-111111111111
name: failed
level: low
logsource: { product: windows }
detection:
  selection: { EventID: 4625 }
  condition: selection
`;
const SIGNED_IN = `
title: Signed in
id: 22222222-2222-4222-8222-222222222222
name: signed_in
level: informational
logsource: { product: windows }
detection:
  selection: { EventID: 4624 }
  condition: selection
`;
const GUESSING = `
title: Somebody guesses
id: 33333333-3333-4333-8333-333333333333
level: high
correlation:
  type: event_count
  rules: [failed]
  group-by: [TargetUserName]
  timespan: 10m
  condition: { gte: 3 }
`;
const GUESSED = `
title: Somebody guessed it
id: 44444444-4444-4444-8444-444444444444
level: critical
correlation:
  type: temporal_ordered
  rules: [failed, signed_in]
  group-by: [TargetUserName]
  timespan: 2h
  generate: true
`;

const BEGIN = Date.UTC(2026, 4, 1, 10);

const logon = (number: number, minute: number, user: string, eventId = 4625) => ({
  Channel: "Security",
  EventID: eventId,
  Computer: "dc1",
  EventRecordID: number,
  "@timestamp": new Date(BEGIN + minute * MINUTE_MS).toISOString(),
  TargetUserName: user,
});

async function aWatchedSource(...correlations: string[]): Promise<TestSource> {
  const source = await aSource(pipeline);
  for (const rule of [FAILED, SIGNED_IN]) await aStoredRule(pipeline, source.organisationId, rule, "low");
  for (const text of correlations) await add(source, text);
  return source;
}

async function add(
  { organisationId }: TestSource,
  text: string,
  kind: "correlation" | "filter" = "correlation",
) {
  return await aStoredRule(pipeline, organisationId, text, "high", kind);
}

function newRunner(more: { readonly maxEvents?: number } = {}): CorrelationRunner {
  const { correlations } = pipeline.detection;
  return new CorrelationRunner({ ...pipeline, ...more, correlations, logger: silentLogger });
}

async function workOut(more: { readonly maxEvents?: number } = {}): Promise<void> {
  await using runner = newRunner(more);
  runner.wake();
  await runner.whenIdle();
}

async function alertsOf({ organisationId }: TestSource) {
  return await pipeline.records.read({ kind: "system", job: "test" }, async ({ read }) => {
    const alerts = await read
      .selectFrom("alerts")
      .select(["id", "title", "level", "entity", "match_count", "first_event_at", "last_event_at"])
      .select(["is_retrospective", "window_start"])
      .where("organisation_id", "=", organisationId)
      .orderBy("title")
      .orderBy("window_start")
      .orderBy("entity")
      .execute();
    const parts = await read
      .selectFrom("alert_parts")
      .select(["alert_id", "event_id"])
      .where("organisation_id", "=", organisationId)
      .orderBy("event_id")
      .execute();
    return alerts.map(({ id, ...alert }) => ({
      ...alert,
      events: parts.filter(({ alert_id }) => alert_id === id).map(({ event_id }) => event_id),
    }));
  });
}

async function titlesOf(source: TestSource) {
  return (await alertsOf(source)).map(({ title, match_count, events }) => [
    title,
    match_count,
    events.length,
  ]);
}

test("what rules found makes an alert together, with its events; by itself it is none", async () => {
  const source = await aWatchedSource(GUESSING);
  await send(pipeline, source, [logon(1, 1, "li"), logon(2, 2, "wang")]);
  await send(pipeline, source, [logon(3, 3, "LI")]);
  await workOut();
  assert.deepEqual(await titlesOf(source), []);
  // What is added to again and again is not worked out each time at once.
  pipeline.clock.advance(10 * MINUTE_MS);
  await send(pipeline, source, [logon(4, 8, "Li"), logon(5, 9, "wang")]);
  await workOut();
  const [alert, ...others] = await alertsOf(source);
  assert.ok(alert !== undefined && others.length === 0);
  assert.deepEqual(
    [alert.title, alert.level, alert.entity, alert.match_count],
    ["Somebody guesses", "high", "li", 3],
  );
  assert.equal(alert.events.length, 3);
  assert.deepEqual(
    [alert.first_event_at, alert.last_event_at].map((time) => (time.getTime() - BEGIN) / MINUTE_MS),
    [1, 8],
  );
  assert.equal(alert.is_retrospective, false);
});

test("an hour of more events than are looked at is known as such, and its alert; worked out as a whole, no more", async () => {
  const source = await aWatchedSource(GUESSING);
  const cut = async () =>
    await pipeline.records.read({ kind: "system", job: "test" }, async ({ read }) => {
      const of = (table: "alerts" | "correlation_windows") =>
        read
          .selectFrom(table)
          .select("is_cut")
          .where("organisation_id", "=", source.organisationId)
          .execute();
      return [...(await of("alerts")), ...(await of("correlation_windows"))].map(({ is_cut }) => is_cut);
    });
  await send(pipeline, source, [logon(1, 1, "li"), logon(2, 2, "li"), logon(3, 3, "li")]);
  await workOut({ maxEvents: 3 });
  assert.deepEqual(await cut(), [true, true]);
  pipeline.clock.advance(10 * MINUTE_MS);
  await send(pipeline, source, [logon(4, 4, "li")]);
  await workOut();
  assert.deepEqual(await cut(), [false, false]);
});

test("one that begins in one hour and ends in the next is one alert; its parts are alerts too where it says so", async () => {
  const source = await aWatchedSource(GUESSED);
  await send(pipeline, source, [logon(1, 50, "li"), logon(2, 70, "li", 4624), logon(3, 71, "wang", 4624)]);
  await workOut();
  assert.deepEqual(await titlesOf(source), [
    ["Sign-in failed", 1, 0],
    ["Signed in", 2, 0],
    ["Somebody guessed it", 2, 2],
  ]);
});

test("the alerts do not depend on the order of arrival, on when they are worked out, or on how many work", async () => {
  const event = fc.record({
    // About a full hour, where one more may move what was found to the hour before.
    minute: fc.oneof(fc.integer({ min: 52, max: 68 }), fc.integer({ min: 0, max: 150 })),
    user: fc.constantFrom("li", "li", "wang"),
    host: fc.constantFrom("dc1", "dc2"),
    eventId: fc.constantFrom(4624, 4625, 4625),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 4, maxLength: 10 }),
      fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 10, maxLength: 10 }),
      fc.integer({ min: 2, max: 5 }),
      async (events, order, size) => {
        const lines = events.map(({ minute, user, eventId, host }, index) => ({
          ...logon(index, minute, user, eventId),
          Computer: host,
        }));
        const [atOnce, inParts] = [
          await aWatchedSource(GUESSING, GUESSED),
          await aWatchedSource(GUESSING, GUESSED),
        ];
        await send(pipeline, atOnce, lines);
        const shuffled = lines
          .map((line, index) => ({ line, at: order[index] ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ line }) => line);
        for (let at = 0; at < shuffled.length; at += size) {
          await send(pipeline, inParts, shuffled.slice(at, at + size));
          await Promise.all([workOut(), workOut()]);
          pipeline.clock.advance(10 * MINUTE_MS);
        }
        await Promise.all([workOut(), workOut()]);
        const told = async (source: TestSource) =>
          (await alertsOf(source)).map(({ events: { length }, ...alert }) => ({ ...alert, length }));
        assert.deepEqual(await told(inParts), await told(atOnce));
      },
    ),
    { numRuns: 4 },
  );
});

test("what a late event shows to have been otherwise goes, unless somebody has taken it in hand", async () => {
  const source = await aWatchedSource(GUESSING);
  const { organisationId } = source;
  const minutes = [58, 59, 61];
  await send(pipeline, source, [
    ...minutes.map((minute) => logon(minute, minute, "li")),
    ...minutes.map((minute) => logon(100 + minute, minute, "wang")),
  ]);
  await workOut();
  const told = async () =>
    (await alertsOf(source)).map(({ entity, window_start }) => [entity, window_start.getUTCHours()]).sort();
  assert.deepEqual(await told(), [
    ["li", 11],
    ["wang", 11],
  ]);
  await asHub(pipeline.records, (write) =>
    write
      .updateTable("alerts")
      .set({ state: "closed", verdict: "benign" })
      .where("organisation_id", "=", organisationId)
      .where("entity", "=", "wang")
      .execute(),
  );
  pipeline.clock.advance(10 * MINUTE_MS);
  await send(pipeline, source, [logon(57, 57, "li"), logon(157, 57, "wang")]);
  await workOut();
  assert.deepEqual(await told(), [
    ["li", 10],
    ["wang", 10],
    ["wang", 11],
  ]);
});

test("a hub that ended after it stored the events finds what is to be made of them", async () => {
  const source = await aWatchedSource(GUESSING);
  const detection = {
    matcher: pipeline.detection.matcher.bind(pipeline.detection),
    raise: async () => {
      throw new Error("killed");
    },
  };
  const lines = [logon(1, 1, "li"), logon(2, 2, "li"), logon(3, 3, "li")];
  await assert.rejects(send({ ...pipeline, detection }, source, lines), { message: "killed" });
  await reconcileAlerts(pipeline);
  await workOut();
  assert.deepEqual(await titlesOf(source), [["Somebody guesses", 3, 3]]);
});

test("a new correlation is worked out from what is stored, and says that it came in retrospect", async () => {
  const source = await aWatchedSource();
  await send(pipeline, source, [logon(1, 1, "li"), logon(2, 2, "li"), logon(3, 3, "li")]);
  const id = await add(source, GUESSING);
  await asHub(pipeline.records, (write) =>
    announce(write, { topic: "rule.changed", payload: { ruleIds: [id] } }),
  );
  await new Passes({ ...pipeline, horizonMs: 24 * 60 * MINUTE_MS, waitMs: 0 }).plan();
  await workOut();
  const found = (await alertsOf(source)).filter(({ title }) => title === "Somebody guesses");
  assert.deepEqual(
    found.map(({ is_retrospective, match_count }) => [is_retrospective, match_count]),
    [[true, 3]],
  );
});

test("what can still change is decided when its time is over", async () => {
  const source = await aWatchedSource(GUESSING.replace("gte: 3", "lt: 3").replace("10m", "30m"));
  const minute = (pipeline.clock.now().getTime() - BEGIN) / MINUTE_MS;
  await send(pipeline, source, [logon(1, minute, "li"), logon(2, minute + 1, "li")]);
  await workOut();
  assert.deepEqual(await titlesOf(source), []);
  pipeline.clock.advance(90 * MINUTE_MS);
  await workOut();
  assert.deepEqual(await titlesOf(source), [["Somebody guesses", 2, 2]]);
});

test("a filter takes something out of what a rule finds", async () => {
  const source = await aWatchedSource();
  const filter = `
title: The scanner fails on purpose
logsource: { product: windows }
filter:
  rules: [failed]
  selection: { TargetUserName: scanner }
  condition: not selection
`;
  await add(source, filter, "filter");
  await send(pipeline, source, [logon(1, 1, "scanner"), logon(2, 2, "li")]);
  assert.deepEqual(await titlesOf(source), [["Sign-in failed", 1, 0]]);
});

test("organisations take turns, whatever one of them has to be worked out", async () => {
  const [many, one] = [await aWatchedSource(GUESSING), await aWatchedSource(GUESSING)];
  const hours = Array.from({ length: 5 }, (_, index) => index * 60);
  await send(
    pipeline,
    many,
    hours.map((minute) => logon(minute, minute, "li")),
  );
  await send(pipeline, one, [logon(1, 1, "li")]);
  const { correlations } = pipeline.detection;
  const turns = [await correlations.next(), await correlations.next()];
  assert.deepEqual(
    new Set(turns.map((window) => window?.organisationId)),
    new Set([many.organisationId, one.organisationId]),
  );
});
