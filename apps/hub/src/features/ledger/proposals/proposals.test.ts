// SPDX-License-Identifier: Apache-2.0
/** Hosts that logs tell of, from the ingest to the ledger, through HTTP. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ASSET, ASSETS, BULK_OUTCOME, HOST_PROPOSALS, SOURCE_KEY, SYSTEM } from "@fengsui/contract";
import type { OrganisationId } from "../../../platform/records/index.ts";
import { anOrganisation } from "../../../test-kit/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../../test-kit/web/index.ts";

const ROOT = "/api/v1/ledger";
let hub: TestHub;

before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

interface Watched {
  readonly id: OrganisationId;
  readonly browser: Browser;
  readonly source: { readonly id: string; readonly key: string };
}

async function aWatchedOrganisation(): Promise<Watched> {
  const id = await anOrganisation(hub.records);
  const { browser } = await aSignedInPerson(hub, { roles: [[id, "manager"]] });
  const source = await browser.json("POST", "/api/v1/sources", { organisationId: id, name: "dc" });
  return { id, browser, source: SOURCE_KEY.parse(source) };
}

let count = 0;

async function deliver({ source }: Watched, hosts: readonly string[], day = "2026-05-01"): Promise<void> {
  const lines = hosts.map((Computer, at) =>
    JSON.stringify({
      Channel: "Security",
      EventID: 4624,
      Computer,
      EventRecordID: ++count,
      "@timestamp": `${day}T10:${String(at).padStart(2, "0")}:00Z`,
    }),
  );
  const response = await fetch(new URL("/ingest/v1/events", hub.address), {
    method: "POST",
    headers: { authorization: `Bearer ${source.key}`, "content-type": "application/x-ndjson" },
    body: lines.join("\n"),
  });
  assert.equal(response.status, 200, await response.text());
}

async function look({ browser }: Watched): Promise<void> {
  const response = await browser.send("POST", `${ROOT}/host-proposals/look`);
  assert.equal(response.status, 204, await response.text());
}

async function proposalsOf({ browser }: Watched, query = "") {
  return HOST_PROPOSALS.parse(await browser.json("GET", `${ROOT}/host-proposals?${query}`)).proposals;
}

async function namesOf(watched: Watched, query = ""): Promise<string[]> {
  return (await proposalsOf(watched, query)).map(({ name }) => name);
}

async function enterHost({ id, browser }: Watched, hostname: string) {
  const identifiers = [{ kind: "hostname", value: hostname }];
  return ASSET.parse(
    await browser.json("POST", `${ROOT}/assets`, { organisationId: id, kind: "host", identifiers }),
  );
}

test("hosts of the logs that the ledger lacks are proposed, with when and by what they were seen", async () => {
  const watched = await aWatchedOrganisation();
  await enterHost(watched, "known");
  await deliver(watched, ["WS1", "KNOWN", "ws1", "known.corp.example", "localhost"]);
  await look(watched);
  const proposals = await proposalsOf(watched);
  assert.deepEqual(proposals, [
    {
      ...proposals[0],
      name: "ws1",
      firstSeenAt: "2026-05-01T10:00:00.000Z",
      lastSeenAt: "2026-05-01T10:02:00.000Z",
      sourceIds: [watched.source.id],
      state: "open",
      candidates: [],
    },
  ]);
  await deliver(watched, ["WS1", "ws2"], "2026-05-03");
  await look(watched);
  await look(watched);
  assert.deepEqual(await namesOf(watched), ["ws2", "ws1"]);
  const [first] = await proposalsOf(watched, "text=WS1");
  assert.deepEqual(
    [first?.firstSeenAt, first?.lastSeenAt],
    ["2026-05-01T10:00:00.000Z", "2026-05-03T10:00:00.000Z"],
  );
});

test("a host that is accepted is an asset of the system, and when it was seen last is known", async () => {
  const watched = await aWatchedOrganisation();
  const { id, browser } = watched;
  await deliver(watched, ["app1.corp.example"]);
  await look(watched);
  const [proposal] = await proposalsOf(watched);
  const system = SYSTEM.parse(
    await browser.json("POST", `${ROOT}/systems`, { organisationId: id, name: "Portal" }),
  );
  const path = `${ROOT}/host-proposals/${proposal?.id}/accept`;
  const asset = ASSET.parse(await browser.json("POST", path, { systemId: system.id }));
  assert.deepEqual([asset.systemId, asset.lastSeenAt], [system.id, proposal?.lastSeenAt]);
  assert.deepEqual(
    asset.identifiers.map(({ kind, value, origin }) => `${kind} ${value} ${origin}`),
    ["fqdn app1.corp.example log", "hostname app1 log"],
  );
  assert.deepEqual(await namesOf(watched), []);
  assert.equal((await problemOf(await browser.send("POST", path, {}))).code, "host_proposal.not_found");
});

test("a host that is ignored does not come back, however often it is seen, until it is reconsidered", async () => {
  const watched = await aWatchedOrganisation();
  const { browser } = watched;
  await deliver(watched, ["printer"]);
  await look(watched);
  const [proposal] = await proposalsOf(watched);
  const path = `${ROOT}/host-proposals/${proposal?.id}`;
  assert.equal((await browser.send("POST", `${path}/ignore`, { reason: "a printer" })).status, 204);
  await deliver(watched, ["PRINTER"], "2026-05-04");
  await look(watched);
  assert.deepEqual(await namesOf(watched), []);
  const [ignored] = await proposalsOf(watched, "state=ignored");
  assert.deepEqual([ignored?.name, ignored?.ignoredReason], ["printer", "a printer"]);
  assert.equal((await browser.send("POST", `${path}/reconsider`)).status, 204);
  assert.deepEqual(await namesOf(watched), ["printer"]);
});

test("a host that may be one of two assets becomes a name of the one that is chosen", async () => {
  const watched = await aWatchedOrganisation();
  const { id, browser } = watched;
  const entered: { id: string }[] = [];
  for (const domain of ["north", "south"]) {
    const identifiers = [{ kind: "fqdn", value: `db1.${domain}.example` }];
    const body = { organisationId: id, kind: "host", identifiers };
    entered.push(ASSET.parse(await browser.json("POST", `${ROOT}/assets`, body)));
  }
  await deliver(watched, ["DB1"]);
  await look(watched);
  const [proposal] = await proposalsOf(watched);
  assert.deepEqual(proposal?.candidates.map((one) => one.id).sort(), entered.map((one) => one.id).sort());
  const path = `${ROOT}/host-proposals/${proposal?.id}/accept`;
  assert.equal((await problemOf(await browser.send("POST", path, {}))).code, "asset.exists");
  const chosen = ASSET.parse(await browser.json("POST", path, { assetId: entered[0]?.id }));
  assert.equal(chosen.id, entered[0]?.id);
  assert.deepEqual(await namesOf(watched), []);
  const { assets } = ASSETS.parse(await browser.json("GET", `${ROOT}/assets`));
  assert.equal(assets.length, 2);
});

test("a host is proposed no more once the ledger has it, and again when that was a mistake", async () => {
  const watched = await aWatchedOrganisation();
  await deliver(watched, ["late"]);
  await look(watched);
  assert.deepEqual(await namesOf(watched), ["late"]);
  const asset = await enterHost(watched, "late");
  assert.deepEqual(await namesOf(watched), []);
  const [name] = asset.identifiers;
  const end = { to: "2026-04-01T00:00:00Z" };
  const path = `${ROOT}/assets/${asset.id}/identifiers/${name?.id}/end`;
  await watched.browser.json("POST", path, end);
  assert.deepEqual(await namesOf(watched), ["late"]);
});

test("an organisation is told of its own hosts alone", async () => {
  const [one, other] = [await aWatchedOrganisation(), await aWatchedOrganisation()];
  await deliver(one, ["secret-host"]);
  await look(other);
  assert.deepEqual(await namesOf(other), []);
  const [proposal] = await proposalsOf(one);
  const foreign = await other.browser.send("POST", `${ROOT}/host-proposals/${proposal?.id}/accept`, {});
  assert.equal((await problemOf(foreign)).code, "host_proposal.not_found");
});

test("several hosts are accepted, ignored and proposed again at once, and what is refused of one stops no other", async () => {
  const watched = await aWatchedOrganisation();
  const { browser } = watched;
  const many = async (verb: string, body: object) =>
    BULK_OUTCOME.parse(await browser.json("POST", `${ROOT}/host-proposals/${verb}`, body));
  await deliver(watched, ["bulk1", "bulk2", "bulk3"]);
  await look(watched);
  const ids = (await proposalsOf(watched)).map(({ id }) => id);
  const system = SYSTEM.parse(
    await browser.json("POST", `${ROOT}/systems`, { organisationId: watched.id, name: "Bulk" }),
  );
  const [first = "", second = "", third = ""] = ids;
  const stranger = await aWatchedOrganisation();
  await deliver(stranger, ["theirs"]);
  await look(stranger);
  const theirs = (await proposalsOf(stranger))[0]?.id ?? "";
  const accepted = await many("accept", { ids: [first, theirs, first], systemId: system.id });
  assert.deepEqual(accepted.doneIds, [first]);
  assert.deepEqual(
    accepted.refused.map(({ id, code }) => [id, code]),
    [[theirs, "host_proposal.not_found"]],
  );
  const { assets } = ASSETS.parse(await browser.json("GET", `${ROOT}/assets?systemId=${system.id}`));
  assert.deepEqual(
    assets.map(({ name, systemName }) => [name, systemName]),
    [["bulk3", "Bulk"]],
  );
  const reason = "Test machines";
  assert.deepEqual((await many("ignore", { ids: [second, third], reason })).doneIds, [second, third]);
  assert.deepEqual(await namesOf(watched), []);
  assert.deepEqual((await many("reconsider", { ids: [third] })).doneIds, [third]);
  assert.deepEqual(await namesOf(watched), ["bulk1"]);
});
