// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { SOURCE_KEY } from "@fengsui/contract";
import { anOrganisation } from "../test-kit/records/index.ts";
import { aSignedInPerson, startTestHub } from "../test-kit/web/index.ts";

test("what came, what became of it and how the hub is doing are figures for Prometheus", async () => {
  await using hub = await startTestHub();
  const organisationId = await anOrganisation(hub.records);
  const { browser } = await aSignedInPerson(hub, { roles: [[organisationId, "manager"]] });
  const made = await browser.json("POST", "/api/v1/sources", { organisationId, name: "dc1" });
  const headers = {
    authorization: `Bearer ${SOURCE_KEY.parse(made).key}`,
    "content-type": "application/x-ndjson",
  };
  const body = '{"EventID":1}\n{not json\n';
  const answer = await fetch(new URL("/ingest/v1/events", hub.address), { method: "POST", headers, body });
  assert.equal(answer.status, 200);
  const text = await (await hub.newBrowser().send("GET", "/metrics")).text();
  for (const line of [
    'fengsui_ingest_events_total{outcome="accepted"} 1',
    'fengsui_ingest_events_total{outcome="rejected"} 1',
    'fengsui_ingest_batches_total{outcome="acknowledged"} 1',
    'fengsui_ingest_stage_duration_seconds_count{stage="store"} 1',
    "fengsui_matches_total 0",
    "fengsui_event_store_up 1",
    "fengsui_dead_letters 1",
    "fengsui_sources_silent 0",
    "fengsui_live_streams 0",
    'fengsui_deliveries{state="given_up"} 0',
  ])
    assert.ok(text.split("\n").includes(line), `${line}\n${text}`);
  assert.match(text, /^fengsui_disk_free_bytes \d+/m);
  assert.match(text, /^fengsui_jobs_waiting\{job="sources\.watch"\} \d+$/m);
  assert.match(text, /^nodejs_eventloop_lag_p99_seconds /m);
});
