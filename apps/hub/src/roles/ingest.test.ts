// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { EVENTS_PAGE, INGEST_ANSWER, SOURCE_KEY } from "@fengsui/contract";
import { anOrganisation } from "../test-kit/records/index.ts";
import { aSignedInPerson, problemOf, startTestHub } from "../test-kit/web/index.ts";

test("what a source delivers with its key is found by its organisation, and by nobody else", async () => {
  await using hub = await startTestHub();
  const organisationId = await anOrganisation(hub.records);
  const { browser } = await aSignedInPerson(hub, { roles: [[organisationId, "manager"]] });
  const stranger = await aSignedInPerson(hub, { roles: [[await anOrganisation(hub.records), "manager"]] });

  const created = await browser.json("POST", "/api/v1/sources", { organisationId, name: "Firewall" });
  const { key } = SOURCE_KEY.parse(created);
  const now = new Date();
  const line = JSON.stringify({ "@timestamp": now.toISOString(), message: "beacon lit", host: "tower" });
  const deliver = (headers: Record<string, string>) =>
    hub
      .newBrowser()
      .send("POST", "/ingest/v1/events", line, { "content-type": "application/x-ndjson", ...headers });

  assert.equal((await problemOf(await deliver({}))).code, "access.key_required");
  const delivered = await deliver({ authorization: `Bearer ${key}` });
  assert.equal(INGEST_ANSWER.parse(await delivered.json()).accepted, 1);

  const window = new URLSearchParams({
    from: new Date(now.getTime() - 60_000).toISOString(),
    to: new Date(now.getTime() + 60_000).toISOString(),
  });
  const found = EVENTS_PAGE.parse(await browser.json("GET", `/api/v1/events?${window}`));
  assert.deepEqual(
    found.events.map(({ raw }) => raw),
    [line],
  );
  const others = EVENTS_PAGE.parse(await stranger.browser.json("GET", `/api/v1/events?${window}`));
  assert.deepEqual(others.events, []);
});

test("a hub with the role of the ingest alone has no routes for people, and prints no link", async () => {
  await using hub = await startTestHub({ environment: { FENGSUI_ROLES: "ingest" } });
  assert.equal(hub.setupLink, undefined);
  const browser = hub.newBrowser();
  assert.equal((await browser.send("GET", "/api/v1/session")).status, 404);
  assert.equal((await browser.send("POST", "/ingest/v1/events", "{}")).status, 401);
  assert.equal((await browser.send("GET", "/healthz")).status, 200);
});
