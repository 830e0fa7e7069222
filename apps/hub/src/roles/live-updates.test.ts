// SPDX-License-Identifier: Apache-2.0
/** Two organisations on one hub, each with a stream open: what one does the other never hears of. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ALERTS, DEAD_LETTERS, LIVE_NEWS, RULES, SOURCE_KEY } from "@fengsui/contract";
import type { OrganisationId } from "../platform/records/index.ts";
import { anOrganisation } from "../test-kit/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  LiveStream,
  startTestHub,
  type TestHub,
} from "../test-kit/web/index.ts";

let hub: TestHub;

before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

const RULE = `
title: Whoami
id: 11111111-1111-4111-8111-111111111111
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\whoami.exe' }
  condition: selection
`;
const EVENT = {
  Channel: "Microsoft-Windows-Sysmon/Operational",
  EventID: 1,
  Computer: "WS1",
  EventRecordID: 1,
  "@timestamp": "2026-05-01T10:01:00Z",
  Image: "C:\\Windows\\whoami.exe",
};

interface Listening {
  readonly organisationId: OrganisationId;
  readonly browser: Browser;
  readonly stream: LiveStream;
}

async function listen(): Promise<Listening> {
  const organisationId = await anOrganisation(hub.records);
  const { browser } = await aSignedInPerson(hub, { roles: [[organisationId, "manager"]] });
  const { stream } = await LiveStream.open(browser);
  return { organisationId, browser, stream };
}

async function ingest(key: string, body: string): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" };
  const answer = await fetch(new URL("/ingest/v1/events", hub.address), { method: "POST", headers, body });
  assert.equal(answer.status, 200);
}

/** Everything that an organisation can do, and the topic and id of the news that follows each. */
async function* everyChange({
  organisationId,
  browser,
}: Listening): AsyncGenerator<[string, string | undefined]> {
  const source = SOURCE_KEY.parse(
    await browser.json("POST", "/api/v1/sources", { organisationId, name: "dc1" }),
  );
  yield ["source.changed", source.id];
  const files = [{ name: "whoami.yml", text: RULE }];
  await browser.json("POST", "/api/v1/rules", { organisationId, files });
  const [rule] = RULES.parse(await browser.json("GET", "/api/v1/rules")).rules;
  yield ["rule.changed", rule?.id];
  for (const isEnabled of [false, true]) {
    await browser.json("PATCH", `/api/v1/rules/${rule?.id}`, { isEnabled });
    yield ["rule.changed", rule?.id];
  }
  await ingest(source.key, JSON.stringify(EVENT));
  const [alert] = ALERTS.parse(await browser.json("GET", "/api/v1/alerts")).alerts;
  yield ["alert.raised", alert?.id];
  await ingest(source.key, JSON.stringify({ ...EVENT, EventRecordID: 2 }));
  yield ["alert.changed", alert?.id];
  await browser.json("POST", `/api/v1/alerts/${alert?.id}/comments`, { text: "seen" });
  yield ["alert.changed", alert?.id];
  await ingest(source.key, "{not json");
  const [letter] = DEAD_LETTERS.parse(await browser.json("GET", "/api/v1/dead-letters")).deadLetters;
  yield ["dead_letter.changed", letter?.id];
  await browser.send("DELETE", `/api/v1/dead-letters/${letter?.id}`);
  yield ["dead_letter.changed", letter?.id];
}

test("each change is heard in its organisation, and nothing of it in another's", async () => {
  const ours = await listen();
  const theirs = await listen();
  using _streams = new DisposableStack();
  for (const { stream } of [ours, theirs]) _streams.use(stream);
  for await (const [topic, id] of everyChange(ours)) {
    const { data } = await ours.stream.nextOf(topic);
    assert.deepEqual(LIVE_NEWS.parse(data), { organisationId: ours.organisationId, ids: [id] }, topic);
  }
  // The first that the others hear is their own.
  const { organisationId } = theirs;
  const made = await theirs.browser.json("POST", "/api/v1/sources", { organisationId, name: "dc1" });
  const { event, data } = await theirs.stream.next();
  assert.equal(event, "source.changed");
  assert.deepEqual(LIVE_NEWS.parse(data), { organisationId, ids: [SOURCE_KEY.parse(made).id] });
});
