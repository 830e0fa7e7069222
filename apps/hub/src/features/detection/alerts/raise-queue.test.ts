// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventReader } from "../../../platform/events/index.ts";
import { aSource, aStoredRule, createTestPipeline, send } from "../../../test-kit/hub/test-pipeline.ts";
import type { FoundMatch } from "../matching.ts";
import { RaiseQueue } from "./raise-queue.ts";

const RULE = `
title: Whoami
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\whoami.exe' }
  condition: selection
`;

test("what comes while alerts are raised is raised together, and a failure is that of those who wait for it", async () => {
  await using pipeline = await createTestPipeline();
  const source = await aSource(pipeline);
  const { organisationId } = source;
  await aStoredRule(pipeline, organisationId, RULE);
  const found: FoundMatch[] = [];
  const detection = {
    matcher: pipeline.detection.matcher.bind(pipeline.detection),
    raise: async (_: unknown, matches: readonly FoundMatch[]) => void found.push(...matches),
  };
  const sysmon = (number: number) => ({
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 1,
    Computer: `ws${number}`,
    "@timestamp": "2026-05-01T10:00:00Z",
    Image: "C:\\whoami.exe",
  });
  await send({ ...pipeline, detection }, source, [sysmon(1), sysmon(2), sysmon(3), sysmon(4)]);
  const asked: number[] = [];
  const readAs = (reader: Parameters<typeof pipeline.events.readAs>[0]): EventReader => {
    asked.push(asked.length);
    if (asked.length === 1) throw new Error("the first fails");
    return pipeline.events.readAs(reader);
  };
  const queue = new RaiseQueue({ records: pipeline.records, events: { readAs } });
  const outcomes = await Promise.allSettled(
    found.map((match) => queue.add({ organisationId, matches: [match], isRetrospective: false })),
  );
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["rejected", "fulfilled", "fulfilled", "fulfilled"],
  );
  assert.equal(asked.length, 2);
  const rows = await pipeline.records.read({ kind: "system", job: "test" }, ({ read }) =>
    read.selectFrom("alerts").select("entity").orderBy("entity").execute(),
  );
  assert.deepEqual(
    rows.map(({ entity }) => entity),
    ["ws2", "ws3", "ws4"],
  );
});
