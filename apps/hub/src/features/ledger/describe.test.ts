// SPDX-License-Identifier: Apache-2.0
/** Alerts and whom they are about, from a log line to the system and who answers for it, through HTTP. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ALERT, ALERT_EVIDENCE, ALERTS, ASSET, SOURCE_KEY, SYSTEM } from "@fengsui/contract";
import { ensureAudience, type OrganisationId, systemPrincipal } from "../../platform/records/index.ts";
import { anOrganisation, asHub } from "../../test-kit/records/index.ts";
import { aSignedInPerson, type Browser, startTestHub, type TestHub } from "../../test-kit/web/index.ts";

import { mayBeOf } from "./describe.ts";

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

interface Watched {
  readonly id: OrganisationId;
  readonly browser: Browser;
  readonly key: string;
}

async function aWatchedOrganisation(): Promise<Watched> {
  const id = await anOrganisation(hub.records);
  const { browser } = await aSignedInPerson(hub, { roles: [[id, "manager"]] });
  const source = await browser.json("POST", "/api/v1/sources", { organisationId: id, name: "dc" });
  await browser.json("POST", "/api/v1/rules", { organisationId: id, files: [{ name: "w.yml", text: RULE }] });
  return { id, browser, key: SOURCE_KEY.parse(source).key };
}

async function deliver({ key }: Watched, hosts: readonly string[]): Promise<void> {
  const events = hosts.map((Computer, at) => ({
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 1,
    Computer,
    EventRecordID: at,
    "@timestamp": `2026-05-01T${String(at % 24).padStart(2, "0")}:10:00Z`,
    Image: "C:\\Windows\\whoami.exe",
  }));
  const response = await fetch(new URL("/ingest/v1/events", hub.address), {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
    body: events.map((event) => JSON.stringify(event)).join("\n"),
  });
  assert.equal(response.status, 200, await response.text());
}

async function enter({ id, browser }: Watched, path: string, body: object): Promise<unknown> {
  return await browser.json("POST", `/api/v1/ledger/${path}`, { organisationId: id, ...body });
}

async function alertsOf({ browser }: Watched, query = "") {
  return ALERTS.parse(await browser.json("GET", `/api/v1/alerts?${query}`));
}

test("an alert shows the system that its host is of, the level and who answers, from when the ledger knows it", async () => {
  const watched = await aWatchedOrganisation();
  await deliver(watched, ["WS1.corp.example", "WS2"]);
  const [before] = (await alertsOf(watched)).alerts;
  assert.equal(before?.ledger, null);
  const responsible = [{ name: "Lin Yue", phone: "110" }];
  const system = SYSTEM.parse(
    await enter(watched, "systems", { name: "Dispatch", level: 3, isCritical: true, responsible }),
  );
  const asset = ASSET.parse(
    await enter(watched, "assets", {
      kind: "host",
      systemId: system.id,
      identifiers: [{ kind: "hostname", value: "ws1" }],
    }),
  );
  const { alerts } = await alertsOf(watched, "entity=WS1.corp.example");
  const [alert] = alerts;
  assert.deepEqual(alert?.ledger, {
    assetId: asset.id,
    assetName: "ws1",
    system: { id: system.id, name: "Dispatch", level: 3, isCritical: true },
    responsible: [{ name: "Lin Yue", role: "", phone: "110", email: "", personId: null }],
  });
  const evidence = ALERT_EVIDENCE.parse(await watched.browser.json("GET", `/api/v1/alerts/${alert?.id}`));
  assert.deepEqual(evidence.alert.ledger, alert?.ledger);
  const closed = await watched.browser.json("POST", `/api/v1/alerts/${alert?.id}/close`, {
    verdict: "benign",
  });
  assert.deepEqual(ALERT.parse(closed).ledger, alert?.ledger);
});

test("alerts are filtered by the system and by its level, page by page, and no other is among them", async () => {
  const watched = await aWatchedOrganisation();
  const hosts = Array.from({ length: 24 }, (_, at) => (at % 3 === 0 ? `grid${at}` : `desk${at}`));
  await deliver(watched, [...hosts, "10.9.8.7", "www.grid.example"]);
  const grid = SYSTEM.parse(await enter(watched, "systems", { name: "Grid", level: 4 }));
  const office = SYSTEM.parse(await enter(watched, "systems", { name: "Office", level: 2 }));
  const entered = hosts.map(async (name) => {
    const systemId = name.startsWith("grid") ? grid.id : office.id;
    await enter(watched, "assets", {
      kind: "host",
      systemId,
      identifiers: [{ kind: "hostname", value: name }],
    });
  });
  await Promise.all(entered);
  for (const [kind, value] of [
    ["network", "10.9.0.0/16"],
    ["domain", "grid.example"],
  ])
    await enter(watched, "assets", { kind, systemId: grid.id, identifiers: [{ kind, value }] });
  const wanted = [...hosts.filter((name) => name.startsWith("grid")), "10.9.8.7", "www.grid.example"].sort();
  for (const query of [`systemId=${grid.id}`, "minSystemLevel=3"]) {
    const seen: string[] = [];
    for (let after = ""; ; ) {
      const { alerts, next } = await alertsOf(watched, `${query}&limit=3${after}`);
      seen.push(...alerts.map(({ entity }) => entity));
      if (next === null) break;
      after = `&after=${next}`;
    }
    assert.deepEqual(seen.toSorted(), wanted, query);
  }
  assert.equal((await alertsOf(watched, "minSystemLevel=5")).alerts.length, 0);
  for (const fewAssets of [0, 1000]) {
    const entities = await hub.records.read(systemPrincipal("test"), async (tx) => {
      const condition = await mayBeOf(tx, { systemId: grid.id }, fewAssets);
      const query = tx.read.selectFrom("alerts").select("entity").where("organisation_id", "=", watched.id);
      return (await query.where(condition).execute()).map(({ entity }) => entity);
    });
    assert.deepEqual(entities.sort(), wanted, `${fewAssets}`);
  }
});

test("alerts are filtered by the asset that they are about, whether or not it is of a system", async () => {
  const watched = await aWatchedOrganisation();
  await deliver(watched, ["ws1.corp.example", "ws2", "10.1.2.3"]);
  const identifiers = [
    { kind: "hostname", value: "ws1" },
    { kind: "ip", value: "10.1.2.3" },
  ];
  const asset = ASSET.parse(await enter(watched, "assets", { kind: "host", identifiers }));
  const other = { kind: "host", identifiers: [{ kind: "hostname", value: "ws2" }] };
  await enter(watched, "assets", other);
  const { alerts } = await alertsOf(watched, `assetId=${asset.id}`);
  assert.deepEqual(alerts.map(({ entity }) => entity).sort(), ["10.1.2.3", "ws1.corp.example"]);
  assert.equal((await alertsOf(watched, `assetId=${asset.id}&minSystemLevel=1`)).alerts.length, 0);
});

test("who sees an alert that was shared, but not the ledger of its organisation, is not told whose the host is", async () => {
  const watched = await aWatchedOrganisation();
  const other = await aWatchedOrganisation();
  await deliver(watched, ["WS1"]);
  for (const { id, browser } of [watched, other])
    await enter({ id, browser, key: "" }, "assets", {
      kind: "host",
      identifiers: [{ kind: "hostname", value: "ws1" }],
    });
  await asHub(hub.records, async (write) => {
    const audience_id = await ensureAudience(write, { owner: watched.id, marking: "green" });
    await write
      .updateTable("alerts")
      .set({ audience_id })
      .where("organisation_id", "=", watched.id)
      .execute();
  });
  const [own] = (await alertsOf(watched)).alerts;
  const [shared] = (await alertsOf(other)).alerts;
  assert.equal(own?.id, shared?.id);
  assert.notEqual(own?.ledger, null);
  assert.equal(shared?.ledger, null);
});
