// SPDX-License-Identifier: Apache-2.0
/** One-time codes over the API, with the codes of an app of our own. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NEW_SECOND_FACTOR, RECOVERY_CODES, SECOND_FACTOR_STATE } from "@fengsui/contract";
import { TOTP, URI } from "otpauth";
import { systemPrincipal, wholePerson } from "../../../platform/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../../test-kit/web/index.ts";

const PATH = "/api/v1/session/second-factor";
const STEP_MS = 30_000;

/** A clock that the tests set: a code holds as long as they say. */
let now = Date.parse("2026-11-24T08:00:10Z");
let hub: TestHub;

before(async () => {
  const environment = { FENGSUI_TRUST_PROXY: "127.0.0.1" };
  hub = await startTestHub({ clock: { now: () => new Date(now) }, environment });
});
after(async () => await hub[Symbol.asyncDispose]());

type Person = Awaited<ReturnType<typeof aSignedInPerson>>;

/** What is left of the set-up: the app, and the codes on paper. */
async function withFactor(person: Person) {
  const { browser } = person;
  const { address, secret } = NEW_SECOND_FACTOR.parse(await browser.json("POST", PATH));
  const app = URI.parse(address);
  assert.ok(app instanceof TOTP);
  assert.equal(app.secret.base32, secret);
  assert.equal(app.label, person.email);
  const codeNow = () => app.generate({ timestamp: now });
  const { recoveryCodes } = RECOVERY_CODES.parse(
    await browser.json("POST", `${PATH}/confirm`, { code: codeNow() }),
  );
  now += 2 * STEP_MS;
  return { ...person, codeNow, recoveryCodes };
}

async function signIn({ email, password }: Person, code?: string) {
  const browser = hub.newBrowser();
  const answer = await browser.send("POST", "/api/v1/session", {
    email,
    password,
    ...(code !== undefined && { code }),
  });
  return answer.status === 201 ? "in" : (await problemOf(answer)).code;
}

async function stateOf(browser: Browser) {
  return SECOND_FACTOR_STATE.parse(await browser.json("GET", PATH));
}

async function refusal(browser: Browser, method: string, path: string, body?: object): Promise<string> {
  return (await problemOf(await browser.send(method, path, body))).code;
}

test("codes are asked for from when one was shown, and each is good once", async () => {
  const person = await aSignedInPerson(hub);
  assert.deepEqual(await stateOf(person.browser), { since: null, recoveryCodesLeft: 0 });
  await person.browser.json("POST", PATH);
  assert.equal(await signIn(person), "in", "one that was not confirmed is asked for by nobody");
  const { codeNow, browser } = await withFactor(person);
  assert.equal((await stateOf(browser)).recoveryCodesLeft, 10);
  assert.equal(await signIn(person), "access.code_required");
  const code = codeNow();
  assert.equal(await signIn(person, `${code.slice(0, 3)} ${code.slice(3)}`), "in");
  assert.equal(await signIn(person, code), "access.code_wrong");
  now += STEP_MS;
  assert.equal(await signIn(person, codeNow()), "in");
  assert.equal(await signIn(person, code), "access.code_wrong", "nor does one of before hold");
});

test("codes of the minute around hold, no others", async () => {
  const person = await withFactor(await aSignedInPerson(hub));
  const code = person.codeNow();
  now += 2 * STEP_MS;
  assert.equal(await signIn(person, code), "access.code_wrong");
  now -= STEP_MS;
  assert.equal(await signIn(person, code), "in");
});

test("who does not know the password learns nothing of the second factor", async () => {
  const person = await withFactor(await aSignedInPerson(hub));
  const wrong = { ...person, password: "another password altogether" };
  assert.equal(await signIn(wrong), "access.sign_in_failed");
  assert.equal(await signIn(wrong, person.codeNow()), "access.sign_in_failed");
  assert.equal(await signIn(person, person.codeNow()), "in", "and used no code up");
});

test("a recovery code is good once, however it is typed, and new ones void those of before", async () => {
  const person = await withFactor(await aSignedInPerson(hub));
  const [first = "", second = ""] = person.recoveryCodes;
  assert.match(first, /^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
  assert.equal(await signIn(person, first.toUpperCase().replaceAll("-", " ")), "in");
  assert.equal(await signIn(person, first), "access.code_wrong");
  assert.equal((await stateOf(person.browser)).recoveryCodesLeft, 9);
  const { recoveryCodes } = RECOVERY_CODES.parse(await person.browser.json("POST", `${PATH}/recovery-codes`));
  assert.equal(await signIn(person, second), "access.code_wrong");
  assert.equal(await signIn(person, recoveryCodes[0]), "in");
});

test("what is not there is not changed, and what is there is not set up again", async () => {
  const person = await aSignedInPerson(hub);
  const { browser } = person;
  const missing = "access.second_factor_missing";
  assert.equal(await refusal(browser, "POST", `${PATH}/confirm`, { code: "123456" }), missing);
  assert.equal(await refusal(browser, "POST", `${PATH}/recovery-codes`), missing);
  assert.equal(await refusal(browser, "DELETE", PATH), missing);
  await withFactor(person);
  assert.equal(await refusal(browser, "POST", PATH), "access.second_factor_exists");
  assert.equal((await browser.send("DELETE", PATH)).status, 204);
  assert.equal(await signIn(person), "in");
  assert.deepEqual(await stateOf(browser), { since: null, recoveryCodesLeft: 0 });
});

test("codes cannot be guessed through", async () => {
  const person = await withFactor(await aSignedInPerson(hub));
  const answers = [];
  for (let guess = 0; guess < 11; guess++) answers.push(await signIn(person, `00000${guess % 10}`));
  assert.deepEqual(new Set(answers.slice(0, 10)), new Set(["access.code_wrong"]));
  assert.equal(answers[10], "http.too_many");
});

test("who guesses codes elsewhere keeps the owner out neither of where they signed in before nor of a recovery", async () => {
  const person = await withFactor(await aSignedInPerson(hub));
  const from = async (address: string, code: string) => {
    const { email, password } = person;
    const headers = { "x-forwarded-for": address };
    const answer = await hub.newBrowser().send("POST", "/api/v1/session", { email, password, code }, headers);
    return answer.status === 201 ? "in" : (await problemOf(answer)).code;
  };
  assert.equal(await from("198.51.100.7", person.codeNow()), "in");
  now += 2 * STEP_MS;
  for (let guess = 0; guess < 10; guess++) await from("192.0.2.9", `00000${guess}`);
  assert.equal(await from("192.0.2.9", person.codeNow()), "http.too_many");
  for (let guess = 0; guess < 11; guess++) await from("192.0.2.9", "aaaa-bbbb-cccc-dddd");
  assert.equal(await from("192.0.2.9", "aaaa-bbbb-cccc-dddd"), "http.too_many");
  assert.equal(await from("198.51.100.7", person.codeNow()), "in");
  assert.equal(await from("203.0.113.5", person.recoveryCodes[0] ?? ""), "in");
});

test("of two who use one code at the same time one succeeds", async () => {
  const person = await withFactor(await aSignedInPerson(hub));
  for (const code of [person.codeNow(), person.recoveryCodes[0]]) {
    const answers = await Promise.all([1, 2, 3].map(() => signIn(person, code)));
    assert.equal(answers.filter((one) => one === "in").length, 1);
  }
});

test("what was done with it is in the audit record, and no secret is", async () => {
  const person = await withFactor(await aSignedInPerson(hub));
  await signIn(person, person.recoveryCodes[0]);
  const entries = await hub.records.read(systemPrincipal("test"), ({ read }) =>
    read.selectFrom("audit_entries").selectAll().where("subject_id", "=", person.id).execute(),
  );
  const actions = entries.map(({ action }) => action);
  for (const action of ["person.second_factor_begin", "person.second_factor_add", "person.use_recovery_code"])
    assert.ok(actions.includes(action), action);
  assert.ok(!JSON.stringify(entries).includes(person.recoveryCodes[0] ?? "-"));
  await assert.rejects(
    hub.records.read(wholePerson(person.id), ({ read }) =>
      read.selectFrom("second_factors").select("secret").execute(),
    ),
    /permission denied/,
  );
});
