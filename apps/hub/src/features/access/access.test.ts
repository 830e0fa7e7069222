// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SESSION } from "@fengsui/contract";
import { systemPrincipal } from "../../platform/records/index.ts";
import { anOrganisation, asHub } from "../../test-kit/records/index.ts";
import { aSignedInPerson, problemOf, startTestHub, type TestHub } from "../../test-kit/web/index.ts";
import { IDLE_MS, SESSION_MS, SETUP_LINK_MS } from "./rules.ts";

const ADMINISTRATOR = {
  organisation: "City Hospital",
  name: "Wang Min",
  email: "wang@example.org",
  password: "correct horse battery staple",
};
const MINUTE_MS = 60_000;

/** A clock that the tests set: however slow the machine is, nothing passes by itself. */
let now = Date.parse("2026-11-23T08:00:00Z");
const clock = { now: () => new Date(now) };
let hub: TestHub;

before(async () => {
  hub = await startTestHub({ clock });
});
after(async () => await hub[Symbol.asyncDispose]());

function setupTokenOf(link: URL | undefined): string {
  return link?.hash.replace("#token=", "") ?? "";
}

async function auditOf(action: string) {
  return await hub.records.read(systemPrincipal("test"), ({ read }) =>
    read.selectFrom("audit_entries").selectAll().where("action", "=", action).orderBy("id").execute(),
  );
}

test("a hub without people is set up with its one-time link, once", async (t) => {
  const browser = hub.newBrowser();
  const token = setupTokenOf(hub.setupLink);

  await t.test("it says that it waits", async () => {
    assert.deepEqual(await browser.json("GET", "/api/v1/setup"), { isNeeded: true });
  });

  await t.test("another token is refused, and so is the right one after a day", async () => {
    const wrong = await browser.send("POST", "/api/v1/setup", { ...ADMINISTRATOR, token: "wrong" });
    assert.equal(wrong.status, 403);
    assert.equal((await problemOf(wrong)).code, "access.setup_token_invalid");
    now += SETUP_LINK_MS;
    const late = await browser.send("POST", "/api/v1/setup", { ...ADMINISTRATOR, token });
    assert.equal((await problemOf(late)).code, "access.setup_token_invalid");
    now -= SETUP_LINK_MS;
  });

  await t.test("a short password and one that is guessed first are refused", async () => {
    for (const [password, code] of [
      ["elevenchars", "http.invalid"],
      ["Password1234!", "access.password_weak"],
    ]) {
      const answer = await browser.send("POST", "/api/v1/setup", { ...ADMINISTRATOR, token, password });
      assert.equal(answer.status, 422);
      assert.equal((await problemOf(answer)).code, code);
    }
  });

  await t.test("of two at the same time one succeeds", async () => {
    const answers = await Promise.all(
      [browser, hub.newBrowser()].map((who) =>
        who.send("POST", "/api/v1/setup", { ...ADMINISTRATOR, token }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 409]);
    const created = answers.find(({ status }) => status === 201);
    const session = SESSION.parse(await created?.json());
    assert.equal(session.person.name, "Wang Min");
    assert.deepEqual(
      session.organisations.map(({ name, role }) => [name, role]),
      [["City Hospital", "administrator"]],
    );
    assert.deepEqual(session.hubRoles, ["operator"]);
  });

  await t.test("afterwards it is done, and the token worth nothing", async () => {
    assert.deepEqual(await browser.json("GET", "/api/v1/setup"), { isNeeded: false });
    const again = await browser.send("POST", "/api/v1/setup", { ...ADMINISTRATOR, token });
    assert.equal((await problemOf(again)).code, "access.setup_done");
  });

  await t.test("the organisation, the person and the session are in the audit record", async () => {
    for (const action of ["organisation.create", "person.create", "session.start"]) {
      const [entry, ...others] = await auditOf(action);
      assert.equal(entry?.actor_job, "setup", action);
      assert.equal(others.length, 0, action);
    }
  });
});

test("who signs in has a session until they sign out", async () => {
  const { browser, id, email } = await aSignedInPerson(hub);
  const session = SESSION.parse(await browser.json("GET", "/api/v1/session"));
  assert.equal(session.person.email, email);
  const { cookie } = browser;
  assert.equal((await browser.send("DELETE", "/api/v1/session")).status, 204);
  assert.equal(browser.cookie, "", "the browser forgets it");
  const stolen = await hub.newBrowser().send("GET", "/api/v1/session", undefined, { cookie });
  assert.equal(stolen.status, 401, "and it is worth nothing to who kept it");
  const ended = (await auditOf("session.end")).filter(({ actor_person_id }) => actor_person_id === id);
  assert.equal(ended.length, 1);
});

test("the cookie of a session is for the browser alone", async () => {
  const { email, password } = await aSignedInPerson(hub);
  const answer = await hub.newBrowser().send("POST", "/api/v1/session", { email, password });
  const [cookie] = answer.headers.getSetCookie();
  assert.match(cookie ?? "", /^fengsui=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict; Expires=/);
});

test("behind TLS the cookie does not travel without it", async () => {
  await using secure = await startTestHub({ environment: { FENGSUI_TRUST_PROXY: "10.0.0.1" } });
  const { email, password } = await aSignedInPerson(secure);
  const answer = await secure.newBrowser().send("POST", "/api/v1/session", { email, password });
  assert.match(answer.headers.getSetCookie()[0] ?? "", /^__Host-fengsui=.*; Secure/);
});

test("only hashes of tokens and passwords are kept", async () => {
  const { browser, password } = await aSignedInPerson(hub);
  const token = browser.cookie.split("=")[1] ?? "";
  const kept = await hub.records.read(systemPrincipal("test"), async ({ read }) =>
    JSON.stringify([
      await read.selectFrom("sessions").selectAll().execute(),
      await read.selectFrom("credentials").selectAll().execute(),
      await read.selectFrom("audit_entries").selectAll().execute(),
    ]),
  );
  assert.ok(!kept.includes(token));
  assert.ok(!kept.includes(Buffer.from(token).toString("base64")));
  assert.ok(!kept.includes(password));
});

test("a wrong password and an unknown address are answered alike", async () => {
  const { email } = await aSignedInPerson(hub);
  const answers = await Promise.all(
    [email, "nobody@example.org"].map(async (address) => {
      const answer = await hub
        .newBrowser()
        .send("POST", "/api/v1/session", { email: address, password: "wrong" });
      const { requestId: _, ...problem } = await problemOf(answer);
      return problem;
    }),
  );
  assert.equal(answers[0]?.code, "access.sign_in_failed");
  assert.deepEqual(answers[0], answers[1]);
});

test("who was disabled has no session and cannot sign in", async () => {
  const { browser, id, email, password } = await aSignedInPerson(hub);
  await asHub(hub.records, (write) =>
    write.updateTable("people").set({ disabled_at: new Date() }).where("id", "=", id).execute(),
  );
  assert.equal((await browser.send("GET", "/api/v1/session")).status, 401);
  const again = await hub.newBrowser().send("POST", "/api/v1/session", { email, password });
  assert.equal((await problemOf(again)).code, "access.sign_in_failed");
});

test("a session ends when it is not used, and in any case after its time", async (t) => {
  t.after(() => {
    now += SESSION_MS;
  });
  const used = await aSignedInPerson(hub);
  const unused = await aSignedInPerson(hub);
  const statusOf = async ({ browser }: typeof used) => (await browser.send("GET", "/api/v1/session")).status;
  const step = IDLE_MS - MINUTE_MS;
  for (let passed = step; passed < SESSION_MS; passed += step) {
    now += step;
    assert.equal(await statusOf(used), 200);
  }
  assert.equal(await statusOf(unused), 401);
  now += step;
  assert.equal(await statusOf(used), 401);
});

test("a person changes the own name and language, and nothing else", async () => {
  const { browser, id } = await aSignedInPerson(hub);
  const changed = await browser.json("PATCH", "/api/v1/session/person", { name: "Li Na", language: "en" });
  assert.equal(SESSION.parse(changed).person.language, "en");
  const seen = SESSION.parse(await browser.json("GET", "/api/v1/session"));
  assert.deepEqual([seen.person.name, seen.person.language], ["Li Na", "en"]);
  const entries = await auditOf("person.change");
  assert.deepEqual(
    entries.map(({ actor_person_id, detail }) => [actor_person_id, detail]),
    [[id, { name: "Li Na", language: "en" }]],
  );
  const nothing = await browser.send("PATCH", "/api/v1/session/person", {});
  assert.equal((await problemOf(nothing)).code, "http.invalid");
});

test("a change without the token, or from another site's page, is refused", async () => {
  const { browser } = await aSignedInPerson(hub);
  const change = { name: "Mallory" };
  const path = "/api/v1/session/person";
  const forged = await browser.send("PATCH", path, change, { origin: "https://evil.example" });
  assert.equal((await problemOf(forged)).code, "http.foreign_origin");
  browser.csrfToken = "guessed";
  assert.equal((await problemOf(await browser.send("PATCH", path, change))).code, "access.csrf");
  browser.csrfToken = undefined;
  const bare = await browser.send("PATCH", path, change, { origin: hub.address.origin });
  assert.equal((await problemOf(bare)).code, "access.csrf");
});

test("guessing at one account is slowed down, wherever it comes from, and its owner gets in later", async () => {
  const { email, password } = await aSignedInPerson(hub);
  await using proxied = await startTestHub({
    clock,
    environment: { FENGSUI_TRUST_PROXY: "127.0.0.1" },
  });
  const statuses: number[] = [];
  for (let guess = 0; guess < 51; guess += 1) {
    const headers = { "x-forwarded-for": `192.0.2.${guess}` };
    const body = { email, password: `guess ${guess}` };
    statuses.push((await proxied.newBrowser().send("POST", "/api/v1/session", body, headers)).status);
  }
  assert.deepEqual([...new Set(statuses.slice(0, 50))], [401]);
  assert.equal(statuses[50], 429);
  const elsewhere = await hub.newBrowser().send("POST", "/api/v1/session", { email, password });
  assert.equal(elsewhere.status, 201);
});

test("who guesses at an account does not keep its owner out of where they signed in before, on another hub either", async () => {
  const environment = { FENGSUI_TRUST_PROXY: "127.0.0.1" };
  await using first = await startTestHub({ clock, environment });
  const { email, password } = await aSignedInPerson(first);
  const signIn = async (at: TestHub, from: string, given: string) => {
    const body = { email, password: given };
    const headers = { "x-forwarded-for": from };
    return (await at.newBrowser().send("POST", "/api/v1/session", body, headers)).status;
  };
  assert.equal(await signIn(first, "198.51.100.7", password), 201);
  await using second = await startTestHub({ clock, environment, besides: first.records });
  for (let guess = 0; guess < 50; guess += 1) await signIn(second, `192.0.2.${guess}`, "a guess of somebody");
  const asPlace = { email: `${email} from 198.51.100.7`, password: "a guess of somebody" };
  for (let guess = 0; guess < 50; guess += 1) {
    const headers = { "x-forwarded-for": `203.0.113.${guess}` };
    await second.newBrowser().send("POST", "/api/v1/session", asPlace, headers);
  }
  assert.equal(await signIn(second, "192.0.2.99", password), 429);
  assert.equal(await signIn(second, "198.51.100.7", password), 201);
});

test("a changed password ends every other session, and only the right one changes it", async () => {
  const { browser, email, password } = await aSignedInPerson(hub);
  const other = hub.newBrowser();
  await other.json("POST", "/api/v1/session", { email, password });
  const change = { current: password, password: "another horse, another battery" };
  const wrong = await browser.send("POST", "/api/v1/session/password", { ...change, current: "not that" });
  assert.equal((await problemOf(wrong)).code, "access.password_wrong");
  const weak = await browser.send("POST", "/api/v1/session/password", {
    ...change,
    password: "Password1234!",
  });
  assert.equal((await problemOf(weak)).code, "access.password_weak");
  const { cookie } = browser;
  SESSION.parse(await browser.json("POST", "/api/v1/session/password", change));
  assert.notEqual(browser.cookie, cookie);
  assert.equal((await browser.send("GET", "/api/v1/session")).status, 200);
  assert.equal((await other.send("GET", "/api/v1/session")).status, 401);
  const stolen = await hub.newBrowser().send("GET", "/api/v1/session", undefined, { cookie });
  assert.equal(stolen.status, 401);
  const signIn = async (given: string) =>
    (await hub.newBrowser().send("POST", "/api/v1/session", { email, password: given })).status;
  assert.deepEqual([await signIn(password), await signIn(change.password)], [401, 201]);
});

test("who signs out everywhere is signed out everywhere", async () => {
  const { browser, email, password } = await aSignedInPerson(hub);
  const other = hub.newBrowser();
  await other.json("POST", "/api/v1/session", { email, password });
  const { browser: somebodyElse } = await aSignedInPerson(hub);
  assert.equal((await browser.send("DELETE", "/api/v1/sessions")).status, 204);
  assert.equal((await other.send("GET", "/api/v1/session")).status, 401);
  assert.equal((await somebodyElse.send("GET", "/api/v1/session")).status, 200);
});

test("many attempts from one address are refused with the time to wait", async () => {
  await using other = await startTestHub({ clock });
  let last: Response | undefined;
  for (let attempt = 0; attempt < 21; attempt += 1)
    last = await other.newBrowser().send("POST", "/api/v1/session", {
      email: `nobody-${attempt}@example.org`,
      password: "a guess of somebody",
    });
  assert.equal(last?.status, 429);
  const seconds = Number(last?.headers.get("retry-after"));
  assert.ok(seconds >= 1 && seconds <= 10, String(seconds));
});

test("whoever signs in in vain keeps nobody out who signed in from there before, nor learns who did", async () => {
  await using other = await startTestHub({ clock });
  const { browser, email, password } = await aSignedInPerson(other);
  await other.newBrowser().json("POST", "/api/v1/session", { email, password });
  const answerTo = async (body: { email: string; password: string }) => {
    const answer = await other.newBrowser().send("POST", "/api/v1/session", body);
    if (answer.ok) return "in";
    return [(await problemOf(answer)).code, answer.headers.get("retry-after")];
  };
  const nobody = { email: "nobody@example.org", password: "a guess of somebody" };
  for (let attempt = 0; attempt < 20; attempt += 1) await answerTo(nobody);
  const refused = await answerTo(nobody);
  assert.equal(refused[0], "http.too_many");
  assert.deepEqual(await answerTo({ email, password: "a guess of somebody" }), refused);
  assert.equal(await answerTo({ email, password }), "in");
  for (let attempt = 0; attempt < 20; attempt += 1)
    await other.newBrowser().send("POST", "/api/v1/session/password", {});
  const change = { current: "not that", password: "another horse, another battery" };
  const mistyped = await browser.send("POST", "/api/v1/session/password", change);
  assert.equal((await problemOf(mistyped)).code, "access.password_wrong");
});

test("somebody sees only the organisations that they are in", async () => {
  const organisation = await anOrganisation(hub.records);
  await anOrganisation(hub.records);
  const { browser } = await aSignedInPerson(hub, { roles: [[organisation, "viewer"]] });
  const { organisations } = SESSION.parse(await browser.json("GET", "/api/v1/session"));
  assert.deepEqual(
    organisations.map(({ id, role }) => [id, role]),
    [[organisation, "viewer"]],
  );
});
