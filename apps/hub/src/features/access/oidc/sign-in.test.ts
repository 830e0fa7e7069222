// SPDX-License-Identifier: Apache-2.0
/** The way to a provider and back, over HTTP, with a certified server as the provider. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import {
  IDENTITIES,
  NEW_SECOND_FACTOR,
  PROVIDER_WAY,
  RECOVERY_CODES,
  SESSION,
  SIGN_IN_PROVIDERS,
} from "@fengsui/contract";
import { sql } from "kysely";
import { URI } from "otpauth";
import { systemPrincipal } from "../../../platform/records/index.ts";
import {
  aPersonThere,
  asPage,
  browseThere,
  enter,
  entered,
  type ProvidedHub,
  propose,
  setOut,
  startProvidedHub,
} from "../../../test-kit/oidc/index.ts";
import { aSignedInPerson, type Browser, problemOf, startTestHub } from "../../../test-kit/web/index.ts";
import { FLOW_MS } from "./rules.ts";

/** What the tests add to the time: tokens of the provider are of now. */
let lateMs = 0;
const clock = { now: () => new Date(Date.now() + lateMs) };
let world: ProvidedHub;
const GROUP = "/soc/analysts";

before(async () => {
  world = await startProvidedHub({ clock });
  const { organisationId } = world;
  await propose(world, { group: GROUP, organisationId, role: "analyst" }, { isAccepted: true });
});
after(async () => await world[Symbol.asyncDispose]());
afterEach(() => {
  lateMs = 0;
  world.there.tamper = undefined;
});

const RETURN = "/api/v1/sign-in/return";
const OWN = "/api/v1/session/identities";
const PROOF = "/api/v1/session/proof";

async function comeBack(browser: Browser, query: string, path = RETURN) {
  return await browser.send("POST", path, { query }, asPage(world));
}

async function refusalOf(response: Response): Promise<string> {
  return (await problemOf(response)).code;
}

async function queryOf(browser: Browser, who: string): Promise<string> {
  world.there.who = who;
  return await browseThere(await setOut(world, browser));
}

test("somebody of a group that has a role comes, has an account, and comes back to the same", async () => {
  const { providers } = SIGN_IN_PROVIDERS.parse(
    await world.hub.newBrowser().json("GET", "/api/v1/sign-in/providers"),
  );
  assert.deepEqual(providers, [{ id: world.providerId, name: "Company" }]);
  const who = aPersonThere(world, { groups: [GROUP, "/elsewhere"] });
  const first = await entered(world, who);
  assert.equal(first.session.person.email, `${who}@example.org`);
  assert.deepEqual(
    first.session.organisations.map(({ id, role }) => [id, role]),
    [[world.organisationId, "analyst"]],
  );
  assert.deepEqual(first.session.hubRoles, []);
  assert.equal((await first.browser.send("GET", "/api/v1/session")).status, 200);
  world.there.people.set(who, { sub: who, email: "another@example.org", name: "Renamed", groups: [GROUP] });
  const second = await entered(world, who);
  assert.deepEqual(second.session.person, first.session.person, "told by issuer and subject alone");
});

test("another subject with the same address is refused, and takes nothing over", async () => {
  const who = aPersonThere(world, { groups: [GROUP] });
  await entered(world, who);
  const other = aPersonThere(world, { groups: [GROUP], email: `${who.toUpperCase()}@example.org` });
  assert.equal(await refusalOf((await enter(world, other)).response), "provider.email_taken");
  const { email } = await aSignedInPerson(world.hub);
  const thief = aPersonThere(world, { groups: [GROUP], email });
  assert.equal(await refusalOf((await enter(world, thief)).response), "provider.email_taken");
});

test("without a role, or without an address that is verified, nobody gets an account", async () => {
  const roleless = aPersonThere(world, { groups: ["/nobody"] });
  assert.equal(await refusalOf((await enter(world, roleless)).response), "provider.no_role");
  const unverified = aPersonThere(world, { groups: [GROUP], email_verified: false });
  assert.equal(await refusalOf((await enter(world, unverified)).response), "provider.email_missing");
});

test("where the provider makes no accounts, the owner of one connects it, and only from their own session", async () => {
  await world.operator.json("PATCH", `/api/v1/identity-providers/${world.providerId}`, {
    makesAccounts: false,
  });
  try {
    const who = aPersonThere(world, { groups: [GROUP] });
    assert.equal(await refusalOf((await enter(world, who)).response), "provider.no_account");
    const owner = await aSignedInPerson(world.hub);
    world.there.who = who;
    const query = await browseThere(await setOut(world, owner.browser, `${OWN}/${world.providerId}`));
    const stranger = await aSignedInPerson(world.hub);
    assert.equal(await refusalOf(await comeBack(stranger.browser, query, OWN)), "provider.way_lost");
    const again = await browseThere(await setOut(world, owner.browser, `${OWN}/${world.providerId}`));
    assert.equal((await comeBack(owner.browser, again, OWN)).status, 204);
    const { session } = await entered(world, who);
    assert.equal(session.person.id, owner.id);
    assert.deepEqual(
      session.organisations.map(({ role }) => role),
      ["analyst"],
    );
    world.there.who = who;
    const taken = await browseThere(await setOut(world, stranger.browser, `${OWN}/${world.providerId}`));
    assert.equal(await refusalOf(await comeBack(stranger.browser, taken, OWN)), "provider.identity_taken");
    const { identities } = IDENTITIES.parse(await owner.browser.json("GET", OWN));
    assert.deepEqual(
      identities.map(({ providerName, label }) => [providerName, label]),
      [["Company", `${who}@example.org`]],
    );
    assert.equal((await owner.browser.send("DELETE", `${OWN}/${identities[0]?.id}`)).status, 204);
    assert.equal(await refusalOf((await enter(world, who)).response), "provider.no_account");
  } finally {
    await world.operator.json("PATCH", `/api/v1/identity-providers/${world.providerId}`, {
      makesAccounts: true,
    });
  }
});

test("whoever has no password does not cut off their last way in", async () => {
  const who = aPersonThere(world, { groups: [GROUP] });
  const { browser } = await entered(world, who);
  const [own] = IDENTITIES.parse(await browser.json("GET", OWN)).identities;
  assert.equal(await refusalOf(await browser.send("DELETE", `${OWN}/${own?.id}`)), "provider.last_way_in");
  const other = await aSignedInPerson(world.hub);
  const foreign = await other.browser.send("DELETE", `${OWN}/${own?.id}`);
  assert.equal(await refusalOf(foreign), "provider.identity_not_found");
});

test("an answer is good in the browser that set out, once, for ten minutes", async () => {
  const who = aPersonThere(world, { groups: [GROUP] });
  const browser = world.hub.newBrowser();
  assert.equal(await refusalOf(await comeBack(browser, "state=enter.made-up&code=x")), "provider.way_lost");
  assert.equal(await refusalOf(await comeBack(browser, "code=x")), "provider.way_lost");
  const stolen = await queryOf(browser, who);
  assert.equal(
    await refusalOf(await comeBack(world.hub.newBrowser(), stolen)),
    "provider.way_lost",
    "another browser",
  );
  const late = await queryOf(browser, who);
  lateMs = FLOW_MS;
  assert.equal(await refusalOf(await comeBack(browser, late)), "provider.way_lost", "too late");
  lateMs = 0;
  const query = await queryOf(browser, who);
  const params = new URLSearchParams(query);
  const { cookie } = browser;
  const swapped = await queryOf(browser, who);
  params.set("code", new URLSearchParams(swapped).get("code") ?? "");
  const mixed = await world.hub
    .newBrowser()
    .send("POST", RETURN, { query: `${params}` }, { ...asPage(world), cookie });
  assert.equal(await refusalOf(mixed), "provider.answer_refused", "the code of another way");
  const good = await queryOf(browser, who);
  assert.equal((await comeBack(browser, good)).status, 201);
  assert.equal(await refusalOf(await comeBack(browser, good)), "provider.way_lost", "again");
});

test("another process of the hub ends what this one began", async () => {
  const environment = { FENGSUI_PROVIDER_NETWORKS: "127.0.0.1", FENGSUI_TRUST_PROXY: "127.0.0.1" };
  await using other = await startTestHub({ clock, besides: world.hub.records, environment });
  const who = aPersonThere(world, { groups: [GROUP] });
  const browser = world.hub.newBrowser();
  const query = await queryOf(browser, who);
  const headers = { ...asPage({ hub: other }), cookie: browser.cookie };
  const answer = await other.newBrowser().send("POST", RETURN, { query }, headers);
  assert.equal(answer.status, 201, await answer.text());
});

const LIES: Readonly<
  Record<string, (token: { head: object; claims: object }) => { head: object; claims: object }>
> = {
  "another nonce": ({ head, claims }) => ({ head, claims: { ...claims, nonce: "another" } }),
  "no nonce": ({ head, claims }) => ({ head, claims: { ...claims, nonce: undefined } }),
  "another issuer": ({ head, claims }) => ({ head, claims: { ...claims, iss: "https://evil.example.org" } }),
  "another audience": ({ head, claims }) => ({ head, claims: { ...claims, aud: "another" } }),
  "no signature": ({ head, claims }) => ({ head: { ...head, alg: "none" }, claims }),
  "the secret as its key": ({ head, claims }) => ({ head: { ...head, alg: "HS256" }, claims }),
  "another key": ({ head, claims }) => ({ head: { ...head, kid: "two" }, claims }),
  "a time that is over": ({ head, claims }) => ({ head, claims: { ...claims, exp: 1_700_000_000 } }),
};

test("a token that does not hold is refused, whatever of it is wrong", async (t) => {
  const who = aPersonThere(world, { groups: [GROUP] });
  for (const [lie, tell] of Object.entries(LIES))
    await t.test(lie, async () => {
      world.there.tamper = (token) => {
        const told = tell(token);
        return { head: { ...told.head }, claims: { ...told.claims } };
      };
      assert.equal(await refusalOf((await enter(world, who)).response), "provider.answer_refused");
    });
  await t.test("userinfo of another", async () => {
    world.there.tamper = ({ head, claims }) => ({ head, claims: { ...claims, sub: "somebody-else" } });
    assert.equal(await refusalOf((await enter(world, who)).response), "provider.answer_refused");
  });
});

test("whoever is not let in there is told so, and nothing that stands in the address", async () => {
  const answer = (await enter(world, "")).response;
  const { code, detail } = await problemOf(answer);
  assert.deepEqual([code, detail], ["provider.declined", "it says access_denied"]);
});

test("a provider that is off or removed is none, and its secret is told to nobody", async () => {
  const path = `/api/v1/identity-providers/${world.providerId}`;
  const listed = JSON.stringify(await world.operator.json("GET", "/api/v1/identity-providers"));
  assert.ok(!listed.includes(world.there.clientSecret));
  await world.operator.json("PATCH", path, { isEnabled: false });
  const entry = `/api/v1/sign-in/providers/${world.providerId}`;
  const answer = await world.hub.newBrowser().send("POST", entry, {}, asPage(world));
  assert.equal(await refusalOf(answer), "provider.not_found");
  await world.operator.json("PATCH", path, { isEnabled: true });
  const entries = await world.hub.records.read(systemPrincipal("test"), ({ read }) =>
    read
      .selectFrom("audit_entries")
      .select("detail")
      .where("subject_kind", "=", "identity_provider")
      .execute(),
  );
  assert.ok(entries.length >= 3);
  assert.ok(!JSON.stringify(entries).includes(world.there.clientSecret));
});

/** Signed in so long ago that it proves nothing any more. */
async function enteredLongAgo(who: string) {
  lateMs = -11 * 60_000;
  const came = await entered(world, who);
  lateMs = 0;
  return came;
}

const isProofAsked = async (browser: Browser) =>
  (await browser.send("POST", "/api/v1/session/second-factor", undefined, asPage(world))).status === 403;

async function proofQuery(browser: Browser, who: string): Promise<string> {
  world.there.who = who;
  return await browseThere(await setOut(world, browser, `${PROOF}/providers/${world.providerId}`));
}

const prove = (browser: Browser, query: string) => comeBack(browser, query, `${PROOF}/return`);

test("who has no password proves with the provider to be there: anew, as themself, in their own session", async () => {
  const who = aPersonThere(world, { groups: [GROUP] });
  const { browser } = await enteredLongAgo(who);
  const [own] = IDENTITIES.parse(await browser.json("GET", OWN)).identities;
  assert.equal(own?.providerId, world.providerId);
  assert.ok(await isProofAsked(browser));
  world.there.tamper = ({ head, claims }) => ({
    head,
    claims: { ...claims, auth_time: Math.floor(Date.now() / 1000) - 120 },
  });
  const old = await prove(browser, await proofQuery(browser, who));
  assert.equal(await refusalOf(old), "provider.proof_refused", "of before");
  world.there.tamper = undefined;
  const other = aPersonThere(world, { groups: [GROUP] });
  const foreign = await prove(browser, await proofQuery(browser, other));
  assert.equal(await refusalOf(foreign), "provider.proof_refused", "as another");
  const stranger = await aSignedInPerson(world.hub);
  const stolen = await proofQuery(browser, who);
  assert.equal(await refusalOf(await prove(stranger.browser, stolen)), "provider.way_lost");
  const entering = await queryOf(browser, who);
  assert.equal(await refusalOf(await prove(browser, entering)), "provider.way_lost", "for something else");
  const url = new URL(await setOut(world, browser, `${PROOF}/providers/${world.providerId}`));
  assert.deepEqual([url.searchParams.get("prompt"), url.searchParams.get("max_age")], ["login", "0"]);
  assert.ok(await isProofAsked(browser));
  const query = await proofQuery(browser, who);
  assert.equal((await prove(browser, query)).status, 204);
  assert.equal(await refusalOf(await prove(browser, query)), "provider.way_lost", "again");
  assert.ok(!(await isProofAsked(browser)));
});

test("where one-time codes are asked for, the provider alone proves nothing", async () => {
  const who = aPersonThere(world, { groups: [GROUP] });
  const { browser } = await entered(world, who);
  const factor = "/api/v1/session/second-factor";
  const { address } = NEW_SECOND_FACTOR.parse(await browser.json("POST", factor));
  const code = URI.parse(address).generate();
  const { recoveryCodes } = RECOVERY_CODES.parse(await browser.json("POST", `${factor}/confirm`, { code }));
  const proofsOf = async () =>
    await world.hub.records.read(systemPrincipal("test"), ({ read }) =>
      read
        .selectFrom("audit_entries")
        .select("detail")
        .where("action", "=", "session.prove")
        .where(sql<boolean>`detail->>'personId' = ${personId}`)
        .execute(),
    );
  const { id: personId } = SESSION.parse(await browser.json("GET", "/api/v1/session")).person;
  const answer = await prove(browser, await proofQuery(browser, who));
  assert.equal(await refusalOf(answer), "access.code_required");
  assert.deepEqual(await proofsOf(), []);
  const give = (text: string | undefined) =>
    browser.send("POST", `${PROOF}/code`, { code: text }, asPage(world));
  assert.equal(await refusalOf(await give("000000")), "access.code_wrong");
  assert.equal((await give(recoveryCodes[0])).status, 204);
  assert.deepEqual(await proofsOf(), [{ detail: { personId, by: "provider" } }]);
});

test("signing out may go on to the provider", async () => {
  const who = aPersonThere(world, { groups: [GROUP] });
  const { browser } = await entered(world, who);
  assert.deepEqual(await browser.json("GET", "/api/v1/session/provider"), { providerName: "Company" });
  const answer = await browser.send("POST", "/api/v1/session/provider/sign-out", undefined, asPage(world));
  const there = new URL(PROVIDER_WAY.parse(await answer.json()).url);
  assert.equal(there.origin, world.there.issuer);
  assert.equal(
    there.searchParams.get("post_logout_redirect_uri"),
    new URL("/sign-in", world.hub.address).href,
  );
  assert.ok(there.searchParams.has("id_token_hint"));
  assert.equal((await browser.send("GET", "/api/v1/session")).status, 401);
});
