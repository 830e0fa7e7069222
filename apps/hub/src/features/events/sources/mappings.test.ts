// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ALERTS, EVENTS_PAGE, MAPPING_PREVIEW, MAPPING_VERSIONS, SOURCES } from "@fengsui/contract";
import { aColleague, aWatchedOrganisation, startTestHub, type TestHub } from "../../../test-kit/web/index.ts";

let hub: TestHub;
before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

const SAMPLE = {
  when: "01.05.2026 12:00:00",
  box: { name: "pos-7" },
  "actor.id": "li",
  peer: { from: "192.0.2.7", to: "198.51.100.1" },
  prog: "C:\\Windows\\whoami.exe",
};
const MAPPING = {
  time: { path: "when", format: "pattern", pattern: "dd.MM.yyyy HH:mm:ss" },
  host: "box.name",
  user: "actor.id",
  sourceIp: "peer.from",
  destinationIp: "peer.to",
  fields: { Image: "prog" },
  logType: "windows//process_creation",
};

async function aSourceOf(organisation: Awaited<ReturnType<typeof aWatchedOrganisation>>): Promise<string> {
  const { sources } = SOURCES.parse(await organisation.browser.json("GET", "/api/v1/sources"));
  return sources.find(({ organisationId }) => organisationId === organisation.id)?.id ?? assert.fail();
}

async function deliver(key: string, event: object): Promise<void> {
  const response = await fetch(new URL("/ingest/v1/events", hub.address), {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
    body: JSON.stringify(event),
  });
  assert.equal(response.status, 200);
}

test("a mapping is tried on a sample, and its source's events then have time, host and what rules look for", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const { browser, sourceKey } = organisation;
  const id = await aSourceOf(organisation);
  await browser.json("PATCH", `/api/v1/sources/${id}`, { timeZone: "Asia/Shanghai" });
  const trial = { mapping: MAPPING, samples: [JSON.stringify(SAMPLE, null, 2), "{broken"] };
  const preview = MAPPING_PREVIEW.parse(
    await browser.json("POST", `/api/v1/sources/${id}/mapping/trial`, trial),
  );
  const { excerpt: _, ...first } = preview.events[0] ?? assert.fail();
  assert.deepEqual(first, {
    problem: null,
    time: "2026-05-01T04:00:00.000Z",
    host: "pos-7",
    user: "li",
    sourceIp: "192.0.2.7",
    destinationIp: "198.51.100.1",
    logType: "windows/process_creation",
  });
  assert.match(preview.events[1]?.problem ?? "", /JSON/);
  assert.deepEqual(
    preview.fields.map(({ path }) => path),
    ["when", "box.name", "actor.id", "peer.from", "peer.to", "prog"],
  );

  await browser.json("PUT", `/api/v1/sources/${id}/mapping`, { mapping: MAPPING });
  await deliver(sourceKey, SAMPLE);
  const window = "from=2026-05-01T03:00:00Z&to=2026-05-01T05:00:00Z";
  const { events } = EVENTS_PAGE.parse(await browser.json("GET", `/api/v1/events?${window}`));
  assert.deepEqual(
    events.map(({ raw, fields }) => [raw, fields["host.name"], fields["destination.ip"], fields["log.type"]]),
    [[JSON.stringify(SAMPLE), "pos-7", "198.51.100.1", "windows/process_creation"]],
  );
  const { alerts } = ALERTS.parse(await browser.json("GET", "/api/v1/alerts"));
  assert.deepEqual(
    alerts.map(({ title, entity }) => [title, entity]),
    [["Whoami", "pos-7"]],
  );
});

test("the last events, and dead letters, are tried without pasting them", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const { browser, sourceKey } = organisation;
  const id = await aSourceOf(organisation);
  await deliver(sourceKey, { ...SAMPLE, box: { name: "pos-8" } });
  const hostsOf = async (of: string) => {
    const answer = await browser.json("POST", `/api/v1/sources/${id}/mapping/trial`, {
      mapping: MAPPING,
      of,
    });
    return MAPPING_PREVIEW.parse(answer).events.map(({ host }) => host);
  };
  assert.deepEqual(await hostsOf("events"), ["pos-8"]);
  assert.deepEqual(await hostsOf("dead_letters"), []);
});

test("each change of a mapping is a version; who only looks changes none", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const { browser, personId } = organisation;
  const path = `/api/v1/sources/${await aSourceOf(organisation)}/mapping`;
  for (const mapping of [MAPPING, { host: "box.name" }, null]) await browser.json("PUT", path, { mapping });
  const { versions } = MAPPING_VERSIONS.parse(await browser.json("GET", `${path}/versions`));
  assert.deepEqual(
    versions.map(({ version, mapping, createdBy }) => [version, mapping?.host, createdBy]),
    [
      [3, undefined, personId],
      [2, "box.name", personId],
      [1, "box.name", personId],
    ],
  );
  const analyst = await aColleague(hub, organisation, "analyst");
  assert.equal((await analyst.browser.send("PUT", path, { mapping: null })).status, 403);
  const stranger = await aWatchedOrganisation(hub);
  assert.equal((await stranger.browser.send("PUT", path, { mapping: null })).status, 404);
});
