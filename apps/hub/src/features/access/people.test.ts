// SPDX-License-Identifier: Apache-2.0
/** Inviting, joining, changing and removing people through HTTP. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import {
  HUB_ROLE_HOLDERS,
  INVITATION_LINK,
  INVITATION_LOOK,
  INVITATIONS,
  MEMBERS,
  type NewInvitation,
  ORGANISATION,
  ORGANISATIONS,
  OWN_SESSIONS,
  SESSION,
} from "@fengsui/contract";
import { type OrganisationId, systemPrincipal } from "../../platform/records/index.ts";
import { anOrganisation, type PersonFixture } from "../../test-kit/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  LiveStream,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../test-kit/web/index.ts";
import { INVITATION_MS } from "./invitations/rules.ts";

let now = Date.parse("2026-11-23T08:00:00Z");
const clock = { now: () => new Date(now) };
let hub: TestHub;

before(async () => {
  hub = await startTestHub({ clock });
});
after(async () => await hub[Symbol.asyncDispose]());
// What one test signs in does not count against the next.
beforeEach(() => {
  now += 60 * 60_000;
});

const NEW = { name: "Zhao Lei", password: "four unrelated words here" };
let count = 0;
const newAddress = () => `new-${count++}@example.org`;

/** An organisation and its administrator. */
async function anAdministered(fixture: PersonFixture = {}) {
  const id = await anOrganisation(hub.records);
  const administrator = await aSignedInPerson(hub, { ...fixture, roles: [[id, "administrator"]] });
  return { id, administrator, browser: administrator.browser };
}

async function invite(browser: Browser, id: string, wanted: Partial<NewInvitation> = {}) {
  const body = { email: newAddress(), role: "responder", ...wanted };
  return INVITATION_LINK.parse(await browser.json("POST", `/api/v1/organisations/${id}/invitations`, body));
}

async function peopleOf(browser: Browser, id: string) {
  return MEMBERS.parse(await browser.json("GET", `/api/v1/organisations/${id}/people`)).people;
}

async function invitationsOf(browser: Browser, id: string) {
  const answer = await browser.json("GET", `/api/v1/organisations/${id}/invitations`);
  return INVITATIONS.parse(answer).invitations;
}

async function refusal(browser: Browser, method: string, path: string, body?: unknown) {
  return (await problemOf(await browser.send(method, path, body))).code;
}

const accept = (token: string, more = {}) =>
  hub.newBrowser().send("POST", "/api/v1/invitations/accept", { token, ...NEW, ...more });

async function auditOf(action: string, subject: string) {
  return await hub.records.read(systemPrincipal("test"), ({ read }) =>
    read
      .selectFrom("audit_entries")
      .selectAll()
      .where("action", "=", action)
      .where("subject_id", "=", subject)
      .execute(),
  );
}

test("somebody new follows the link, makes an account and is in with the role that was given", async () => {
  const { id, browser, administrator } = await anAdministered();
  const email = newAddress();
  const { invitation, token } = await invite(browser, id, { email, role: "responder" });
  const guest = hub.newBrowser();
  const look = INVITATION_LOOK.parse(await guest.json("POST", "/api/v1/invitations/look", { token }));
  assert.deepEqual([look.email, look.role], [email, "responder"]);

  const weak = { token, ...NEW, password: "Password1234!" };
  assert.equal(await refusal(guest, "POST", "/api/v1/invitations/accept", weak), "access.password_weak");
  const session = SESSION.parse(
    await guest.json("POST", "/api/v1/invitations/accept", { token, ...NEW, language: "en" }),
  );
  assert.deepEqual([session.person.name, session.person.email], [NEW.name, email]);
  assert.deepEqual(
    session.organisations.map((one) => [one.id, one.role]),
    [[id, "responder"]],
  );
  assert.deepEqual(
    (await peopleOf(browser, id)).map(({ id: person, role }) => [person, role]).sort(),
    [
      [administrator.id, "administrator"],
      [session.person.id, "responder"],
    ].sort(),
  );
  assert.deepEqual(
    (await invitationsOf(browser, id)).map(({ state }) => state),
    ["accepted"],
  );
  assert.equal((await auditOf("invitation.create", invitation.id))[0]?.organisation_id, id);
  assert.deepEqual((await auditOf("person.create", session.person.id))[0]?.detail, {
    role: "responder",
    invitationId: invitation.id,
  });
  assert.equal((await problemOf(await accept(token))).code, "access.invitation_invalid", "only once");
});

test("somebody with an account signs in and joins; with another address they do not", async () => {
  const { id, browser } = await anAdministered();
  const elsewhere = await anOrganisation(hub.records);
  const known = await aSignedInPerson(hub, { roles: [[elsewhere, "viewer"]] });
  const other = await aSignedInPerson(hub);
  const { token } = await invite(browser, id, { email: known.email.toUpperCase(), role: "analyst" });
  const path = "/api/v1/invitations/join";
  assert.equal(await refusal(other.browser, "POST", path, { token }), "access.invitation_for_another");
  assert.equal((await known.browser.send("POST", path, { token })).status, 204);
  const { organisations } = SESSION.parse(await known.browser.json("GET", "/api/v1/session"));
  assert.deepEqual(
    organisations.map((one) => [one.id, one.role]).sort(),
    [
      [elsewhere, "viewer"],
      [id, "analyst"],
    ].sort(),
  );
  assert.equal(await refusal(known.browser, "POST", path, { token }), "access.invitation_invalid");
});

test("who invites, and who looks at the link, is not told whether the address has an account", async () => {
  const { id, browser } = await anAdministered();
  const known = await aSignedInPerson(hub);
  const answers = await Promise.all(
    [known.email, newAddress()].map(async (email) => {
      const { invitation, token } = await invite(browser, id, { email });
      const look = await hub.newBrowser().json("POST", "/api/v1/invitations/look", { token });
      const strange = { id: "", email: "", expiresAt: "", createdAt: "" };
      return JSON.stringify([{ ...invitation, ...strange }, Object.assign({}, look, strange), token.length]);
    }),
  );
  assert.equal(answers[0], answers[1]);
});

test("an account that is there is not taken over by a link, and the answer is that of a link that is void", async () => {
  const { id, browser } = await anAdministered();
  const known = await aSignedInPerson(hub);
  const { token, invitation } = await invite(browser, id, { email: known.email });
  const taken = await problemOf(await accept(token));
  const void_ = await problemOf(await accept("no such token"));
  assert.deepEqual({ ...taken, requestId: "" }, { ...void_, requestId: "" });
  const signIn = { email: known.email, password: NEW.password };
  assert.equal(await refusal(hub.newBrowser(), "POST", "/api/v1/session", signIn), "access.sign_in_failed");
  const [still] = await invitationsOf(browser, id);
  assert.deepEqual([still?.id, still?.state], [invitation.id, "open"]);
});

test("a link ends: withdrawn, replaced by another, or after a week", async (t) => {
  const { id, browser } = await anAdministered();
  const path = `/api/v1/organisations/${id}/invitations`;
  const email = newAddress();
  const first = await invite(browser, id, { email });
  const again = { email, role: "viewer" };
  assert.equal(await refusal(browser, "POST", path, again), "access.invitation_exists");
  const renew = await browser.json("POST", `${path}/${first.invitation.id}/link`);
  const second = INVITATION_LINK.parse(renew);
  const look = async (token: string) =>
    (await hub.newBrowser().send("POST", "/api/v1/invitations/look", { token })).status;
  assert.deepEqual([await look(first.token), await look(second.token)], [403, 200]);
  now += INVITATION_MS;
  t.after(() => {
    now -= INVITATION_MS;
  });
  assert.equal(await look(second.token), 403);
  const administrator = await aSignedInPerson(hub, { roles: [[id, "administrator"]] });
  assert.equal((await invitationsOf(administrator.browser, id))[0]?.state, "expired");
  const third = INVITATION_LINK.parse(
    await administrator.browser.json("POST", `${path}/${first.invitation.id}/link`),
  );
  assert.equal(await look(third.token), 200);
  const one = `${path}/${first.invitation.id}`;
  assert.equal((await administrator.browser.send("DELETE", one)).status, 204);
  assert.equal(await look(third.token), 403);
  assert.equal(await refusal(administrator.browser, "DELETE", one), "access.invitation_not_found");
});

test("only the hash of a link is kept", async () => {
  const { id, browser } = await anAdministered();
  const { token } = await invite(browser, id);
  const kept = await hub.records.read(systemPrincipal("test"), async ({ read }) =>
    JSON.stringify([
      await read.selectFrom("invitations").selectAll().execute(),
      await read.selectFrom("audit_entries").selectAll().execute(),
    ]),
  );
  assert.ok(!kept.includes(token));
});

test("only administrators invite and see invitations; others of the organisation see its people", async () => {
  const { id, browser } = await anAdministered();
  await invite(browser, id);
  const manager = await aSignedInPerson(hub, { roles: [[id, "manager"]] });
  const stranger = (await anAdministered()).browser;
  const path = `/api/v1/organisations/${id}/invitations`;
  for (const other of [manager.browser, stranger]) {
    assert.deepEqual(await invitationsOf(other, id), []);
    const wanted = { email: newAddress(), role: "viewer" };
    assert.equal(await refusal(other, "POST", path, wanted), "access.forbidden");
  }
  assert.equal((await peopleOf(manager.browser, id)).length, 2);
  assert.deepEqual(await peopleOf(stranger, id), []);
  const member = { email: manager.email.toUpperCase(), role: "analyst" };
  assert.equal(await refusal(browser, "POST", path, member), "access.member_exists");
});

test("who is removed has no rights there from the next request on, and hears of it", async () => {
  const { id, browser } = await anAdministered();
  const removed = await aSignedInPerson(hub, { roles: [[id, "administrator"]] });
  const { token } = await invite(removed.browser, id, { role: "administrator" });
  const { stream } = await LiveStream.open(removed.browser);
  using _ = stream;
  const path = `/api/v1/organisations/${id}/people/${removed.id}`;
  assert.equal((await browser.send("DELETE", path)).status, 204);
  assert.deepEqual((await stream.next()).event, "member.changed");
  const { organisations } = SESSION.parse(await removed.browser.json("GET", "/api/v1/session"));
  assert.deepEqual(organisations, []);
  const answer = await removed.browser.send("GET", `/api/v1/organisations/${id}/people`);
  assert.equal(answer.status, 403);
  const [entry] = await auditOf("member.remove", removed.id);
  assert.deepEqual(entry?.detail, { before: "administrator", role: null });
  const left = await problemOf(await accept(token));
  assert.equal(left.code, "access.invitation_invalid", "links that they made are void");
});

test("a role is changed at once, and the last administrator stays one", async () => {
  const { id, browser, administrator } = await anAdministered();
  const other = await aSignedInPerson(hub, { roles: [[id, "viewer"]] });
  const path = (person: string) => `/api/v1/organisations/${id}/people/${person}`;
  const demotion = { role: "manager" };
  assert.equal(
    await refusal(browser, "PATCH", path(administrator.id), demotion),
    "access.last_administrator",
  );
  assert.equal(await refusal(browser, "DELETE", path(administrator.id)), "access.last_administrator");
  assert.equal(await refusal(other.browser, "PATCH", path(other.id), demotion), "access.forbidden");
  const promotion = { role: "administrator" };
  assert.equal((await browser.send("PATCH", path(other.id), promotion)).status, 204);
  assert.equal((await other.browser.send("PATCH", path(administrator.id), demotion)).status, 204);
  assert.equal(await refusal(browser, "PATCH", path(other.id), demotion), "access.forbidden");
  const nobody = path("00000000-0000-7000-8000-000000000000");
  assert.equal(await refusal(other.browser, "DELETE", nobody), "access.member_not_found");
});

test("an administrator who is not the last may remove oneself", async () => {
  const { id, browser, administrator } = await anAdministered();
  await aSignedInPerson(hub, { roles: [[id, "administrator"]] });
  const path = `/api/v1/organisations/${id}/people/${administrator.id}`;
  assert.equal((await browser.send("DELETE", path)).status, 204);
  assert.equal((await auditOf("member.remove", administrator.id)).length, 1);
});

test("a role of the hub makes an organisation below a centre and invites its first administrator, no more", async () => {
  const { id: centre, administrator } = await anAdministered({ hubRole: "coordinator" });
  const { browser } = administrator;
  const wanted = { name: `Water ${count++}`, sector: "water", centreId: centre };
  const made = ORGANISATION.parse(await browser.json("POST", "/api/v1/organisations", wanted));
  assert.deepEqual([made.centreId, made.isVacant], [centre, true]);
  const path = `/api/v1/organisations/${made.id}`;
  const analyst = { email: newAddress(), role: "analyst" };
  assert.equal(await refusal(browser, "POST", `${path}/invitations`, analyst), "access.forbidden");
  const { token } = await invite(browser, made.id, { role: "administrator" });
  assert.equal((await accept(token)).status, 201);
  assert.equal(ORGANISATION.parse(await browser.json("GET", path)).isVacant, false);
  const another = { email: newAddress(), role: "administrator" };
  assert.equal(await refusal(browser, "POST", `${path}/invitations`, another), "access.forbidden");
  assert.deepEqual(await peopleOf(browser, made.id), []);
  const below = await browser.json("GET", `/api/v1/organisations?centreId=${centre}`);
  assert.deepEqual(
    ORGANISATIONS.parse(below).organisations.map(({ id }) => id),
    [made.id],
  );
});

test("a centre is set by roles of the hub alone, and never in a circle", async () => {
  const { id, browser } = await anAdministered();
  const { id: centre } = await anAdministered();
  const operator = await aSignedInPerson(hub, { hubRole: "operator" });
  const change = (who: Browser, of: OrganisationId, centreId: string | null) =>
    who.send("PATCH", `/api/v1/organisations/${of}`, { centreId });
  assert.equal((await problemOf(await change(browser, id, centre))).code, "access.forbidden");
  assert.equal((await change(operator.browser, id, centre)).status, 200);
  const cycle = await change(operator.browser, centre, id);
  assert.equal((await problemOf(cycle)).code, "organisation.centre_cycle");
  const self = await change(operator.browser, id, id);
  assert.equal((await problemOf(self)).code, "organisation.centre_cycle");
  const nowhere = await change(operator.browser, id, "00000000-0000-7000-8000-000000000000");
  assert.equal((await problemOf(nowhere)).code, "organisation.not_found");
  assert.equal((await change(operator.browser, id, null)).status, 200);
});

test("an operator gives and takes roles of the hub among those they work with", async () => {
  const { id, administrator } = await anAdministered({ hubRole: "operator" });
  const { browser } = administrator;
  const colleague = await aSignedInPerson(hub, { roles: [[id, "responder"]] });
  const stranger = await aSignedInPerson(hub);
  const path = (person: string) => `/api/v1/hub-roles/${person}`;
  const wanted = { hubRoles: ["coordinator"] };
  assert.equal((await browser.send("PUT", path(colleague.id), wanted)).status, 204);
  const { hubRoles } = SESSION.parse(await colleague.browser.json("GET", "/api/v1/session"));
  assert.deepEqual(hubRoles, ["coordinator"]);
  assert.equal(await refusal(browser, "PUT", path(stranger.id), wanted), "access.member_not_found");
  assert.equal(await refusal(colleague.browser, "PUT", path(colleague.id), wanted), "access.forbidden");
  const holders = HUB_ROLE_HOLDERS.parse(await browser.json("GET", "/api/v1/hub-roles")).people;
  assert.ok(holders.some((one) => one.id === colleague.id && one.hubRoles.includes("coordinator")));
  const seen = (await peopleOf(colleague.browser, id)).find((one) => one.id === administrator.id);
  assert.equal(seen?.hubRoles, null);
  assert.equal((await browser.send("PUT", path(colleague.id), { hubRoles: [] })).status, 204);
});

test("one's own sessions are listed, and each can be ended, but nobody else's", async () => {
  const { browser, email, password } = await aSignedInPerson(hub);
  const other = hub.newBrowser();
  const agent = { "user-agent": "Firefox on the phone" };
  await other.send("POST", "/api/v1/session", { email, password }, agent);
  const listed = async () => OWN_SESSIONS.parse(await browser.json("GET", "/api/v1/sessions")).sessions;
  const phone = (await listed()).find(({ userAgent }) => userAgent === "Firefox on the phone");
  assert.equal(phone?.isCurrent, false);
  const stranger = (await aSignedInPerson(hub)).browser;
  const path = `/api/v1/sessions/${phone?.id}`;
  assert.equal(await refusal(stranger, "DELETE", path), "access.session_not_found");
  assert.equal((await browser.send("DELETE", path)).status, 204);
  assert.equal((await other.send("GET", "/api/v1/session")).status, 401);
  assert.deepEqual(
    (await listed()).map(({ isCurrent }) => isCurrent),
    [true],
  );
});

test("news of invitations reach administrators alone", async () => {
  const { id, browser } = await anAdministered();
  const viewer = await aSignedInPerson(hub, { roles: [[id, "viewer"]] });
  const { stream: administrators } = await LiveStream.open(browser);
  const { stream: viewers } = await LiveStream.open(viewer.browser);
  using _streams = new DisposableStack();
  for (const stream of [administrators, viewers]) _streams.use(stream);
  const { invitation } = await invite(browser, id);
  assert.deepEqual((await administrators.next()).data, { organisationId: id, ids: [invitation.id] });
  await browser.json("PATCH", `/api/v1/organisations/${id}`, { region: "East" });
  assert.equal((await viewers.next()).event, "organisation.changed");
});

test("the first administrator alone comes by a role of the hub, and by one that who invited still has", async () => {
  const { browser: operator } = await anAdministered({ hubRole: "operator" });
  const { administrator } = await anAdministered({ hubRole: "operator" });
  const vacant = await anOrganisation(hub.records);
  const wanted = { role: "administrator" } as const;
  const first = await invite(administrator.browser, vacant, wanted);
  const second = await invite(administrator.browser, vacant, wanted);
  assert.equal((await accept(first.token)).status, 201);
  assert.equal((await problemOf(await accept(second.token))).code, "access.invitation_invalid");

  const other = await anOrganisation(hub.records);
  const third = await invite(administrator.browser, other, wanted);
  await operator.send("PUT", `/api/v1/hub-roles/${administrator.id}`, { hubRoles: [] });
  assert.equal((await problemOf(await accept(third.token))).code, "access.invitation_invalid");
  assert.deepEqual(
    (await invitationsOf(operator, other)).map(({ state }) => state),
    ["revoked"],
  );
});

test("of administrators who remove and demote each other at once, one stays, and nothing is noted that did not happen", async () => {
  const { id, administrator: one } = await anAdministered();
  const other = await aSignedInPerson(hub, { roles: [[id, "administrator"]] });
  const path = (personId: string) => `/api/v1/organisations/${id}/people/${personId}`;
  const answers = await Promise.all([
    one.browser.send("DELETE", path(other.id)),
    other.browser.send("DELETE", path(one.id)),
    one.browser.send("PATCH", path(one.id), { role: "viewer" }),
    other.browser.send("PATCH", path(other.id), { role: "viewer" }),
  ]);
  const done = answers.filter(({ status }) => status === 204);
  for (const { status } of answers) assert.ok(status < 500, String(status));
  const entries = await hub.records.read(systemPrincipal("test"), ({ read }) =>
    read
      .selectFrom("audit_entries")
      .select("id")
      .where("organisation_id", "=", id)
      .where("action", "in", ["member.remove", "member.change_role"])
      .execute(),
  );
  assert.equal(entries.length, done.length);
  const roles = await hub.records.read(systemPrincipal("test"), ({ read }) =>
    read.selectFrom("memberships").select("role").where("organisation_id", "=", id).execute(),
  );
  assert.ok(roles.some(({ role }) => role === "administrator"));
});
