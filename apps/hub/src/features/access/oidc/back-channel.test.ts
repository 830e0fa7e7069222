// SPDX-License-Identifier: Apache-2.0
/** What a provider says by itself, and whoever has an account and follows an invitation to it; with a certified server. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { INVITATION_LINK, NEW_SECOND_FACTOR, RECOVERY_CODES, SESSION } from "@fengsui/contract";
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
  signOutThere,
  startProvidedHub,
  type Token,
} from "../../../test-kit/oidc/index.ts";
import { anOrganisation } from "../../../test-kit/records/index.ts";
import { aSignedInPerson, Browser, problemOf } from "../../../test-kit/web/index.ts";
import { LOGOUT_EVENT, LOGOUT_MS } from "./rules.ts";

let world: ProvidedHub;
const GROUP = "/soc/analysts";

before(async () => {
  world = await startProvidedHub();
  const { organisationId } = world;
  await propose(world, { group: GROUP, organisationId, role: "analyst" }, { isAccepted: true });
});
after(async () => await world[Symbol.asyncDispose]());

const statusOf = async (browser: Browser) => (await browser.send("GET", "/api/v1/session")).status;

/** Comes by the provider with cookies of there that are kept. */
async function enteredWith(who: string, cookies: Map<string, string>): Promise<Browser> {
  world.there.who = who;
  const browser = new Browser(world.hub.address);
  const query = await browseThere(await setOut(world, browser), cookies);
  const answer = await browser.send("POST", "/api/v1/sign-in/return", { query }, asPage(world));
  assert.equal(answer.status, 201, await answer.clone().text());
  return browser;
}

test("who signs out at the provider is out here, of what came of that session and of nothing else", async () => {
  const who = aPersonThere(world, { groups: [GROUP] });
  const [here, elsewhere] = [new Map<string, string>(), new Map<string, string>()];
  const left = await enteredWith(who, here);
  const stays = await enteredWith(who, elsewhere);
  assert.deepEqual([await statusOf(left), await statusOf(stays)], [200, 200]);
  await signOutThere(world.there.issuer, here);
  assert.deepEqual([await statusOf(left), await statusOf(stays)], [401, 200]);
});

let tokens = 0;

function aToken(claims: Token["claims"] = {}, head: Token["head"] = {}): Token {
  const now = Math.floor(Date.now() / 1000);
  tokens += 1;
  const { issuer: iss, clientId: aud } = world.there;
  const events = { [LOGOUT_EVENT]: {} };
  return {
    head: { alg: "RS256", kid: "one", typ: "logout+jwt", ...head },
    claims: { iss, aud, iat: now, exp: now + 120, jti: `token-${tokens}`, events, ...claims },
  };
}

async function say(token: string): Promise<string> {
  const answer = await fetch(new URL("/api/v1/sign-in/logout", world.hub.address), {
    method: "POST",
    headers: { "x-forwarded-for": "192.0.2.200" },
    body: new URLSearchParams({ logout_token: token }),
  });
  return answer.ok ? "done" : (await problemOf(answer)).code;
}

test("a token that says who, and no session, ends all of theirs, once", async () => {
  const who = aPersonThere(world, { groups: [GROUP] });
  const { browser } = await entered(world, who);
  const token = world.there.sign(aToken({ sub: who }));
  assert.equal(await say(token), "done");
  assert.equal(await statusOf(browser), 401);
  const again = await entered(world, who);
  assert.equal(await say(token), "provider.logout_refused");
  assert.equal(await statusOf(again.browser), 200);
});

test("who signs out there while a one-time code is waited for, or on the way back, comes not in", async (t) => {
  const who = aPersonThere(world, { groups: [GROUP] });
  const own = await entered(world, who);
  const factor = "/api/v1/session/second-factor";
  const { address } = NEW_SECOND_FACTOR.parse(await own.browser.json("POST", factor));
  const code = URI.parse(address).generate();
  const { recoveryCodes } = RECOVERY_CODES.parse(
    await own.browser.json("POST", `${factor}/confirm`, { code }),
  );
  const waits = await enter(world, who);
  assert.equal((await problemOf(waits.response)).code, "access.code_required");
  assert.equal(await say(world.there.sign(aToken({ sub: who }))), "done");
  const body = { code: recoveryCodes[0] };
  const late = await waits.browser.send("POST", "/api/v1/sign-in/code", body, asPage(world));
  assert.equal((await problemOf(late)).code, "provider.way_lost");
  assert.equal(await statusOf(waits.browser), 401);
  const another = aPersonThere(world, { groups: [GROUP] });
  await entered(world, another);
  let said: Promise<string> | undefined;
  world.there.tamper = (token) => {
    said = say(world.there.sign(aToken({ sub: another })));
    return token;
  };
  t.after(() => {
    world.there.tamper = undefined;
  });
  const { browser } = await enter(world, another);
  assert.equal(await said, "done");
  assert.equal(await statusOf(browser), 401);
  world.there.tamper = undefined;
  await entered(world, another);
});

test("a token is known again for as long as it could hold", async () => {
  const sub = aPersonThere(world, { groups: [GROUP] });
  const iat = Math.floor((Date.now() - LOGOUT_MS) / 1000) - 10;
  const token = world.there.sign(aToken({ sub, iat, exp: iat + 86_400 }));
  assert.equal(await say(token), "done");
  const { until } = await world.hub.records.read(systemPrincipal("test"), ({ read }) =>
    read.selectFrom("provider_logouts").select("until").where("subject", "=", sub).executeTakeFirstOrThrow(),
  );
  assert.ok(until.getTime() >= iat * 1000 + LOGOUT_MS + 60_000);
});

test("a token that does not hold ends nothing, whatever of it is wrong", async () => {
  const sub = aPersonThere(world, { groups: [GROUP] });
  const { browser } = await entered(world, sub);
  const old = Math.floor((Date.now() - LOGOUT_MS) / 1000) - 60;
  const wrong: Record<string, Token> = {
    "another issuer": aToken({ sub, iss: "https://elsewhere.example.org" }),
    "another audience": aToken({ sub, aud: "another" }),
    "long ago": aToken({ sub, iat: old, exp: old + 86_400 }),
    "no time": aToken({ sub, iat: undefined }),
    expired: aToken({ sub, exp: old }),
    "no event": aToken({ sub, events: {} }),
    "no events": aToken({ sub, events: undefined }),
    "an event that is none": aToken({ sub, events: { [LOGOUT_EVENT]: "yes" } }),
    "a nonce": aToken({ sub, nonce: "a" }),
    nobody: aToken(),
    "no id of its own": aToken({ sub, jti: undefined }),
    "no signature": aToken({ sub }, { alg: "none" }),
    "the secret as its key": aToken({ sub }, { alg: "HS256" }),
    "another key": aToken({ sub }, { kid: "two" }),
  };
  for (const [what, token] of Object.entries(wrong))
    assert.equal(await say(world.there.sign(token)), "provider.logout_refused", what);
  const [head, claims] = world.there.sign(aToken({ sub })).split(".");
  assert.equal(await say(`${head}.${claims}.AAAA`), "provider.logout_refused", "another signature");
  for (const text of ["", "a", "a.b.c"]) assert.equal(await say(text), "provider.logout_refused", text);
  assert.equal(await statusOf(browser), 200);
});

async function invitationTo(email: string) {
  const organisationId = await anOrganisation(world.hub.records);
  const { browser } = await aSignedInPerson(world.hub, { roles: [[organisationId, "administrator"]] });
  const path = `/api/v1/organisations/${organisationId}/invitations`;
  const { token } = INVITATION_LINK.parse(await browser.json("POST", path, { email, role: "responder" }));
  return { organisationId, token };
}

test("who is connected already and follows an invitation joins with their account", async () => {
  const who = aPersonThere(world, { groups: [GROUP] });
  const { session } = await entered(world, who);
  const { organisationId, token } = await invitationTo(session.person.email);
  const { response } = await enter(world, who, { invitation: token });
  assert.equal(response.status, 201, await response.clone().text());
  const joined = SESSION.parse(await response.json());
  assert.equal(joined.person.id, session.person.id);
  assert.equal(joined.organisations.find(({ id }) => id === organisationId)?.role, "responder");
  const spent = await enter(world, who, { invitation: token });
  assert.equal((await problemOf(spent.response)).code, "access.invitation_invalid");
  const other = await invitationTo("somebody-else@example.org");
  const refused = await enter(world, who, { invitation: other.token });
  assert.equal((await problemOf(refused.response)).code, "access.invitation_for_another");
});
