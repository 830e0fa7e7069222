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
import { EVER, lookBack } from "./look-back.ts";

let pipeline: TestPipeline;

before(async () => {
  pipeline = await createTestPipeline();
});

after(async () => {
  await pipeline[Symbol.asyncDispose]();
});

const RULES = [
  `
title: Whoami
id: 11111111-1111-4111-8111-111111111111
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\whoami.exe' }
  condition: selection
`,
  `
title: Somebody failed
id: 22222222-2222-4222-8222-222222222222
level: low
logsource: { product: linux }
detection:
  keywords: ['authentication failure']
  condition: keywords
`,
];

const EVENT = fc.oneof(
  fc
    .record({
      number: fc.integer({ min: 1, max: 5 }),
      minute: fc.integer({ min: 0, max: 150 }),
      host: fc.constantFrom("a", "B", "b", ""),
      user: fc.constantFrom("li", "wang", ""),
      image: fc.constantFrom("C:\\whoami.exe", "C:\\cmd.exe"),
      padding: fc.constantFrom("", "x".repeat(40_000)),
    })
    .map(({ number, minute, host, user, image, padding }) => ({
      Channel: "Microsoft-Windows-Sysmon/Operational",
      EventID: 1,
      Computer: host,
      EventRecordID: number,
      "@timestamp": new Date(Date.UTC(2026, 4, 1) + minute * 60_000).toISOString(),
      User: user,
      Padding: padding,
      Image: image,
    })),
  fc
    .integer({ min: 0, max: 59 })
    .map(
      (second) => `<38>May  1 10:00:${String(second).padStart(2, "0")} web1 sshd[7]: authentication failure`,
    ),
  fc.constant("no log at all: authentication failure"),
);

async function alertsOf({ organisationId }: TestSource) {
  const alerts = await pipeline.records.read({ kind: "system", job: "test" }, (tx) =>
    tx.read
      .selectFrom("alerts")
      .selectAll()
      .where("organisation_id", "=", organisationId)
      .orderBy("id")
      .execute(),
  );
  return alerts.map(({ created_at, changed_at, is_retrospective, ...alert }) => alert);
}

async function forgetAlerts({ organisationId }: TestSource): Promise<void> {
  await asHub(pipeline.records, (write) =>
    write.deleteFrom("alerts").where("organisation_id", "=", organisationId).execute(),
  );
}

test("a later pass over the same events gives the alerts that they gave live", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(EVENT, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (lines, pageSize) => {
        const source = await aSource(pipeline);
        const { organisationId } = source;
        await asHub(pipeline.records, (write) =>
          write.updateTable("sources").set({ log_type: "linux" }).where("id", "=", source.id).execute(),
        );
        for (const rule of RULES) await aStoredRule(pipeline, organisationId, rule);
        await send(pipeline, source, lines, { isJsonOnly: false });
        const live = await alertsOf(source);
        await forgetAlerts(source);
        for await (const page of lookBack(pipeline, { ...EVER, organisationId, pageSize }))
          assert.ok(page.events > 0);
        assert.deepEqual(await alertsOf(source), live);
      },
    ),
    { numRuns: 8 },
  );
});

test("a pass that ended in the middle goes on from there, and finds what new rules match", async () => {
  const source = await aSource(pipeline);
  const { organisationId } = source;
  const lines = Array.from({ length: 5 }, (_, index) => ({
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 1,
    Computer: `host-${index}`,
    EventRecordID: index,
    "@timestamp": "2026-05-01T10:00:00Z",
    Image: "C:\\whoami.exe",
  }));
  await send(pipeline, source, lines);
  await aStoredRule(pipeline, organisationId, RULES[0] ?? "");
  const wanted = { ...EVER, organisationId, pageSize: 2 };
  const first = (await lookBack(pipeline, wanted).next()).value;
  assert.ok(first);
  assert.equal((await alertsOf(source)).length, 2);
  const rest: number[] = [];
  for await (const { matches } of lookBack(pipeline, { ...wanted, after: first.position }))
    rest.push(matches);
  assert.deepEqual(rest, [2, 1]);
  assert.equal((await alertsOf(source)).length, 5);
});

test("an alert is retrospective until a live match joins it", async () => {
  const source = await aSource(pipeline);
  const { organisationId } = source;
  const event = {
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 1,
    Computer: "h",
    Image: "C:\\whoami.exe",
  };
  const at = (minute: number) => ({
    ...event,
    EventRecordID: minute,
    "@timestamp": `2026-05-01T10:0${minute}:00Z`,
  });
  const isRetrospective = () =>
    pipeline.records.read({ kind: "system", job: "test" }, (tx) =>
      tx.read
        .selectFrom("alerts")
        .select(["is_retrospective", "match_count"])
        .where("organisation_id", "=", organisationId)
        .execute(),
    );
  await send(pipeline, source, [at(1)]);
  await aStoredRule(pipeline, organisationId, RULES[0] ?? "");
  for await (const _ of lookBack(pipeline, { ...EVER, organisationId }));
  assert.deepEqual(await isRetrospective(), [{ is_retrospective: true, match_count: 1 }]);
  await send(pipeline, source, [at(2)]);
  assert.deepEqual(await isRetrospective(), [{ is_retrospective: false, match_count: 2 }]);
});

test("a pass that meets a live match whose alert was not written raises it as a live one", async () => {
  const source = await aSource(pipeline);
  const { organisationId } = source;
  await aStoredRule(pipeline, organisationId, RULES[0] ?? "");
  const detection = {
    matcher: pipeline.detection.matcher.bind(pipeline.detection),
    raise: async () => {
      throw new Error("killed");
    },
  };
  const line = {
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 1,
    Computer: "h",
    "@timestamp": "2026-05-01T10:00:00Z",
    Image: "C:\\whoami.exe",
  };
  await assert.rejects(send({ ...pipeline, detection }, source, [line]), { message: "killed" });
  for await (const _ of lookBack(pipeline, { ...EVER, organisationId }));
  const rows = await pipeline.records.read({ kind: "system", job: "test" }, (tx) =>
    tx.read
      .selectFrom("alerts")
      .select("is_retrospective")
      .where("organisation_id", "=", organisationId)
      .execute(),
  );
  assert.deepEqual(rows, [{ is_retrospective: false }]);
});
