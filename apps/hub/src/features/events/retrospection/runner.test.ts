// SPDX-License-Identifier: Apache-2.0
/** What becomes of a pass when its worker ends, fails or has to wait. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FengsuiError } from "@fengsui/contract";
import type { Id } from "../../../platform/ids.ts";
import { announce, type RetrospectionState } from "../../../platform/records/index.ts";
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
import { Passes } from "../../detection/index.ts";
import { RetrospectionRunner, type RunnerParts } from "./runner.ts";

let pipeline: TestPipeline;

before(async () => {
  pipeline = await createTestPipeline();
});
after(async () => await pipeline[Symbol.asyncDispose]());

const RULE = `
title: Whoami
id: 11111111-1111-4111-8111-111111111111
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\whoami.exe' }
  condition: selection
`;
const EVENTS = 10;

/** Ten events on ten hosts, and then a rule that they match. */
async function aSourceWithMatches(): Promise<TestSource & { readonly ruleId: Id<"rule"> }> {
  const source = await aSource(pipeline);
  const lines = Array.from({ length: EVENTS }, (_, index) => ({
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 1,
    Computer: `host-${index}`,
    EventRecordID: index,
    "@timestamp": `2026-05-01T10:0${index}:00Z`,
    Image: "C:\\whoami.exe",
  }));
  await send(pipeline, source, lines);
  const ruleId = await aStoredRule(pipeline, source.organisationId, RULE);
  await asHub(pipeline.records, (write) =>
    announce(write, { topic: "rule.changed", payload: { ruleIds: [ruleId] } }),
  );
  return { ...source, ruleId };
}

const IDLE = { isBusy: false, whenSettled: async () => undefined };
const DAY_MS = 24 * 60 * 60_000;

function aRunner(changes: Partial<RunnerParts> = {}): RetrospectionRunner {
  const { records, events, detection, clock } = pipeline;
  const passes = new Passes({ records, clock, horizonMs: 30 * DAY_MS, waitMs: 0 });
  const common = { records, events, detection, passes, ingest: IDLE, logger: silentLogger, pageSize: 2 };
  return new RetrospectionRunner({ ...common, ...changes });
}

/** Until it has nothing to do any more, or has failed. */
async function work(runner: RetrospectionRunner): Promise<void> {
  runner.wake();
  await runner.whenIdle();
  await runner[Symbol.asyncDispose]();
}

async function passOf({ organisationId }: TestSource) {
  return await pipeline.records.read({ kind: "system", job: "test" }, async ({ read }) => ({
    pass: await read
      .selectFrom("retrospections")
      .select(["id", "state", "events_seen", "match_count", "alert_count", "failure"])
      .where("organisation_id", "=", organisationId)
      .executeTakeFirstOrThrow(),
    alerts: await read
      .selectFrom("alerts")
      .select(["entity", "match_count"])
      .where("organisation_id", "=", organisationId)
      .execute(),
  }));
}

async function assertWhole(source: TestSource): Promise<void> {
  const { pass, alerts } = await passOf(source);
  const { state, events_seen, match_count, alert_count, failure } = pass;
  assert.deepEqual([state, events_seen, match_count, alert_count, failure], ["done", "10", "10", "10", null]);
  assert.equal(alerts.length, EVENTS);
  assert.ok(alerts.every(({ match_count: count }) => count === 1));
}

/** Does something else instead, the n-th time that it is called. */
function onCall<Arguments extends unknown[], Result>(
  count: number,
  act: (...args: Arguments) => Promise<Result>,
  instead: () => Promise<never>,
): (...args: Arguments) => Promise<Result> {
  let calls = 0;
  return async (...args) => (++calls === count ? await instead() : await act(...args));
}

test("a worker that ends at any step of a page leaves a pass that another takes to its end", async () => {
  const die = async (): Promise<never> => {
    throw new Error("killed");
  };
  const { detection, events, records } = pipeline;
  const doors: readonly ((page: number) => Partial<RunnerParts>)[] = [
    (page) => ({
      detection: {
        match: onCall(page, detection.match.bind(detection), die),
        raise: detection.raise.bind(detection),
      },
    }),
    (page) => ({
      events: { readAs: events.readAs.bind(events), append: onCall(page, events.append.bind(events), die) },
    }),
    (page) => ({
      detection: {
        match: detection.match.bind(detection),
        raise: onCall(page, detection.raise.bind(detection), die),
      },
    }),
    (page) => {
      const { clock } = pipeline;
      const passes = new Passes({ records, clock, horizonMs: 30 * DAY_MS, waitMs: 0 });
      passes.advance = onCall(page, passes.advance.bind(passes), die);
      passes.fail = async () => undefined;
      return { passes };
    },
  ];
  for (const door of doors)
    for (const page of [1, 3]) {
      const source = await aSourceWithMatches();
      await work(aRunner(door(page)));
      assert.equal((await passOf(source)).pass.state, "running");
      await work(aRunner());
      await assertWhole(source);
    }
});

test("two workers at once on one pass count nothing twice", async () => {
  const source = await aSourceWithMatches();
  await Promise.all([work(aRunner()), work(aRunner()), work(aRunner())]);
  await work(aRunner());
  await assertWhole(source);
});

test("a pass goes on, slowly, while logs come in without a rest", async () => {
  const source = await aSourceWithMatches();
  await work(aRunner({ ingest: { isBusy: true, whenSettled: async () => undefined } }));
  await assertWhole(source);
});

test("a pass does not begin before the batches that met the rules of before are stored", async () => {
  const source = await aSourceWithMatches();
  const settled = Promise.withResolvers<undefined>();
  const asked = Promise.withResolvers<void>();
  const whenSettled = async () => {
    asked.resolve();
    await settled.promise;
  };
  const runner = aRunner({ ingest: { isBusy: false, whenSettled } });
  runner.wake();
  await asked.promise;
  assert.equal((await passOf(source)).pass.state, "waiting");
  settled.resolve(undefined);
  await runner.whenIdle();
  await assertWhole(source);
});

test("a pass that is paused or cancelled in the middle stops after its page, and goes on from there", async () => {
  const source = await aSourceWithMatches();
  const { detection, records } = pipeline;
  const set = (state: RetrospectionState) =>
    asHub(records, (write) =>
      write
        .updateTable("retrospections")
        .set({ state })
        .where("organisation_id", "=", source.organisationId)
        .execute(),
    );
  const raise: typeof detection.raise = async (...args) => {
    await detection.raise(...args);
    await set("paused");
  };
  await work(aRunner({ detection: { match: detection.match.bind(detection), raise } }));
  const { pass, alerts } = await passOf(source);
  assert.deepEqual([pass.state, pass.events_seen, alerts.length], ["paused", "0", 2]);
  await set("running");
  await work(aRunner());
  await assertWhole(source);
});

test("a rule that was switched off before its pass was planned has none", async () => {
  const source = await aSourceWithMatches();
  await asHub(pipeline.records, (write) =>
    write.updateTable("rules").set({ is_enabled: false }).where("id", "=", source.ruleId).execute(),
  );
  await work(aRunner());
  const nothing = pipeline.records.read({ kind: "system", job: "test" }, ({ read }) =>
    read
      .selectFrom("retrospections")
      .select("id")
      .where("organisation_id", "=", source.organisationId)
      .execute(),
  );
  assert.deepEqual(await nothing, []);
});

test("a store that is down is waited for; another failure, again and again, ends the pass with its reason", async () => {
  const source = await aSourceWithMatches();
  const { detection } = pipeline;
  const broken = (error: Error) => ({
    detection: {
      raise: detection.raise.bind(detection),
      match: async () => {
        throw error;
      },
    },
  });
  for (let time = 0; time < 12; time++)
    await work(aRunner(broken(new FengsuiError("events.unavailable", "it is down"))));
  assert.deepEqual((await passOf(source)).pass.state, "running");
  for (let time = 0; time < 10; time++) await work(aRunner(broken(new Error("always"))));
  const { pass } = await passOf(source);
  assert.deepEqual([pass.state, pass.failure], ["failed", "internal.error"]);
});
