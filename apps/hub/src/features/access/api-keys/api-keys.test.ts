// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  API_KEYS,
  CREATED_KEY,
  CURRENT_KEY,
  type KeyScope,
  type NewKey,
  ORGANISATION_KEYS,
  SERVICE_ACCOUNTS,
} from "@fengsui/contract";
import type { OrganisationId } from "../../../platform/records/index.ts";
import { anOrganisation, asHub } from "../../../test-kit/records/index.ts";
import { anAlert, aRule } from "../../../test-kit/records/shared-world.ts";
import {
  aSignedInPerson,
  type Browser,
  LiveStream,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../../test-kit/web/index.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let now = new Date("2026-11-30T08:00:00Z");
let hub: TestHub;

before(async () => {
  hub = await startTestHub({ clock: { now: () => now } });
});
after(async () => await hub[Symbol.asyncDispose]());

function wanted(scopes: readonly KeyScope[], change: Partial<NewKey> = {}) {
  const expiresAt = new Date(now.getTime() + 90 * DAY_MS).toISOString();
  return { name: "nightly export", scopes, expiresAt, organisationIds: null, ...change };
}

async function aKey(browser: Browser, scopes: readonly KeyScope[], change: Partial<NewKey> = {}) {
  return CREATED_KEY.parse(await browser.json("POST", "/api/v1/keys", wanted(scopes, change)));
}

/** As a program sends it: no cookie, no token against forged requests. */
async function withKey(secret: string, method: string, path: string, body?: unknown, headers = {}) {
  return await hub.newBrowser().send(method, path, body, { authorization: `Bearer ${secret}`, ...headers });
}

async function alertsBy(secret: string): Promise<string[]> {
  const response = await withKey(secret, "GET", "/api/v1/alerts");
  assert.equal(response.status, 200, await response.clone().text());
  const body: { alerts: { id: string }[] } = JSON.parse(await response.text());
  return body.alerts.map(({ id }) => id).toSorted();
}

async function anAlertOf(owner: OrganisationId) {
  return await asHub(hub.records, async (write) => {
    const audience = { owner, marking: null } as const;
    return await anAlert(write, audience, await aRule(write, audience));
  });
}

async function aPersonOfTwo() {
  const organisations = [await anOrganisation(hub.records), await anOrganisation(hub.records)] as const;
  const roles = organisations.map((id) => [id, "administrator"] as const);
  const person = await aSignedInPerson(hub, { roles });
  return { ...person, organisations };
}

test("a program reads and writes by a key, as its owner and no more than its scopes", async () => {
  const { browser, organisations } = await aPersonOfTwo();
  const { key, secret } = await aKey(browser, ["cases:read", "cases:write"]);
  assert.ok(secret.startsWith(`${key.prefix}_`));
  const created = await withKey(secret, "POST", "/api/v1/cases", {
    organisationId: organisations[0],
    title: "dc1",
  });
  assert.equal(created.status, 201);
  assert.equal((await withKey(secret, "GET", "/api/v1/cases")).status, 200);
  const refused = await problemOf(await withKey(secret, "GET", "/api/v1/alerts"));
  assert.deepEqual([refused.code, refused.detail], ["access.key_scope", "this takes the scope alerts:read"]);
  const entry = await asHub(hub.records, (write) =>
    write
      .selectFrom("audit_entries")
      .select("detail")
      .where("action", "=", "case.create")
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirstOrThrow(),
  );
  assert.match(
    JSON.stringify(entry.detail),
    new RegExp(key.id),
    "what it did is told from what its owner did",
  );
  const current = CURRENT_KEY.parse(await (await withKey(secret, "GET", "/api/v1/keys/current")).json());
  assert.deepEqual([current.key.id, current.organisations.length], [key.id, 2]);
});

test("the list shows what a key is and when it was used last, and never the key", async () => {
  const { browser } = await aPersonOfTwo();
  const { key, secret } = await aKey(browser, ["alerts:read"]);
  await withKey(secret, "GET", "/api/v1/alerts");
  const text = await (await browser.send("GET", "/api/v1/keys")).text();
  assert.ok(!text.includes(secret));
  const [listed] = API_KEYS.parse(JSON.parse(text)).keys;
  assert.deepEqual(
    [listed?.id, listed?.state, listed?.lastUsedAt, listed?.lastAddress],
    [key.id, "active", now.toISOString(), "127.0.0.1"],
  );
});

test("unknown, misspelt, expired and revoked keys are told apart by nobody", async () => {
  const { browser } = await aPersonOfTwo();
  const revoked = await aKey(browser, ["alerts:read"]);
  assert.equal((await browser.send("DELETE", `/api/v1/keys/${revoked.key.id}`)).status, 204);
  const expired = await aKey(browser, ["alerts:read"], {
    expiresAt: new Date(now.getTime() + DAY_MS).toISOString(),
  });
  const good = await aKey(browser, ["alerts:read"]);
  const before = now;
  now = new Date(now.getTime() + DAY_MS);
  const answers = await Promise.all(
    [revoked.secret, expired.secret, `${good.secret.slice(0, -1)}!`, "fs_x", ""].map(async (text) => {
      const response = await withKey(text, "GET", "/api/v1/alerts");
      const { requestId: _, ...problem } = await problemOf(response);
      return JSON.stringify([response.status, response.headers.get("www-authenticate"), problem]);
    }),
  );
  assert.equal(new Set(answers).size, 1, answers.join("\n"));
  assert.match(answers[0] ?? "", /^\[401,"Bearer realm=/);
  assert.equal((await withKey(good.secret, "GET", "/api/v1/alerts")).status, 200);
  now = before;
});

test("who guesses keys is made to wait, and keeps no good key of the same network out", async () => {
  const { browser: owner } = await aPersonOfTwo();
  const { secret } = await aKey(owner, ["alerts:read"]);
  const browser = hub.newBrowser();
  const guess = () => browser.send("GET", "/api/v1/alerts", undefined, { authorization: "Bearer fs_guess" });
  const statuses = new Set<number>();
  for (let time = 0; time < 40; time++) statuses.add((await guess()).status);
  assert.deepEqual([...statuses].toSorted(), [401, 429]);
  assert.equal((await withKey(secret, "GET", "/api/v1/alerts")).status, 200);
  now = new Date(now.getTime() + 10 * 60_000);
  assert.equal((await guess()).status, 401);
});

test("a key makes so many requests in a minute as it may", async () => {
  const { browser } = await aPersonOfTwo();
  const { secret } = await aKey(browser, ["alerts:read"], { ratePerMinute: 3 });
  const statuses: number[] = [];
  for (let time = 0; time < 4; time++) statuses.push((await withKey(secret, "GET", "/api/v1/alerts")).status);
  assert.deepEqual(statuses, [200, 200, 200, 429]);
  now = new Date(now.getTime() + 20_000);
  assert.equal((await withKey(secret, "GET", "/api/v1/alerts")).status, 200);
});

test("a key with a cookie is refused: whose the request is, is not guessed", async () => {
  const { browser } = await aPersonOfTwo();
  const { secret } = await aKey(browser, ["alerts:read"]);
  const both = await browser.send("GET", "/api/v1/alerts", undefined, { authorization: `Bearer ${secret}` });
  assert.equal((await problemOf(both)).code, "access.key_and_session");
});

test("a key narrowed to an organisation reaches nothing of the others", async () => {
  const { browser, organisations } = await aPersonOfTwo();
  const [home, other] = organisations;
  const mine = [await anAlertOf(home), await anAlertOf(other)] as const;
  const all = await aKey(browser, ["alerts:read", "cases:write"]);
  const narrow = await aKey(browser, ["alerts:read", "cases:write"], { organisationIds: [home] });
  assert.deepEqual(await alertsBy(all.secret), mine.toSorted());
  assert.deepEqual(await alertsBy(narrow.secret), [mine[0]]);
  assert.equal((await withKey(narrow.secret, "GET", `/api/v1/alerts/${mine[1]}`)).status, 404);
  const elsewhere = await withKey(narrow.secret, "POST", "/api/v1/cases", {
    organisationId: other,
    title: "x",
  });
  assert.equal((await problemOf(elsewhere)).code, "access.forbidden");
  const stranger = await anOrganisation(hub.records);
  const wider = await browser.send(
    "POST",
    "/api/v1/keys",
    wanted(["alerts:read"], { organisationIds: [stranger] }),
  );
  assert.equal((await problemOf(wider)).code, "access.key_widens");
});

test("an administrator takes from a key what it may do in their organisation, and there alone", async () => {
  const { browser, organisations } = await aPersonOfTwo();
  const [home, other] = organisations;
  const alerts = [await anAlertOf(home), await anAlertOf(other)] as const;
  const { key, secret } = await aKey(browser, ["alerts:read", "cases:read"]);
  const chief = await aSignedInPerson(hub, { roles: [[home, "administrator"]] });
  const path = `/api/v1/organisations/${home}/keys`;
  const listed = ORGANISATION_KEYS.parse(await chief.browser.json("GET", path)).keys;
  assert.deepEqual(
    listed.map(({ id, owner, allowedScopes }) => [id, owner.kind, allowedScopes]),
    [[key.id, "person", ["alerts:read", "cases:read"]]],
  );
  assert.equal((await chief.browser.send("DELETE", `/api/v1/keys/${key.id}`)).status, 404);
  await chief.browser.json("PUT", `${path}/${key.id}`, { scopes: ["cases:read"] });
  assert.deepEqual(await alertsBy(secret), [alerts[1]]);
  const left = await chief.browser.json("PUT", `${path}/${key.id}`, { scopes: [] });
  assert.deepEqual(ORGANISATION_KEYS.parse(left).keys[0]?.allowedScopes, []);
  const unknown = await chief.browser.send("PUT", `/api/v1/organisations/${other}/keys/${key.id}`, {
    scopes: [],
  });
  assert.equal((await problemOf(unknown)).code, "access.forbidden");
});

test("a key does what its owner may do now: not what they might when it was made", async () => {
  const { id, browser, organisations } = await aPersonOfTwo();
  const [home, other] = organisations;
  const { secret } = await aKey(browser, ["cases:write"]);
  const chief = await aSignedInPerson(hub, { roles: [[home, "administrator"]] });
  const add = (organisationId: OrganisationId) =>
    withKey(secret, "POST", "/api/v1/cases", { organisationId, title: `of ${organisationId}` });
  assert.equal((await add(home)).status, 201);
  await chief.browser.send("DELETE", `/api/v1/organisations/${home}/people/${id}`);
  assert.equal((await problemOf(await add(home))).code, "access.forbidden");
  assert.equal((await add(other)).status, 201);
  await asHub(hub.records, (write) =>
    write.updateTable("people").set({ disabled_at: now }).where("id", "=", id).execute(),
  );
  assert.equal((await add(other)).status, 401);
});

test("a key holds at most a year, and has no role of the hub that its owner has not", async () => {
  const { browser } = await aPersonOfTwo();
  for (const days of [-1, 400]) {
    const expiresAt = new Date(now.getTime() + days * DAY_MS).toISOString();
    const refused = await browser.send("POST", "/api/v1/keys", wanted(["alerts:read"], { expiresAt }));
    assert.equal((await problemOf(refused)).code, "access.key_expiry");
  }
  const hubRole = await browser.send("POST", "/api/v1/keys", wanted(["hub:roles"]));
  assert.equal((await problemOf(hubRole)).code, "access.key_widens");
});

test("a service account works by its keys when who made it has left, and ends with them", async () => {
  const home = await anOrganisation(hub.records);
  const alert = await anAlertOf(home);
  const maker = await aSignedInPerson(hub, { roles: [[home, "administrator"]] });
  const chief = await aSignedInPerson(hub, { roles: [[home, "administrator"]] });
  const path = `/api/v1/organisations/${home}/service-accounts`;
  const { accounts } = SERVICE_ACCOUNTS.parse(
    await maker.browser.json("POST", path, { name: "export", role: "analyst" }),
  );
  const [account] = accounts;
  assert.equal(account?.name, "service: export");
  const { organisationIds: _, ...ofService } = wanted(["alerts:read"]);
  const made = await maker.browser.json("POST", `${path}/${account?.id}/keys`, ofService);
  const { secret } = CREATED_KEY.parse(made);
  await asHub(hub.records, (write) =>
    write.updateTable("people").set({ disabled_at: now }).where("id", "=", maker.id).execute(),
  );
  assert.deepEqual(await alertsBy(secret), [alert]);
  const keys = ORGANISATION_KEYS.parse(
    await chief.browser.json("GET", `/api/v1/organisations/${home}/keys`),
  ).keys;
  assert.deepEqual(
    keys.map(({ owner }) => [owner.kind, owner.name]),
    [["service", "service: export"]],
  );
  const widened = await chief.browser.send("POST", `${path}/${account?.id}/keys`, {
    ...ofService,
    scopes: ["named:read"],
  });
  assert.equal((await problemOf(widened)).code, "access.key_widens");
  const membership = `/api/v1/organisations/${home}/people/${account?.id}`;
  for (const role of ["manager", "administrator"]) {
    const raised = await chief.browser.send("PATCH", membership, { role });
    assert.equal((await problemOf(raised)).code, "access.service_role", role);
  }
  assert.equal((await chief.browser.send("PATCH", membership, { role: "viewer" })).status, 204);
  const stranger = await aSignedInPerson(hub, {
    roles: [[await anOrganisation(hub.records), "administrator"]],
  });
  assert.equal((await stranger.browser.send("DELETE", `${path}/${account?.id}`)).status, 403);
  assert.equal((await chief.browser.send("DELETE", `${path}/${account?.id}`)).status, 204);
  assert.equal((await withKey(secret, "GET", "/api/v1/alerts")).status, 401);
});

test("no person takes the name of a service account", async () => {
  const { browser } = await aPersonOfTwo();
  const response = await browser.send("PATCH", "/api/v1/session/person", { name: "service: export" });
  assert.equal(response.status, 422);
});

test("a key that sees nothing by name makes nothing that is for people by name", async () => {
  const { id, browser, organisations } = await aPersonOfTwo();
  const [organisationId] = organisations;
  const sharing = { marking: "red", personIds: [id] };
  const add = async (scopes: readonly KeyScope[], path: string, body: object) =>
    await withKey((await aKey(browser, scopes)).secret, "POST", path, {
      organisationId,
      title: "x",
      ...body,
    });
  for (const [scope, path, body] of [
    ["cases:write", "/api/v1/cases", { sharing }],
    ["sharing:write", "/api/v1/publications", { severity: "high", sharing: { marking: "amber" } }],
  ] as const) {
    const refused = await problemOf(await add([scope], path, body));
    assert.deepEqual([refused.code, refused.status], ["access.key_scope", 403], path);
    assert.equal((await add([scope, "named:read"], path, body)).status, 201, path);
  }
});

test("an open stream ends when its key is revoked, and when it expires", async () => {
  const { browser, organisations } = await aPersonOfTwo();
  const [organisationId] = organisations;
  const news = async () => await browser.json("POST", "/api/v1/cases", { organisationId, title: "news" });
  const expiresAt = new Date(now.getTime() + HOUR_MS).toISOString();
  const before = now;
  for (const end of [
    async (id: string) => await browser.send("DELETE", `/api/v1/keys/${id}`),
    async () => {
      now = new Date(now.getTime() + HOUR_MS);
    },
  ]) {
    const { key, secret } = await aKey(browser, ["live:read", "cases:read"], { expiresAt });
    const { stream } = await LiveStream.open(hub.newBrowser(), undefined, secret);
    using _ = stream;
    await news();
    await stream.nextOf("case.changed");
    await end(key.id);
    await news();
    for (let heard = await stream.nextOrEnd(); heard !== undefined; heard = await stream.nextOrEnd())
      assert.notEqual(heard.event, "case.changed", "nothing is told to a key that has ended");
  }
  now = before;
});
