// SPDX-License-Identifier: Apache-2.0
/** Contacts and claims through HTTP, with a real DNS server and real web servers of this machine. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { ANSWERING, CLAIM, CLAIMS, CONTACTS } from "@fengsui/contract";
import { type OrganisationId, systemPrincipal } from "../../platform/records/index.ts";
import { SITE_CERTIFICATE } from "../../test-kit/hub/certificates.ts";
import { openWorld, type World } from "../../test-kit/outside/world.ts";
import { anOrganisation, asHub } from "../../test-kit/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../test-kit/web/index.ts";
import { outsideOf } from "./proofs/outside.ts";
import { Constituency } from "./service.ts";

const DAY_MS = 24 * 3_600_000;
let now = Date.parse("2026-11-30T08:00:00Z");
const clock = { now: () => new Date(now) };
const NETWORKS = ["127.0.0.0/8"];
let world: World;
let hub: TestHub;
let own: OrganisationId;
let centre: OrganisationId;
let administrator: Browser;
let viewer: Browser;
let ofCentre: Browser;
let coordinator: Browser;
let stranger: Browser;

before(async () => {
  world = await openWorld(SITE_CERTIFICATE);
  const environment = { FENGSUI_WEBHOOK_NETWORKS: NETWORKS.join(","), FENGSUI_ROLES: "api" };
  hub = await startTestHub({ clock, outside: world.outside, environment });
  own = await anOrganisation(hub.records);
  centre = await anOrganisation(hub.records);
  await asHub(hub.records, (write) =>
    write.updateTable("organisations").set({ centre_id: centre }).where("id", "=", own).execute(),
  );
  administrator = (await aSignedInPerson(hub, { roles: [[own, "administrator"]] })).browser;
  viewer = (await aSignedInPerson(hub, { roles: [[own, "viewer"]] })).browser;
  ofCentre = (await aSignedInPerson(hub, { roles: [[centre, "viewer"]] })).browser;
  coordinator = (await aSignedInPerson(hub, { roles: [[centre, "viewer"]], hubRole: "coordinator" })).browser;
  const elsewhere = await anOrganisation(hub.records);
  stranger = (await aSignedInPerson(hub, { roles: [[elsewhere, "administrator"]], hubRole: "operator" }))
    .browser;
});
after(async () => {
  await hub[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
beforeEach(() => {
  world.records.clear();
  world.serve = (_, response) => void response.writeHead(404).end();
});

const of = (id: OrganisationId) => `/api/v1/organisations/${id}`;

async function claim(browser: Browser, id: OrganisationId, kind: string, value: string) {
  return CLAIM.parse(await browser.json("POST", `${of(id)}/claims`, { kind, value }));
}

async function check({ id }: { readonly id: string }, address?: string) {
  const body = address === undefined ? {} : { address };
  return CLAIM.parse(await administrator.json("POST", `${of(own)}/claims/${id}/check`, body));
}

async function answering(value: string): Promise<string[]> {
  const path = `/api/v1/constituency?value=${encodeURIComponent(value)}`;
  return ANSWERING.parse(await coordinator.json("GET", path)).organisations.map(({ id }) => id);
}

async function refusal(browser: Browser, method: string, path: string, body?: unknown) {
  return (await problemOf(await browser.send(method, path, body))).code;
}

test("contacts are read by those whom it concerns, and written by its administrators and coordinators", async () => {
  const contacts = [{ role: "incident", name: "Duty desk", phone: "+86 10 0000 0000", hours: "24/7" }];
  const path = `${of(own)}/contacts`;
  assert.equal((await administrator.send("PUT", path, { contacts })).status, 204);
  for (const browser of [administrator, viewer, ofCentre, coordinator]) {
    const [contact] = CONTACTS.parse(await browser.json("GET", path)).contacts;
    assert.deepEqual([contact?.role, contact?.name, contact?.hours], ["incident", "Duty desk", "24/7"]);
  }
  assert.equal(await refusal(stranger, "GET", path), "access.forbidden");
  for (const browser of [viewer, ofCentre, stranger])
    assert.equal(await refusal(browser, "PUT", path, { contacts: [] }), "access.forbidden");
  assert.equal((await coordinator.send("PUT", path, { contacts: [] })).status, 204);
  assert.deepEqual(CONTACTS.parse(await viewer.json("GET", path)).contacts, []);
});

test("a domain is proved by its record, and answers then for what is below it", async () => {
  const made = await claim(administrator, own, "domain", "Port.Example.org");
  assert.equal(made.challenge.record, "_fengsui-challenge.port.example.org");
  assert.equal((await check(made)).outcome, "file_failed", "its certificate is for another name");
  assert.deepEqual(await answering("www.port.example.org"), []);
  world.records.set("_fengsui-challenge.port.example.org", "something else");
  assert.equal((await check(made)).outcome, "other_record");
  world.records.set("_fengsui-challenge.port.example.org", made.challenge.text);
  const proved = await check(made);
  assert.deepEqual([proved.state, proved.method, proved.outcome], ["proved", "dns", "found"]);
  assert.deepEqual(await answering("www.port.example.org"), [own]);
  assert.deepEqual(await answering("otherport.example.org"), []);
  for (const browser of [viewer, ofCentre, coordinator])
    assert.ok(CLAIMS.parse(await browser.json("GET", `${of(own)}/claims`)).claims.length > 0);
  assert.equal(await refusal(stranger, "GET", `${of(own)}/claims`), "access.forbidden");
  assert.equal(
    await refusal(stranger, "GET", "/api/v1/constituency?value=port.example.org"),
    "access.forbidden",
  );
  assert.equal(await refusal(viewer, "POST", `${of(own)}/claims/${made.id}/check`, {}), "access.forbidden");
});

test("a file proves a domain over TLS; no redirect is followed and no large file read", async () => {
  const made = await claim(administrator, own, "domain", "proof.example.org");
  assert.equal((await check(made)).outcome, "file_missing");
  world.serve = (_, response) =>
    void response.writeHead(302, { location: "https://proof.example.org/x" }).end();
  assert.equal((await check(made)).outcome, "file_missing");
  world.serve = (_, response) => void response.end(`${made.challenge.text}\n${"x".repeat(10_000)}`);
  assert.equal((await check(made)).outcome, "file_failed");
  world.serve = (request, response) =>
    void response.end(request.url === "/.well-known/fengsui-challenge.txt" ? made.challenge.text : "no");
  const proved = await check(made);
  assert.deepEqual([proved.state, proved.method], ["proved", "file"]);
});

test("a network is proved by its reverse zone, or from an address within it, and by no other", async () => {
  const zone = await claim(administrator, own, "network", "198.51.100.0/24");
  world.records.set("_fengsui-challenge.100.51.198.in-addr.arpa", zone.challenge.text);
  assert.equal((await check(zone)).method, "dns");
  assert.deepEqual(await answering("198.51.100.7"), [own]);
  assert.deepEqual(await answering("198.51.101.7"), []);
  const path = `${of(own)}/claims/${zone.id}/check`;
  assert.equal(await refusal(administrator, "POST", path, { address: "127.0.0.1" }), "claim.invalid");
});

test("what cannot be looked up a coordinator confirms, with a reason, and nobody else", async () => {
  const made = await claim(administrator, own, "asn", "64500");
  assert.equal((await check(made)).outcome, "by_coordinator_only");
  const path = `${of(own)}/claims/${made.id}/confirm`;
  assert.equal(await refusal(administrator, "POST", path, { note: "ours" }), "access.forbidden");
  assert.equal(await refusal(coordinator, "POST", path, { note: "" }), "http.invalid");
  const confirmed = CLAIM.parse(await coordinator.json("POST", path, { note: "letter of the registry" }));
  assert.deepEqual([confirmed.state, confirmed.method], ["proved", "coordinator"]);
  assert.equal((await check(made)).state, "proved");
  assert.deepEqual(await answering("AS64500"), [own]);
});

test("claims of two on the same stand side by side, seen by coordinators alone; neither wins", async () => {
  const other = await anOrganisation(hub.records);
  const theirs = (await aSignedInPerson(hub, { roles: [[other, "administrator"]] })).browser;
  const mine = await claim(administrator, own, "domain", "shared.example.org");
  const sub = await claim(theirs, other, "domain", "shared.example.org");
  assert.deepEqual(sub.overlaps, []);
  const seen = CLAIMS.parse(await coordinator.json("GET", `${of(own)}/claims`)).claims;
  assert.deepEqual(
    seen.find(({ id }) => id === mine.id)?.overlaps.map(({ organisationId }) => organisationId),
    [other],
  );
  for (const [id, organisation] of [
    [mine.id, own],
    [sub.id, other],
  ] as const)
    await coordinator.json("POST", `${of(organisation)}/claims/${id}/confirm`, { note: "both are named" });
  assert.deepEqual((await answering("shared.example.org")).sort(), [own, other].sort());
  const again = { kind: "domain", value: "shared.example.org" };
  assert.equal(await refusal(administrator, "POST", `${of(own)}/claims`, again), "claim.exists");
});

test("what was proved is looked at again each week; failed three times it is lost, and people are told", async () => {
  const made = await claim(administrator, own, "domain", "fading.example.org");
  const name = "_fengsui-challenge.fading.example.org";
  world.records.set(name, made.challenge.text);
  await check(made);
  world.records.clear();
  const outside = outsideOf({ ...world.outside, networks: NETWORKS });
  const job = new Constituency({ records: hub.records, clock, outside });
  const states: string[] = [];
  for (const days of [7, 1, 1]) {
    now += days * DAY_MS + 1;
    await job.checkDue(new AbortController().signal);
    const fresh = await aSignedInPerson(hub, { roles: [[own, "viewer"]] });
    const claims = CLAIMS.parse(await fresh.browser.json("GET", `${of(own)}/claims`)).claims;
    states.push(claims.find(({ id }) => id === made.id)?.state ?? "");
  }
  assert.deepEqual(states, ["proved", "proved", "lost"]);
  const told = await hub.records.read(systemPrincipal("test"), ({ read }) =>
    read.selectFrom("outbox").select("payload").where("topic", "=", "claim.lost").execute(),
  );
  assert.ok(told.some(({ payload }) => JSON.stringify(payload).includes(made.id)));
});
