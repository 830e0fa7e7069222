// SPDX-License-Identifier: Apache-2.0
/** That one is there, before what is dangerous: over the API, with a clock that the tests set. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NEW_SECOND_FACTOR, PROOF_WAYS } from "@fengsui/contract";
import { TOTP, URI } from "otpauth";
import { systemPrincipal, wholePerson } from "../../../platform/records/index.ts";
import { anOrganisation } from "../../../test-kit/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../../test-kit/web/index.ts";
import { markProved } from "../index.ts";

const PATH = "/api/v1/session/proof";
const FACTOR = "/api/v1/session/second-factor";
const MINUTE_MS = 60_000;
const STEP_MS = 30_000;

let now = Date.parse("2026-11-30T08:00:10Z");
let hub: TestHub;

before(async () => {
  hub = await startTestHub({ clock: { now: () => new Date(now) } });
});
after(async () => await hub[Symbol.asyncDispose]());

async function anAdministrator() {
  const organisationId = await anOrganisation(hub.records);
  return { organisationId, ...(await aSignedInPerson(hub, { roles: [[organisationId, "administrator"]] })) };
}

async function codeOf(browser: Browser, method: string, path: string, body?: unknown): Promise<string> {
  const answer = await browser.send(method, path, body);
  return answer.ok ? "done" : (await problemOf(answer)).code;
}

const isBeginning = (browser: Browser) => codeOf(browser, "POST", FACTOR);

test("signing in proves it for ten minutes, a password for ten more", async () => {
  const { browser, password } = await anAdministrator();
  now += 10 * MINUTE_MS - 1;
  assert.equal(await isBeginning(browser), "done");
  now += 1;
  assert.equal(await isBeginning(browser), "access.step_up_required");
  assert.equal(await codeOf(browser, "POST", PATH, { password: "not that" }), "access.password_wrong");
  assert.equal(await isBeginning(browser), "access.step_up_required");
  assert.equal(await codeOf(browser, "POST", PATH, { password }), "done");
  assert.equal(await isBeginning(browser), "done");
  now += 10 * MINUTE_MS;
  assert.equal(await isBeginning(browser), "access.step_up_required");
});

test("a proof is of one session, not of the others of the same person", async () => {
  const { browser, email, password } = await anAdministrator();
  const other = hub.newBrowser();
  await other.json("POST", "/api/v1/session", { email, password });
  now += 11 * MINUTE_MS;
  assert.equal(await codeOf(browser, "POST", PATH, { password }), "done");
  assert.equal(await isBeginning(other), "access.step_up_required");
});

test("where one-time codes are asked for, the password alone proves nothing", async () => {
  const { browser, password } = await anAdministrator();
  assert.deepEqual(PROOF_WAYS.parse(await browser.json("GET", PATH)), {
    password: true,
    code: false,
    passkey: false,
  });
  const { address } = NEW_SECOND_FACTOR.parse(await browser.json("POST", FACTOR));
  const app = URI.parse(address);
  assert.ok(app instanceof TOTP);
  await browser.json("POST", `${FACTOR}/confirm`, { code: app.generate({ timestamp: now }) });
  assert.deepEqual(PROOF_WAYS.parse(await browser.json("GET", PATH)), {
    password: true,
    code: true,
    passkey: false,
  });
  now += 11 * MINUTE_MS;
  assert.equal(await codeOf(browser, "POST", PATH, { password }), "access.code_required");
  assert.equal(await codeOf(browser, "POST", PATH, { password, code: "000000" }), "access.code_wrong");
  assert.equal(await codeOf(browser, "DELETE", FACTOR), "access.step_up_required");
  now += STEP_MS;
  const code = app.generate({ timestamp: now });
  assert.equal(await codeOf(browser, "POST", PATH, { password: "not that", code }), "access.password_wrong");
  assert.equal(await codeOf(browser, "POST", PATH, { password, code }), "done");
  assert.equal(await codeOf(browser, "DELETE", FACTOR), "done");
});

test("an invitation of an administrator needs it, of a viewer not", async () => {
  const { browser, organisationId } = await anAdministrator();
  const path = `/api/v1/organisations/${organisationId}/invitations`;
  now += 11 * MINUTE_MS;
  const invite = (role: string) => codeOf(browser, "POST", path, { email: `${role}@example.org`, role });
  assert.equal(await invite("viewer"), "done");
  assert.equal(await invite("administrator"), "access.step_up_required");
});

test("every dangerous act says that it needs one, and is refused without", async () => {
  const { browser, organisationId, id } = await anAdministrator();
  const declared = hub.routes.flatMap(({ stepUp, method, path }) =>
    stepUp === true ? [`${method} ${path}`] : [],
  );
  const expected = [
    "DELETE /api/v1/organisations/:id/people/:personId",
    "DELETE /api/v1/passkeys/:id",
    "DELETE /api/v1/session/second-factor",
    "PATCH /api/v1/organisations/:id/people/:personId",
    "PATCH /api/v1/webhooks/:id",
    "POST /api/v1/accounts/:personId/disable",
    "POST /api/v1/accounts/:personId/enable",
    "POST /api/v1/accounts/:personId/password-link",
    "POST /api/v1/legal-holds/:id/release",
    "POST /api/v1/passkeys",
    "POST /api/v1/passkeys/question",
    "POST /api/v1/organisations/:id/invitations/:invitationId/link",
    "POST /api/v1/organisations/:id/people/:personId/password-link",
    "POST /api/v1/session/second-factor",
    "POST /api/v1/session/second-factor/recovery-codes",
    "POST /api/v1/sources",
    "POST /api/v1/sources/:id/key",
    "POST /api/v1/webhooks",
    "POST /api/v1/webhooks/:id/secret",
    "PUT /api/v1/hub-roles/:personId",
    "PUT /api/v1/organisations/:id/retention",
    "PUT /api/v1/retention",
  ];
  for (const route of expected) assert.ok(declared.includes(route), route);
  const api = JSON.stringify(await browser.json("GET", "/api/v1/openapi.json"));
  assert.equal(api.split('"x-fengsui-step-up":true').length - 1, declared.length);
  now += 11 * MINUTE_MS;
  const isOfOperators = (path: string) => /accounts|hub-roles|v1\/retention/.test(path);
  for (const route of expected) {
    const [method = "", path = ""] = route.split(" ");
    const filled = path
      .replace("organisations/:id", `organisations/${organisationId}`)
      .replaceAll(/:\w+/g, id);
    const wanted = isOfOperators(path) ? "access.forbidden" : "access.step_up_required";
    assert.equal(await codeOf(browser, method, filled), wanted, route);
  }
});

test("the record of acts says who proved it by what; a session of somebody else is not marked", async () => {
  const { browser, id, password } = await anAdministrator();
  const stranger = await anAdministrator();
  await browser.send("POST", PATH, { password });
  const read = async () =>
    await hub.records.read(systemPrincipal("test"), ({ read: from }) =>
      from.selectFrom("sessions").select(["id", "proved_at"]).where("person_id", "=", id).execute(),
    );
  const [session] = await read();
  assert.ok(session);
  const entries = await hub.records.read(systemPrincipal("test"), ({ read: from }) =>
    from
      .selectFrom("audit_entries")
      .select(["action", "detail"])
      .where("subject_id", "=", session.id)
      .execute(),
  );
  const proofs = entries.filter(({ action }) => action === "session.prove");
  assert.deepEqual(
    proofs.map(({ detail }) => detail),
    [{ personId: id, by: "password" }],
  );
  now += MINUTE_MS;
  const isMarked = await hub.records.transaction(systemPrincipal("sign_in"), (tx) =>
    markProved(tx, { sessionId: session.id, personId: stranger.id, by: "provider" }),
  );
  assert.equal(isMarked, false);
  assert.deepEqual(await read(), [session]);
});

test("the application itself can neither read nor set when it was proved", async () => {
  const { id } = await anAdministrator();
  await assert.rejects(
    hub.records.read(wholePerson(id), ({ read }) =>
      read.selectFrom("sessions").select("proved_at").execute(),
    ),
    /permission denied/,
  );
});
