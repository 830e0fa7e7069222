// SPDX-License-Identifier: Apache-2.0
/** Passkeys over the API, with an authenticator of our own. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NEW_SECOND_FACTOR, PASSKEY_CREATION, PASSKEY_QUESTION, PASSKEYS } from "@fengsui/contract";
import { TOTP, URI } from "otpauth";
import { personPrincipal, systemPrincipal } from "../../../platform/records/index.ts";
import { asHub } from "../../../test-kit/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../../test-kit/web/index.ts";
import { type Lies, SoftwareAuthenticator } from "../../../test-kit/web/software-authenticator.ts";
import { relyingPartyOf } from "./relying-party.ts";

const ORIGIN = "https://hub.example.org";
const PATH = "/api/v1/passkeys";
const SIGN_IN = "/api/v1/session/passkey";
const PROOF = "/api/v1/session/proof";
const MINUTE_MS = 60_000;

let now = Date.parse("2026-11-30T08:00:10Z");
let hub: TestHub;

before(async () => {
  const environment = { FENGSUI_PUBLIC_URL: ORIGIN };
  hub = await startTestHub({ clock: { now: () => new Date(now) }, environment });
});
after(async () => await hub[Symbol.asyncDispose]());

type Person = Awaited<ReturnType<typeof aSignedInPerson>>;

async function codeOf(browser: Browser, method: string, path: string, body?: unknown): Promise<string> {
  const answer = await browser.send(method, path, body);
  return answer.ok ? "done" : (await problemOf(answer)).code;
}

async function add({ browser }: Person, device = new SoftwareAuthenticator(ORIGIN), lies?: Lies) {
  // The limit of sign-ins from one address is not what is tried here.
  now += MINUTE_MS;
  const creation = PASSKEY_CREATION.parse(await browser.json("POST", `${PATH}/question`));
  const credential = device.create(creation, lies);
  return { device, code: await codeOf(browser, "POST", PATH, { name: "Laptop", credential }) };
}

async function ask(browser: Browser, path = `${SIGN_IN}/question`) {
  now += MINUTE_MS;
  return PASSKEY_QUESTION.parse(await browser.json("POST", path));
}

async function signIn(device: SoftwareAuthenticator, lies?: Lies): Promise<string> {
  const browser = hub.newBrowser();
  return await codeOf(browser, "POST", SIGN_IN, device.get(await ask(browser), lies));
}

const listOf = async ({ browser }: Person) => PASSKEYS.parse(await browser.json("GET", PATH)).passkeys;

test("somebody signs in with a passkey alone, without an address and without a one-time code", async () => {
  const person = await aSignedInPerson(hub);
  const { address } = NEW_SECOND_FACTOR.parse(
    await person.browser.json("POST", "/api/v1/session/second-factor"),
  );
  const app = URI.parse(address);
  assert.ok(app instanceof TOTP);
  const code = app.generate({ timestamp: now });
  await person.browser.json("POST", "/api/v1/session/second-factor/confirm", { code });
  const { device } = await add(person);
  const browser = hub.newBrowser();
  await browser.json("POST", SIGN_IN, device.get(await ask(browser)));
  const session = await browser.json("GET", "/api/v1/session");
  assert.match(JSON.stringify(session), new RegExp(person.id));
  const [passkey] = await listOf(person);
  assert.deepEqual([passkey?.name, passkey?.isBackedUp], ["Laptop", true]);
  assert.equal(passkey?.lastUsedAt, new Date(now).toISOString());
});

test("what was signed for another site, another host or nobody in particular is refused", async () => {
  const { device } = await add(await aSignedInPerson(hub));
  const stranger = await aSignedInPerson(hub);
  const foreign = Buffer.from(stranger.id.replaceAll("-", ""), "hex").toString("base64url");
  const lies: readonly Lies[] = [
    { origin: "https://evil.example" },
    { origin: "http://hub.example.org" },
    { rpId: "example.org" },
    { isVerified: false },
    { userHandle: foreign },
  ];
  for (const lie of lies)
    assert.equal(await signIn(device, lie), "access.passkey_refused", JSON.stringify(lie));
  assert.equal(await signIn(new SoftwareAuthenticator(ORIGIN)), "access.passkey_refused", "unknown");
  assert.equal(await signIn(device), "done");
});

test("a question is answered once, in five minutes, and for what it was asked", async () => {
  const person = await aSignedInPerson(hub);
  const { device } = await add(person);
  const browser = hub.newBrowser();
  const answer = device.get(await ask(browser));
  assert.equal(await codeOf(browser, "POST", SIGN_IN, answer), "done");
  assert.equal(await codeOf(browser, "POST", SIGN_IN, answer), "access.passkey_refused", "again");
  const failed = await ask(browser);
  const wrong = device.get(failed, { origin: "https://evil.example" });
  assert.equal(await codeOf(browser, "POST", SIGN_IN, wrong), "access.passkey_refused");
  assert.equal(await codeOf(browser, "POST", SIGN_IN, device.get(failed)), "access.passkey_refused", "spent");
  const proving = await ask(person.browser, `${PROOF}/question`);
  assert.equal(await codeOf(browser, "POST", SIGN_IN, device.get(proving)), "access.passkey_refused");
  const late = await ask(browser);
  now += 5 * MINUTE_MS;
  assert.equal(await codeOf(browser, "POST", SIGN_IN, device.get(late)), "access.passkey_refused", "late");
  const made = { ...late, challenge: Buffer.alloc(32).toString("base64url") };
  assert.equal(await codeOf(browser, "POST", SIGN_IN, device.get(made)), "access.passkey_refused", "made up");
});

test("a copy of a device is noticed by its count", async () => {
  const { device } = await add(await aSignedInPerson(hub));
  assert.equal(await signIn(device, { counter: 7 }), "done");
  assert.equal(await signIn(device, { counter: 7 }), "access.passkey_refused");
  assert.equal(await signIn(device, { counter: 8 }), "done");
});

test("a passkey proves that its owner is there, and nobody else", async () => {
  const person = await aSignedInPerson(hub);
  const { device } = await add(person);
  const { device: foreign } = await add(await aSignedInPerson(hub));
  now += 11 * MINUTE_MS;
  assert.equal(await codeOf(person.browser, "POST", `${PATH}/question`), "access.step_up_required");
  const prove = async (by: SoftwareAuthenticator) => {
    const passkey = by.get(await ask(person.browser, `${PROOF}/question`));
    return await codeOf(person.browser, "POST", PROOF, { passkey });
  };
  assert.equal(await prove(foreign), "access.passkey_refused");
  assert.equal(await codeOf(person.browser, "POST", `${PATH}/question`), "access.step_up_required");
  assert.equal(await prove(device), "done");
  assert.equal(await codeOf(person.browser, "POST", `${PATH}/question`), "done");
});

test("a passkey is added by who proved to be there, verified, once, and for this hub", async () => {
  const person = await aSignedInPerson(hub);
  const lies: readonly Lies[] = [
    { origin: "https://evil.example" },
    { rpId: "example.org" },
    { isVerified: false },
  ];
  for (const lie of lies) assert.equal((await add(person, undefined, lie)).code, "access.passkey_refused");
  const { device } = await add(person);
  assert.equal((await add(person, device)).code, "access.passkey_exists");
  assert.equal((await add(await aSignedInPerson(hub), device)).code, "access.passkey_exists");
  assert.equal((await listOf(person)).length, 1);
});

test("one's own are renamed and removed, nobody else's, and never the last way in", async () => {
  const person = await aSignedInPerson(hub);
  const stranger = await aSignedInPerson(hub);
  const { device } = await add(person);
  await add(person);
  const [first, second] = await listOf(person);
  assert.ok(first && second);
  const path = `${PATH}/${first.id}`;
  const missing = "access.passkey_not_found";
  assert.equal(await codeOf(stranger.browser, "PATCH", path, { name: "mine" }), missing);
  assert.equal(await codeOf(stranger.browser, "DELETE", path), missing);
  assert.equal(await codeOf(person.browser, "PATCH", path, { name: "Telephone" }), "done");
  assert.equal((await listOf(person))[0]?.name, "Telephone");
  await asHub(hub.records, (write) =>
    write.deleteFrom("credentials").where("person_id", "=", person.id).execute(),
  );
  assert.equal(await codeOf(person.browser, "DELETE", `${PATH}/${second.id}`), "done");
  assert.equal(await codeOf(person.browser, "DELETE", path), "access.last_way_in");
  assert.equal(await signIn(device), "done");
});

test("who was disabled does not come in with a passkey", async () => {
  const person = await aSignedInPerson(hub);
  const { device } = await add(person);
  const disable = (at: Date | null) =>
    asHub(hub.records, (write) =>
      write.updateTable("people").set({ disabled_at: at }).where("id", "=", person.id).execute(),
    );
  await disable(new Date(now));
  assert.equal(await signIn(device), "access.passkey_refused");
});

test("the application itself sees neither passkeys nor questions", async () => {
  const { id } = await aSignedInPerson(hub);
  for (const table of ["passkeys", "passkey_challenges"] as const)
    await assert.rejects(
      hub.records.read(personPrincipal({ id, key: undefined }), ({ read }) =>
        read.selectFrom(table).select("person_id").execute(),
      ),
      /permission denied/,
    );
  const { length } = await hub.records.read(systemPrincipal("test"), ({ read }) =>
    read.selectFrom("passkeys").select("id").execute(),
  );
  assert.ok(length > 0);
});

test("the name that passkeys are for comes from the configuration: its host, or localhost, but no number", () => {
  const listen = { host: "127.0.0.1", port: 7480, isLoopback: true };
  assert.deepEqual(relyingPartyOf({ listen }), { id: "localhost", origin: "http://localhost:7480" });
  assert.deepEqual(relyingPartyOf({ listen, publicUrl: `${ORIGIN}/` }), {
    id: "hub.example.org",
    origin: ORIGIN,
  });
  assert.equal(relyingPartyOf({ listen, publicUrl: "https://10.0.0.7" }), undefined);
  assert.equal(relyingPartyOf({ listen: { host: "::", port: 7480, isLoopback: false } }), undefined);
});
