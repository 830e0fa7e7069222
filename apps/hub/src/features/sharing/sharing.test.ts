// SPDX-License-Identifier: Apache-2.0
/** Sharing groups and clients through HTTP. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type NewSharingGroup,
  ORGANISATION_CLIENT,
  ORGANISATION_CLIENTS,
  SHARING_GROUP_DETAIL,
  SHARING_GROUPS,
} from "@fengsui/contract";
import { systemClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { type OrganisationId, type OrganisationRole, systemPrincipal } from "../../platform/records/index.ts";
import { anOrganisation, asHub } from "../../test-kit/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../test-kit/web/index.ts";

let hub: TestHub;
before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

interface Place {
  readonly id: OrganisationId;
  readonly browser: Browser;
}

async function aPlace(role: OrganisationRole = "manager"): Promise<Place> {
  const id = await anOrganisation(hub.records);
  return { id, browser: (await aSignedInPerson(hub, { roles: [[id, role]] })).browser };
}

const PATH = "/api/v1/sharing-groups";

async function aGroup({ id, browser }: Place, wanted: Partial<NewSharingGroup> = {}) {
  const body = { organisationId: id, name: "Hospitals", ...wanted };
  return SHARING_GROUP_DETAIL.parse(await browser.json("POST", PATH, body)).group;
}

async function shown({ browser }: Place, id: string) {
  return SHARING_GROUP_DETAIL.parse(await browser.json("GET", `${PATH}/${id}`));
}

async function listed({ browser }: Place, query = "") {
  return SHARING_GROUPS.parse(await browser.json("GET", `${PATH}${query}`)).groups.map(({ id }) => id);
}

async function refusal({ browser }: Place, method: string, path: string, body?: unknown) {
  return (await problemOf(await browser.send(method, path, body))).code;
}

const put = (place: Place, id: string, member: OrganisationId, isHidden = false) =>
  place.browser.json("PUT", `${PATH}/${id}/members/${member}`, { isHidden });

test("a manager creates a group, adds organisations, and each sees who else is in it but the hidden ones", async () => {
  const [owner, open, secret, stranger] = [await aPlace(), await aPlace(), await aPlace(), await aPlace()];
  const group = await aGroup(owner);
  assert.deepEqual([group.memberCount, group.ownMemberIds], [1, [owner.id]]);
  await put(owner, group.id, open.id);
  await put(owner, group.id, secret.id, true);
  const seen = async (place: Place) => {
    const { members, hiddenMembers, group: one } = await shown(place, group.id);
    assert.equal(one.memberCount, 3);
    return [members.map(({ organisationId }) => organisationId).toSorted(), hiddenMembers];
  };
  const all = [owner.id, open.id, secret.id].toSorted();
  assert.deepEqual(await seen(owner), [all, 0]);
  assert.deepEqual(await seen(secret), [all, 0], "it knows of itself");
  assert.deepEqual(await seen(open), [[owner.id, open.id].toSorted(), 1]);
  assert.equal(await refusal(stranger, "GET", `${PATH}/${group.id}`), "sharing_group.not_found");
  assert.deepEqual(await listed(stranger), []);
  assert.deepEqual(await listed(open), [group.id]);
  await put(secret, group.id, secret.id, false);
  assert.deepEqual(await seen(open), [all, 0], "it showed itself");
});

test("who runs a group need not be in it", async () => {
  const owner = await aPlace();
  const group = await aGroup(owner, { isMember: false });
  assert.deepEqual([group.memberCount, group.ownMemberIds], [0, []]);
  assert.deepEqual(await listed(owner), [group.id]);
});

test("a group is run by managers of its owner; a member only leaves", async () => {
  const [owner, member, other] = [await aPlace(), await aPlace(), await aPlace()];
  const group = await aGroup(owner);
  const path = `${PATH}/${group.id}`;
  await put(owner, group.id, member.id);
  for (const [method, at, body] of [
    ["PATCH", path, { name: "Ours" }],
    ["POST", `${path}/closure`, undefined],
    ["PUT", `${path}/members/${other.id}`, {}],
    ["DELETE", `${path}/members/${owner.id}`, undefined],
  ] as const)
    assert.equal(await refusal(member, method, at, body), "access.forbidden", `${method} ${at}`);
  const analyst = await aSignedInPerson(hub, { roles: [[owner.id, "analyst"]] });
  assert.equal(
    await refusal({ id: owner.id, browser: analyst.browser }, "PATCH", path, { name: "x" }),
    "access.forbidden",
  );
  assert.equal((await member.browser.send("DELETE", `${path}/members/${member.id}`)).status, 204);
  assert.equal(await refusal(member, "GET", path), "sharing_group.not_found");
  assert.equal(
    await refusal(owner, "DELETE", `${path}/members/${member.id}`),
    "sharing_group.member_not_found",
  );
  assert.equal(
    await refusal(owner, "PUT", `${path}/members/${newId<"organisation">(systemClock)}`, {}),
    "organisation.not_found",
  );
});

test("a closed group stays, to be looked at, and is changed no more", async () => {
  const [owner, member] = [await aPlace(), await aPlace()];
  const group = await aGroup(owner);
  await put(owner, group.id, member.id);
  await owner.browser.json("POST", `${PATH}/${group.id}/closure`);
  assert.ok((await shown(member, group.id)).group.closedAt !== null);
  assert.equal(await refusal(owner, "PATCH", `${PATH}/${group.id}`, { name: "x" }), "sharing_group.closed");
  assert.deepEqual(await listed(owner), []);
  assert.deepEqual(await listed(owner, "?withClosed=true"), [group.id]);
  assert.equal((await member.browser.send("DELETE", `${PATH}/${group.id}/members/${member.id}`)).status, 204);
});

test("a listed group is found by everybody, a listed circle by the organisations of its sector", async () => {
  const [owner, hospital, bank] = [await aPlace(), await aPlace(), await aPlace()];
  for (const [place, sector] of [
    [hospital, "health"],
    [bank, "finance"],
  ] as const)
    await asHub(hub.records, (write) =>
      write.updateTable("organisations").set({ sector }).where("id", "=", place.id).execute(),
    );
  const circle = await aGroup(owner, { sector: "health", isListed: true });
  const everybody = await aGroup(owner, { isListed: true });
  const found = async (place: Place) =>
    (await listed(place, "?view=listed")).filter((id) => [circle.id, everybody.id].includes(id)).toSorted();
  assert.deepEqual(await found(hospital), [circle.id, everybody.id].toSorted());
  assert.deepEqual(await found(bank), [everybody.id]);
  assert.equal((await shown(hospital, circle.id)).members.length, 1);
  assert.equal(await refusal(bank, "GET", `${PATH}/${circle.id}`), "sharing_group.not_found");
  assert.deepEqual(await found(owner), [], "it is its own");
});

async function clientsOf({ id, browser }: Place, query = "") {
  return ORGANISATION_CLIENTS.parse(
    await browser.json("GET", `/api/v1/organisations/${id}/clients${query}`),
  ).clients.map((one) => [one.providerId, one.clientId, one.state]);
}

test("a client is declared by one side, confirmed by the other, and ended by either", async () => {
  const [provider, client, stranger] = [await aPlace(), await aPlace(), await aPlace()];
  const path = `/api/v1/organisations/${provider.id}/clients`;
  const declare = async () =>
    ORGANISATION_CLIENT.parse(await provider.browser.json("POST", path, { clientId: client.id }));
  const declared = await declare();
  assert.equal(declared.state, "declared");
  assert.equal(await refusal(provider, "POST", path, { clientId: client.id }), "organisation_client.exists");
  assert.equal(await refusal(provider, "POST", path, { clientId: provider.id }), "http.invalid");
  const one = `/api/v1/organisation-clients/${declared.id}`;
  assert.equal(await refusal(provider, "PUT", `${one}/confirmation`, {}), "access.forbidden");
  assert.equal(await refusal(stranger, "PUT", `${one}/confirmation`, {}), "organisation_client.not_found");
  await client.browser.json("PUT", `${one}/confirmation`, { isHidden: true });
  const expected = [[provider.id, client.id, "confirmed"]];
  assert.deepEqual(await clientsOf(provider), expected);
  assert.deepEqual(await clientsOf(client), expected);
  assert.deepEqual(await clientsOf(stranger), []);
  assert.equal(await refusal(stranger, "GET", path), "access.forbidden");
  await client.browser.json("POST", `${one}/end`);
  assert.equal(await refusal(provider, "POST", `${one}/end`), "organisation_client.ended");
  assert.deepEqual(await clientsOf(provider), []);
  await declare();
  assert.deepEqual((await clientsOf(provider, "?withEnded=true")).map(([, , state]) => state).toSorted(), [
    "declared",
    "ended",
  ]);
});

test("what is done to a group is in the record of who did it, which others do not read", async () => {
  const [owner, member] = [await aPlace(), await aPlace()];
  const group = await aGroup(owner);
  await put(owner, group.id, member.id, true);
  await member.browser.send("DELETE", `${PATH}/${group.id}/members/${member.id}`);
  const entries = await hub.records.read(systemPrincipal("test"), ({ read }) =>
    read
      .selectFrom("audit_entries")
      .select(["action", "organisation_id"])
      .where("subject_id", "=", group.id)
      .orderBy("at")
      .execute(),
  );
  assert.deepEqual(
    entries.map((entry) => [entry.action, entry.organisation_id]),
    [
      ["sharing_group.create", owner.id],
      ["sharing_group.put_member", owner.id],
      ["sharing_group.remove_member", member.id],
    ],
  );
});
