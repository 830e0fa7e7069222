// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { RETROSPECTIONS, type Retrospection } from "@fengsui/contract";
import { freePort, HubProcess, newDataFolder, until } from "./test-kit/hub-process.ts";
import { Operator, type SourceAccess } from "./test-kit/operator.ts";

const RULE = `
title: Signal fire
id: 22222222-2222-4222-8222-222222222222
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\signal-fire.exe' }
  condition: selection
`;
const EVENTS = 8_000;
const BATCH = 2_000;
const HOSTS = 50;
const KILLS = 3;

/** Every other one matches. */
const line = (number: number) =>
  JSON.stringify({
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 1,
    Computer: `ws${number % HOSTS}`,
    EventRecordID: number,
    "@timestamp": new Date(Date.UTC(2026, 4, 1, 10) + number).toISOString(),
    Image: Math.floor(number / HOSTS) % 2 === 0 ? "C:\\signal-fire.exe" : "C:\\cmd.exe",
  });

async function ingest(origin: string, { key }: SourceAccess): Promise<void> {
  for (let at = 0; at < EVENTS; at += BATCH) {
    const body = Array.from({ length: BATCH }, (_, index) => line(at + index)).join("\n");
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" };
    const answer = await fetch(new URL("/ingest/v1/events", origin), { method: "POST", headers, body });
    assert.equal(answer.status, 200, await answer.text());
  }
}

async function passOf(operator: Operator): Promise<Retrospection | undefined> {
  return RETROSPECTIONS.parse(await operator.json("GET", "/api/v1/retrospections")).retrospections[0];
}

test("a retrospection goes on after kill -9 where it was, and counts and raises nothing twice", async (t) => {
  using folder = newDataFolder();
  const environment = { FENGSUI_RETROSPECTION_WAIT_SECONDS: "0" };
  const options = { dataDir: folder.path, port: await freePort(), environment };
  let hub = await HubProcess.start(options);
  await using _last = { [Symbol.asyncDispose]: async () => await hub[Symbol.asyncDispose]() };
  const operator = await Operator.setUp(hub.origin, hub.setupToken);
  const source = await operator.addSource("dc1");
  await ingest(hub.origin, source);
  await operator.addRule(RULE);
  let seen = 0;
  let kills = 0;
  for (; kills < KILLS; kills++) {
    await until("it went on", async () => ((await passOf(operator))?.eventsSeen ?? 0) > seen);
    const pass = await passOf(operator);
    if (pass?.state === "done") break;
    await hub.kill();
    hub = await HubProcess.start(options);
    const after = (await passOf(operator))?.eventsSeen ?? 0;
    assert.ok(after >= (pass?.eventsSeen ?? 0));
    seen = after;
  }
  t.diagnostic(`killed ${kills} times on the way`);
  assert.ok(kills > 0);
  await until("it is done", async () => (await passOf(operator))?.state === "done");
  const pass = await passOf(operator);
  assert.deepEqual(
    [pass?.eventsTotal, pass?.eventsSeen, pass?.matchCount, pass?.alertCount],
    [EVENTS, EVENTS, EVENTS / 2, HOSTS],
  );
  const alerts = await operator.alerts();
  assert.equal(alerts.length, HOSTS);
  assert.ok(alerts.every((alert) => alert.isRetrospective && alert.matchCount === EVENTS / 2 / HOSTS));
});
