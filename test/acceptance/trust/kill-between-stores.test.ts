// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { freePort, HubProcess, newDataFolder, until } from "./test-kit/hub-process.ts";
import { Operator } from "./test-kit/operator.ts";

const DYING_HUB = join(import.meta.dirname, "../../../apps/hub/src/test-kit/hub/dies-before-alerts.ts");

const RULE = `
title: Signal fire
id: 22222222-2222-4222-8222-222222222222
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\signal-fire.exe' }
  condition: selection
`;

const line = (number: number) =>
  JSON.stringify({
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 1,
    Computer: `ws${number % 2}`,
    EventRecordID: number,
    "@timestamp": `2026-05-01T10:0${number}:00Z`,
    Image: "C:\\signal-fire.exe",
  });

test("a hub that was killed between the matches and their alerts raises them when it starts again", async () => {
  using folder = newDataFolder();
  const options = { dataDir: folder.path, port: await freePort() };
  const first = await HubProcess.start(options);
  const operator = await Operator.setUp(first.origin, first.setupToken);
  await operator.addRule(RULE);
  const source = await operator.addSource("dc1");
  await first.stop();
  const lines = [1, 2, 3].map(line).join("\n");
  const args = [DYING_HUB, folder.path, operator.organisationId, source.id, lines];
  const dying = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  assert.deepEqual(await once(dying, "close"), [null, "SIGKILL"]);
  await using _again = await HubProcess.start(options);
  await until("the alerts are there", async () => (await operator.alerts()).length === 2);
  const alerts = await operator.alerts();
  assert.deepEqual(
    alerts.map(({ entity, matchCount, isRetrospective }) => [entity, matchCount, isRetrospective]).sort(),
    [
      ["ws0", 1, false],
      ["ws1", 2, false],
    ],
  );
});
