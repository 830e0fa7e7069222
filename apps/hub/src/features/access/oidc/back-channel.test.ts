// SPDX-License-Identifier: Apache-2.0
/** What a provider says by itself, and whoever has an account and follows an invitation to it; with a certified server. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { INVITATION_LINK, SESSION } from "@fengsui/contract";
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
