// SPDX-License-Identifier: Apache-2.0
/** What groups of a provider give, over HTTP: proposed, accepted, given, taken; and second factors on the way. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { GROUP_ROLES, INVITATION_LINK, SESSION, type Session } from "@fengsui/contract";
import { TOTP } from "otpauth";
import { personIdOf } from "../../../platform/http/parameters.ts";
import {
  type OrganisationId,
  type OrganisationRole,
  systemPrincipal,
} from "../../../platform/records/index.ts";
import {
  aPersonThere,
  asPage,
  enter,
  entered,
  type ProvidedHub,
  propose,
  startProvidedHub,
} from "../../../test-kit/oidc/index.ts";
import { anOrganisation, asHub } from "../../../test-kit/records/index.ts";
import { aSignedInPerson, type Browser, problemOf } from "../../../test-kit/web/index.ts";

let world: ProvidedHub;

before(async () => {
  world = await startProvidedHub();
});
after(async () => await world[Symbol.asyncDispose]());
afterEach(() => {
  world.there.tamper = undefined;
});

function rolesIn(session: Session): Record<string, string> {
  return Object.fromEntries(session.organisations.map(({ id, role }) => [id, role]));
}

async function refusal(browser: Browser, method: string, path: string, body?: object): Promise<string> {
  return (await problemOf(await browser.send(method, path, body))).code;
}

function regroup(who: string, groups: readonly string[]): void {
  const before = world.there.people.get(who);
  assert.ok(before);
  world.there.people.set(who, { ...before, groups });
}

async function give(organisationId: OrganisationId, role: OrganisationRole, group: string): Promise<string> {
  return await propose(world, { group, organisationId, role }, { isAccepted: true });
}

async function auditOf(action: string, subject: string) {
  return await world.hub.records.read(systemPrincipal("test"), ({ read }) =>
    read
      .selectFrom("audit_entries")
      .select(["organisation_id", "actor_job", "actor_person_id", "detail"])
      .where("action", "=", action)
      .where("subject_id", "=", subject)
      .execute(),
  );
}

test("a role follows the groups at each sign-in, the highest counts, and the record says so", async () => {
  const { organisationId } = world;
  await give(organisationId, "viewer", "a/viewers");
  await give(organisationId, "responder", "a/responders");
  const who = aPersonThere(world, { groups: ["a/responders", "a/viewers"] });
  const { session, browser } = await entered(world, who);
  assert.deepEqual(rolesIn(session), { [organisationId]: "responder" });
  regroup(who, ["a/viewers"]);
  assert.deepEqual(rolesIn((await entered(world, who)).session), { [organisationId]: "viewer" });
  regroup(who, []);
  assert.deepEqual(rolesIn((await entered(world, who)).session), {}, "the account stays, without a role");
  assert.deepEqual(
    rolesIn(SESSION.parse(await browser.json("GET", "/api/v1/session"))),
    {},
    "in every session",
  );
  for (const action of ["member.join_by_group", "member.change_role_by_group", "member.leave_by_group"]) {
    const [entry, ...more] = await auditOf(action, session.person.id);
    assert.deepEqual(
      [entry?.organisation_id, entry?.actor_job, more.length],
      [organisationId, "sign_in", 0],
      action,
    );
  }
});

test("nothing counts before an administrator of the organisation accepted it, not for the operator either", async () => {
  const { organisationId, operator, administrator } = world;
  const group = "b/planted";
  const id = await propose(world, { group, organisationId, role: "administrator" }, { isAccepted: false });
  const who = aPersonThere(world, { groups: [group] });
  assert.equal((await problemOf((await enter(world, who)).response)).code, "provider.no_role");
  const acceptance = `/api/v1/group-roles/${id}/acceptance`;
  assert.equal(
    await refusal(operator, "POST", acceptance),
    "access.forbidden",
    "the operator administers nothing",
  );
  const elsewhere = await anOrganisation(world.hub.records);
  const foreign = await aSignedInPerson(world.hub, { roles: [[elsewhere, "administrator"]] });
  assert.equal(await refusal(foreign.browser, "POST", acceptance), "provider.group_role_not_found");
  const manager = await aSignedInPerson(world.hub, { roles: [[organisationId, "manager"]] });
  assert.equal(await refusal(manager.browser, "POST", acceptance), "access.forbidden");
  assert.equal(
    await refusal(manager.browser, "DELETE", `/api/v1/group-roles/${id}`),
    "provider.group_role_not_found",
  );
  assert.deepEqual(await seenBy(foreign.browser), []);
  assert.ok((await seenBy(administrator)).includes(id));
  await administrator.json("POST", acceptance);
  assert.deepEqual(rolesIn((await entered(world, who)).session), { [organisationId]: "administrator" });
  assert.equal((await auditOf("group_role.accept", id))[0]?.organisation_id, organisationId);
  assert.equal((await administrator.send("DELETE", `/api/v1/group-roles/${id}`)).status, 204);
  assert.deepEqual(rolesIn((await entered(world, who)).session), {});
});

async function seenBy(browser: Browser): Promise<string[]> {
  return GROUP_ROLES.parse(await browser.json("GET", "/api/v1/group-roles")).groupRoles.map(({ id }) => id);
}

test("what is not accepted takes nothing that somebody has by an accepted one", async () => {
  const { organisationId } = world;
  const accepted = await give(organisationId, "analyst", "c/analysts");
  const who = aPersonThere(world, { groups: ["c/analysts", "c/others"] });
  await entered(world, who);
  await propose(world, { group: "c/others", organisationId, role: "administrator" }, { isAccepted: false });
  assert.deepEqual(rolesIn((await entered(world, who)).session), { [organisationId]: "analyst" });
  await world.administrator.send("DELETE", `/api/v1/group-roles/${accepted}`);
  regroup(who, ["c/analysts"]);
  assert.deepEqual(rolesIn((await entered(world, who)).session), {});
});

test("what was given by hand stays, whatever the groups say", async () => {
  const { organisationId, administrator } = world;
  await give(organisationId, "manager", "d/managers");
  const who = aPersonThere(world, { groups: ["d/managers"] });
  const { session } = await entered(world, who);
  const path = `/api/v1/organisations/${organisationId}/people/${session.person.id}`;
  assert.equal((await administrator.send("PATCH", path, { role: "responder" })).status, 204);
  assert.deepEqual(rolesIn((await entered(world, who)).session), { [organisationId]: "responder" });
  regroup(who, []);
  assert.deepEqual(rolesIn((await entered(world, who)).session), { [organisationId]: "responder" });
});

test("an organisation without an administrator gets its first by a group, and keeps them", async () => {
  const vacant = await anOrganisation(world.hub.records);
  await propose(
    world,
    { group: "e/heads", organisationId: vacant, role: "administrator" },
    { isAccepted: false },
  );
  await propose(world, { group: "e/staff", organisationId: vacant, role: "viewer" }, { isAccepted: false });
  const staff = aPersonThere(world, { groups: ["e/staff"] });
  assert.equal((await problemOf((await enter(world, staff)).response)).code, "provider.no_role");
  const head = aPersonThere(world, { groups: ["e/heads"] });
  assert.deepEqual(rolesIn((await entered(world, head)).session), { [vacant]: "administrator" });
  const second = aPersonThere(world, { groups: ["e/heads"] });
  assert.equal(
    (await problemOf((await enter(world, second)).response)).code,
    "provider.no_role",
    "not the second",
  );
  assert.deepEqual(rolesIn((await entered(world, head)).session), { [vacant]: "administrator" });
  regroup(head, []);
  assert.deepEqual(
    rolesIn((await entered(world, head)).session),
    { [vacant]: "administrator" },
    "the last one",
  );
});

test("coordinating follows a group; operating the hub is never given by one", async () => {
  const { operator, providerId } = world;
  const path = `/api/v1/identity-providers/${providerId}/groups`;
  assert.equal(await refusal(operator, "POST", path, { group: "f/o", hubRole: "operator" }), "http.invalid");
  await propose(world, { group: "f/coordinators", hubRole: "coordinator" }, { isAccepted: false });
  const who = aPersonThere(world, { groups: ["f/coordinators"] });
  assert.deepEqual((await entered(world, who)).session.hubRoles, ["coordinator"]);
  regroup(who, []);
  assert.deepEqual((await entered(world, who)).session.hubRoles, []);
});

test("only operators know of providers and propose; one group has one role in one place", async () => {
  const { organisationId, administrator, operator, providerId } = world;
  const path = `/api/v1/identity-providers/${providerId}/groups`;
  const wanted = { group: "g/one", organisationId, role: "viewer" };
  assert.equal(await refusal(administrator, "POST", path, wanted), "access.forbidden");
  assert.equal(await refusal(administrator, "GET", "/api/v1/identity-providers"), "access.forbidden");
  await operator.json("POST", path, wanted);
  const again = { ...wanted, role: "manager" };
  assert.equal(await refusal(operator, "POST", path, again), "provider.group_role_exists");
  const nowhere = { ...wanted, organisationId: "01900000-0000-7000-8000-000000000000" };
  assert.equal(await refusal(operator, "POST", path, nowhere), "organisation.not_found");
  const providers = "/api/v1/identity-providers";
  const twice = { name: "Twice", issuer: world.there.issuer, clientId: "x" };
  assert.equal(await refusal(operator, "POST", providers, twice), "provider.exists");
  for (const issuer of ["https://10.1.2.3", "https://169.254.169.254", "http://10.1.2.3"])
    assert.equal(
      await refusal(operator, "POST", providers, { ...twice, issuer }),
      "provider.refused_address",
    );
  assert.equal((await operator.send("POST", `${providers}/${providerId}/check`)).status, 204);
});

test("one group may be said as a text", async () => {
  const { organisationId } = world;
  await give(organisationId, "viewer", "h/viewers");
  world.there.tamper = ({ head, claims }) => ({ head, claims: { ...claims, groups: "h/viewers" } });
  const who = aPersonThere(world);
  assert.deepEqual(rolesIn((await entered(world, who)).session), { [organisationId]: "viewer" });
});

test("somebody invited comes by the provider, with the address that was invited, and stays by hand", async () => {
  const { organisationId, administrator } = world;
  await world.operator.json("PATCH", `/api/v1/identity-providers/${world.providerId}`, {
    makesAccounts: false,
  });
  const path = `/api/v1/organisations/${organisationId}/invitations`;
  const { token } = INVITATION_LINK.parse(
    await administrator.json("POST", path, { email: "invited@example.org", role: "analyst" }),
  );
  const who = aPersonThere(world);
  const { response } = await enter(world, who, { invitation: token });
  const session = SESSION.parse(await response.json());
  assert.equal(session.person.email, "invited@example.org");
  assert.deepEqual(rolesIn(session), { [organisationId]: "analyst" });
  assert.deepEqual(rolesIn((await entered(world, who)).session), { [organisationId]: "analyst" });
  const other = aPersonThere(world);
  const used = await problemOf((await enter(world, other, { invitation: token })).response);
  assert.equal(used.code, "access.invitation_invalid");
  await world.operator.json("PATCH", `/api/v1/identity-providers/${world.providerId}`, {
    makesAccounts: true,
  });
});

/** An account with one-time codes that is connected with the provider. */
async function withCodes() {
  await give(world.organisationId, "viewer", "i/viewers");
  const who = aPersonThere(world, { groups: ["i/viewers"] });
  const { session } = await entered(world, who);
  const app = new TOTP({ issuer: "Fengsui", label: who });
  await asHub(world.hub.records, (write) =>
    write
      .insertInto("second_factors")
      .values({
        person_id: personIdOf(session.person.id),
        secret: app.secret.base32,
        confirmed_at: new Date(),
      })
      .execute(),
  );
  return { who, app, id: session.person.id };
}

test("an account with one-time codes is asked for one, unless the provider is trusted to have asked for more", async () => {
  const { who, app, id } = await withCodes();
  const code = "/api/v1/sign-in/code";
  const { browser, response } = await enter(world, who);
  assert.equal((await problemOf(response)).code, "access.code_required");
  assert.equal((await browser.send("GET", "/api/v1/session")).status, 401);
  const wrong = await browser.send("POST", code, { code: "000000" }, asPage(world));
  assert.equal((await problemOf(wrong)).code, "access.code_wrong");
  const stranger = await world.hub.newBrowser().send("POST", code, { code: app.generate() }, asPage(world));
  assert.equal((await problemOf(stranger)).code, "provider.way_lost");
  const right = await browser.send("POST", code, { code: app.generate() }, asPage(world));
  assert.equal(SESSION.parse(await right.json()).person.id, id);
  for (const [more, status] of [
    [{ amr: ["pwd"] }, 401],
    [{ amr: ["pwd", "otp"] }, 201],
    [{ amr: ["mfa"] }, 201],
    [{ acr: "phr" }, 201],
    [{ acr: "2" }, 401],
  ] as const) {
    world.there.tamper = ({ head, claims }) => ({ head, claims: { ...claims, ...more } });
    assert.equal((await enter(world, who)).response.status, status, JSON.stringify(more));
  }
  await world.operator.json("PATCH", `/api/v1/identity-providers/${world.providerId}`, {
    trustsSecondFactor: false,
  });
  world.there.tamper = ({ head, claims }) => ({ head, claims: { ...claims, amr: ["mfa"] } });
  assert.equal((await problemOf((await enter(world, who)).response)).code, "access.code_required");
});
