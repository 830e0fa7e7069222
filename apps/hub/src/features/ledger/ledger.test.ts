// SPDX-License-Identifier: Apache-2.0
/** The ledger through HTTP. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  ASSET,
  ASSET_HISTORY,
  ASSETS,
  BULK_OUTCOME,
  MERGE_PROPOSALS,
  ORGANISATION,
  ORGANISATIONS,
  SYSTEM,
  SYSTEMS,
} from "@fengsui/contract";
import type { OrganisationId } from "../../platform/records/index.ts";
import { anOrganisation } from "../../test-kit/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  LiveStream,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../test-kit/web/index.ts";

const ROOT = "/api/v1/ledger";
let hub: TestHub;

before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

interface Member {
  readonly organisationId: OrganisationId;
  readonly browser: Browser;
  readonly id: string;
}

async function aManager(): Promise<Member> {
  const organisationId = await anOrganisation(hub.records);
  return { organisationId, ...(await aSignedInPerson(hub, { roles: [[organisationId, "manager"]] })) };
}

async function enterSystem({ browser, organisationId }: Member, name: string, more: object = {}) {
  return SYSTEM.parse(await browser.json("POST", `${ROOT}/systems`, { organisationId, name, ...more }));
}

async function enterHost(member: Member, given: Readonly<Record<string, string>>, more: object = {}) {
  const identifiers = Object.entries(given).map(([kind, value]) => ({ kind, value }));
  const body = { organisationId: member.organisationId, kind: "host", identifiers, ...more };
  return await member.browser.send("POST", `${ROOT}/assets`, body);
}

async function aHost(member: Member, given: Readonly<Record<string, string>>, more: object = {}) {
  const response = await enterHost(member, given, more);
  assert.equal(response.status, 201, await response.clone().text());
  return ASSET.parse(await response.json());
}

test("an operator adds organisations to the directory, which everybody with an account reads", async () => {
  const { browser } = await aSignedInPerson(hub, { hubRole: "operator" });
  const wanted = {
    name: "Harbour Water",
    sector: "water",
    region: "East",
    kind: "operator",
  };
  const made = ORGANISATION.parse(await browser.json("POST", "/api/v1/organisations", wanted));
  const again = await browser.send("POST", "/api/v1/organisations", wanted);
  assert.equal((await problemOf(again)).code, "organisation.name_taken");
  const changed = await browser.json("PATCH", `/api/v1/organisations/${made.id}`, { region: "West" });
  assert.equal(ORGANISATION.parse(changed).region, "West");

  const member = await aManager();
  const path = "/api/v1/organisations?text=harbour&sector=water&limit=1";
  const found = ORGANISATIONS.parse(await member.browser.json("GET", path));
  assert.deepEqual([found.organisations[0]?.id, found.organisations[0]?.region], [made.id, "West"]);
  const meddling = await member.browser.send("PATCH", `/api/v1/organisations/${made.id}`, { region: "N" });
  assert.equal((await problemOf(meddling)).code, "access.forbidden");
});

test("a list of organisations is read page by page, none twice and none left out", async () => {
  const { browser } = await aManager();
  for (let count = 0; count < 4; count++) await anOrganisation(hub.records, `页 ${count} %_`);
  const seen: string[] = [];
  let after = "";
  for (let page = 0; page < 5; page++) {
    const query = `text=${encodeURIComponent("%_")}&limit=2${after}`;
    const { organisations, next } = ORGANISATIONS.parse(
      await browser.json("GET", `/api/v1/organisations?${query}`),
    );
    seen.push(...organisations.map(({ name }) => name));
    if (next === null) break;
    after = `&after=${next}`;
  }
  assert.deepEqual(seen, ["页 0 %_", "页 1 %_", "页 2 %_", "页 3 %_"]);
});

test("a system is entered with its level and who answers for it, found, changed and retired", async () => {
  const member = await aManager();
  const { browser } = member;
  const system = await enterSystem(member, "Dispatch", {
    purpose: "Dispatch of the grid",
    level: 4,
    isCritical: true,
    guardianId: member.organisationId,
    responsible: [{ name: "Lin Yue", personId: member.id, phone: "110" }],
    measures: [{ name: "Bastion host" }, { name: "Two-factor sign-in", state: "planned" }],
  });
  assert.deepEqual([system.level, system.measures[0]?.state], [4, "in_place"]);
  await enterSystem(member, "Canteen");
  const graded = SYSTEMS.parse(await browser.json("GET", `${ROOT}/systems?minLevel=3&text=grid`));
  assert.deepEqual(
    graded.systems.map(({ id }) => id),
    [system.id],
  );
  const taken = await browser.send("PATCH", `${ROOT}/systems/${system.id}`, { name: "Canteen" });
  assert.equal((await problemOf(taken)).code, "system.name_taken");
  const asset = await aHost(member, { hostname: "d1" }, { systemId: system.id });
  const busy = await browser.send("PATCH", `${ROOT}/systems/${system.id}`, { isRetired: true });
  assert.equal((await problemOf(busy)).code, "system.in_use");
  await browser.json("PATCH", `${ROOT}/assets/${asset.id}`, { isRetired: true });
  const retired = await browser.json("PATCH", `${ROOT}/systems/${system.id}`, { isRetired: true });
  assert.notEqual(SYSTEM.parse(retired).retiredAt, null);
});

test("an analyst keeps assets, but does not grade systems; a viewer reads; another organisation sees nothing", async () => {
  const manager = await aManager();
  const { organisationId } = manager;
  const system = await enterSystem(manager, "Billing");
  const analyst = {
    organisationId,
    ...(await aSignedInPerson(hub, { roles: [[organisationId, "analyst"]] })),
  };
  const asset = await aHost(analyst, { hostname: "b1" }, { systemId: system.id });
  const refused = await analyst.browser.send("PATCH", `${ROOT}/systems/${system.id}`, { level: 1 });
  assert.equal((await problemOf(refused)).code, "access.forbidden");
  const viewer = { organisationId, ...(await aSignedInPerson(hub, { roles: [[organisationId, "viewer"]] })) };
  const list = ASSETS.parse(await viewer.browser.json("GET", `${ROOT}/assets?systemId=${system.id}`));
  assert.equal(list.assets[0]?.id, asset.id);
  const stranger = await aManager();
  assert.deepEqual(ASSETS.parse(await stranger.browser.json("GET", `${ROOT}/assets`)).assets, []);
  for (const path of [`assets/${asset.id}`, `assets/${asset.id}/history`])
    assert.equal(
      (await problemOf(await stranger.browser.send("GET", `${ROOT}/${path}`))).code,
      "asset.not_found",
    );
  const planted = await enterHost(stranger, { hostname: "x" }, { systemId: system.id });
  assert.equal((await problemOf(planted)).code, "system.not_found");
});

test("an asset that the ledger has is not entered again, however it is written", async () => {
  const member = await aManager();
  const asset = await aHost(member, { fqdn: "WS1.Corp.Example", serial: "sn-7" });
  assert.deepEqual(
    asset.identifiers.map(({ kind, value }) => `${kind} ${value}`),
    ["fqdn ws1.corp.example", "hostname ws1", "serial SN-7"],
  );
  for (const again of [{ hostname: "ws1" }, { serial: "SN-7", hostname: "renamed" }]) {
    const problem = await problemOf(await enterHost(member, again));
    assert.equal(problem.code, "asset.exists");
    assert.match(problem.detail ?? "", new RegExp(asset.id));
  }
  assert.equal((await enterHost(member, { hostname: "ws1", serial: "sn-8" })).status, 201);
  const invalid = await problemOf(await enterHost(member, { ip: "127.0.0.1" }));
  assert.deepEqual([invalid.code, invalid.issues?.[0]?.path], ["identifier.invalid", "body.identifiers.0"]);
});

test("a clone becomes an asset of its own and is proposed to be one; refused, it is not proposed again", async () => {
  const member = await aManager();
  const { browser } = member;
  const one = await aHost(member, { machine_guid: "g-1", hostname: "c1" });
  const other = await aHost(member, { machine_guid: "g-1", hostname: "c2" });
  const { proposals } = MERGE_PROPOSALS.parse(await browser.json("GET", `${ROOT}/merge-proposals`));
  const [proposal] = proposals;
  assert.deepEqual(
    [proposal?.asset.id, proposal?.other.id, proposal?.because],
    [one.id, other.id, "installation_with_other_name"],
  );
  const path = `${ROOT}/merge-proposals/${proposal?.id}`;
  assert.equal((await browser.send("POST", `${path}/refuse`, { reason: "two desks" })).status, 204);
  const gone = await browser.send("POST", `${path}/merge`);
  assert.equal((await problemOf(gone)).code, "merge_proposal.not_found");
});

test("assets that were merged keep their history, and the old id leads to the one that stayed", async () => {
  const member = await aManager();
  const { browser } = member;
  const one = await aHost(member, { hostname: "m1" });
  const other = await aHost(member, { hostname: "m2", mac: "00:1b:21:3c:4d:5e" });
  const merging = { otherId: other.id, reason: "one machine with two names" };
  const merged = ASSET.parse(await browser.json("POST", `${ROOT}/assets/${one.id}/merge`, merging));
  assert.deepEqual(merged.mergedIds, [other.id]);
  assert.equal(ASSET.parse(await browser.json("GET", `${ROOT}/assets/${other.id}`)).id, one.id);
  const late = await browser.send("PATCH", `${ROOT}/assets/${other.id}`, { note: "x" });
  assert.equal((await problemOf(late)).code, "asset.merged");
  const third = await aHost(member, { hostname: "m3" });
  await browser.json("POST", `${ROOT}/assets/${third.id}/merge`, { otherId: one.id, reason: "again" });
  assert.equal(ASSET.parse(await browser.json("GET", `${ROOT}/assets/${other.id}`)).id, third.id);
  const { entries } = ASSET_HISTORY.parse(await browser.json("GET", `${ROOT}/assets/${one.id}/history`));
  const done = entries.map(
    ({ assetId, action }) => `${action} ${[one, other, third].findIndex(({ id }) => id === assetId)}`,
  );
  assert.deepEqual(done.toSorted(), [
    "create 0",
    "create 1",
    "create 2",
    "merge 0",
    "merge 2",
    "merge_into 0",
    "merge_into 1",
  ]);
});

test("what is split off is a new asset with an id of its own", async () => {
  const member = await aManager();
  const { browser } = member;
  const one = await aHost(member, { hostname: "s1", serial: "S-1", mac: "00:1b:21:00:00:01" });
  const part = one.identifiers.filter(({ kind }) => kind === "mac").map(({ id }) => id);
  const splitting = { identifierIds: part, name: "s2", reason: "the card was moved" };
  const split = ASSET.parse(await browser.json("POST", `${ROOT}/assets/${one.id}/split`, splitting));
  assert.notEqual(split.id, one.id);
  assert.deepEqual(
    split.identifiers.map(({ value }) => value),
    ["00:1b:21:00:00:01"],
  );
  const rest = ASSET.parse(await browser.json("GET", `${ROOT}/assets/${one.id}`));
  assert.deepEqual(rest.identifiers.map(({ kind }) => kind).sort(), ["hostname", "serial"]);
  const all = { ...splitting, identifierIds: rest.identifiers.map(({ id }) => id) };
  const nothing = await browser.send("POST", `${ROOT}/assets/${one.id}/split`, all);
  assert.equal((await problemOf(nothing)).code, "asset.cannot_split");
});

test("what an asset was known by until a day stays in its history, and is another's from then on", async () => {
  const member = await aManager();
  const { browser } = member;
  const one = await aHost(member, { hostname: "old-name", ip: "10.0.0.1" });
  const name = one.identifiers.find(({ kind }) => kind === "hostname");
  await browser.json("POST", `${ROOT}/assets/${one.id}/identifiers/${name?.id}/end`, {});
  const renamed = ASSET.parse(
    await browser.json("POST", `${ROOT}/assets/${one.id}/identifiers`, {
      kind: "hostname",
      value: "new-name",
    }),
  );
  assert.equal(renamed.identifiers.filter(({ kind }) => kind === "hostname").length, 2);
  const successor = await aHost(member, { hostname: "old-name", ip: "10.0.0.1" });
  assert.notEqual(successor.id, one.id);
  assert.notEqual(successor.identifiers.find(({ kind }) => kind === "ip")?.from, null);
});

test("two who enter the same asset at the same time enter it once", async () => {
  const member = await aManager();
  const answers = await Promise.all([1, 2, 3].map(() => enterHost(member, { hostname: "race" })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409]);
});

test("changes of the ledger are told at once to those who may see them, and to nobody else", async () => {
  const [member, stranger] = [await aManager(), await aManager()];
  const opened = [await LiveStream.open(member.browser), await LiveStream.open(stranger.browser)] as const;
  using own = opened[0].stream;
  using foreign = opened[1].stream;
  const system = await enterSystem(member, "Told");
  const asset = await aHost(member, { hostname: "told" }, { systemId: system.id });
  const { organisationId } = member;
  assert.deepEqual((await own.nextOf("system.changed")).data, { organisationId, ids: [system.id] });
  assert.deepEqual((await own.nextOf("asset.changed")).data, { organisationId, ids: [asset.id] });
  const later = await enterSystem(stranger, "Own");
  assert.deepEqual((await foreign.next()).data, { organisationId: stranger.organisationId, ids: [later.id] });
});

test("a system that somebody else changed meanwhile is not overwritten, and of two at once one is refused", async () => {
  const member = await aManager();
  const { browser } = member;
  const { id, changedAt } = await enterSystem(member, "Shared");
  const change = async (body: object) => await browser.send("PATCH", `${ROOT}/systems/${id}`, body);
  const both = await Promise.all([
    change({ level: 2, ifChangedAt: changedAt }),
    change({ level: 3, ifChangedAt: changedAt }),
  ]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
  const refused = both.find(({ status }) => status === 409);
  assert.ok(refused !== undefined);
  assert.equal((await problemOf(refused)).code, "system.changed_meanwhile");
  const now = SYSTEM.parse(await browser.json("GET", `${ROOT}/systems/${id}`));
  const again = SYSTEM.parse(await (await change({ level: 4, ifChangedAt: now.changedAt })).json());
  assert.equal(again.level, 4);
  assert.equal((await change({ ifChangedAt: again.changedAt })).status, 422);
});

test("several assets are given to a system and retired at once; a system of others is refused for each", async () => {
  const [member, stranger] = [await aManager(), await aManager()];
  const { browser } = member;
  const hosts = [await aHost(member, { hostname: "many1" }), await aHost(member, { hostname: "many2" })];
  const ids = hosts.map(({ id }) => id);
  const change = async (body: object) =>
    BULK_OUTCOME.parse(await browser.json("POST", `${ROOT}/assets/change`, { ids, ...body }));
  const { id: systemId } = await enterSystem(member, "Many");
  assert.deepEqual((await change({ systemId })).doneIds, ids);
  const held = SYSTEM.parse(await browser.json("GET", `${ROOT}/systems/${systemId}`));
  assert.equal(held.assetCount, 2);
  const theirs = await enterSystem(stranger, "Theirs");
  const refused = await change({ systemId: theirs.id });
  assert.deepEqual(
    [refused.doneIds, refused.refused.map(({ code }) => code)],
    [[], ["system.not_found", "system.not_found"]],
  );
  await change({ isRetired: true });
  const { assets } = ASSETS.parse(await browser.json("GET", `${ROOT}/assets?isRetired=true&text=many`));
  assert.deepEqual(
    assets.map(({ id }) => id),
    ids,
  );
});
