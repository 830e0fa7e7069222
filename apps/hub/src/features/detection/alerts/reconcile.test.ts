// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId } from "../../../platform/ids.ts";
import {
  aSource,
  aStoredRule,
  createTestPipeline,
  send,
  type TestPipeline,
  type TestSource,
} from "../../../test-kit/hub/test-pipeline.ts";
import { asHub } from "../../../test-kit/records/index.ts";
import { reconcileAlerts } from "./reconcile.ts";

let pipeline: TestPipeline;

before(async () => {
  pipeline = await createTestPipeline();
});
after(async () => await pipeline[Symbol.asyncDispose]());

const RULE = `
title: Whoami
id: 11111111-1111-4111-8111-111111111111
level: critical
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\whoami.exe' }
  condition: selection
`;

const sysmon = (number: number, host = "ws1") => ({
  Channel: "Microsoft-Windows-Sysmon/Operational",
  EventID: 1,
  Computer: host,
  EventRecordID: number,
  "@timestamp": `2026-05-01T10:0${number}:00Z`,
  Image: "C:\\whoami.exe",
});

/** Events and matches are stored, and then the hub is no more. */
async function sendAndDie(source: TestSource, lines: readonly unknown[]): Promise<void> {
  const { detection } = pipeline;
  const raise = async () => {
    throw new Error("killed");
  };
  const dying = { ...pipeline, detection: Object.assign(Object.create(detection), { raise }) };
  dying.detection.matcher = detection.matcher.bind(detection);
  await assert.rejects(send(dying, source, lines), { message: "killed" });
}

async function alertsOf({ organisationId }: TestSource) {
  return await pipeline.records.read({ kind: "system", job: "test" }, ({ read }) =>
    read
      .selectFrom("alerts")
      .select(["title", "level", "entity", "match_count", "is_retrospective", "suppression_id"])
      .where("organisation_id", "=", organisationId)
      .orderBy("entity")
      .execute(),
  );
}

test("matches whose alerts were not written are found and raised, as they would have been", async () => {
  const source = await aSource(pipeline);
  await aStoredRule(pipeline, source.organisationId, RULE);
  await send(pipeline, source, [sysmon(1)]);
  await sendAndDie(source, [sysmon(2), sysmon(3, "ws2")]);
  assert.equal(await reconcileAlerts(pipeline), 2);
  const common = { title: "Whoami", level: "critical", is_retrospective: false, suppression_id: null };
  assert.deepEqual(await alertsOf(source), [
    { ...common, entity: "ws1", match_count: 2 },
    { ...common, entity: "ws2", match_count: 1 },
  ]);
  assert.equal(await reconcileAlerts(pipeline), 0);
});

test("what a suppression silences is raised silenced", async () => {
  const source = await aSource(pipeline);
  const { organisationId } = source;
  const ruleId = await aStoredRule(pipeline, organisationId, RULE);
  const id = newId<"suppression">(pipeline.clock);
  await asHub(pipeline.records, (write) =>
    write
      .insertInto("suppressions")
      .values({
        id,
        organisation_id: organisationId,
        rule_id: ruleId,
        conditions: JSON.stringify([{ field: "Computer", equals: "ws1" }]),
        reason: "a test",
        expires_at: new Date("2100-01-01"),
        created_by: null,
      })
      .execute(),
  );
  await sendAndDie(source, [sysmon(1), sysmon(2, "ws2")]);
  assert.equal(await reconcileAlerts(pipeline), 2);
  assert.deepEqual(
    (await alertsOf(source)).map(({ entity, suppression_id }) => [entity, suppression_id]),
    [
      ["ws1", id],
      ["ws2", null],
    ],
  );
});

test("only what was written since the last time is looked at", async () => {
  const source = await aSource(pipeline);
  await aStoredRule(pipeline, source.organisationId, RULE);
  await sendAndDie(source, [sysmon(1)]);
  pipeline.clock.advance(60 * 60_000);
  await asHub(pipeline.records, (write) =>
    write.updateTable("clean_points").set({ at: pipeline.clock.now() }).execute(),
  );
  assert.equal(await reconcileAlerts(pipeline), 0);
  assert.deepEqual(await alertsOf(source), []);
  await sendAndDie(source, [sysmon(2)]);
  assert.equal(await reconcileAlerts(pipeline), 1);
});
