// SPDX-License-Identifier: Apache-2.0
/** What owners of accounts are told by letters, over HTTP and a real mail server. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  CREATED_KEY,
  NEW_SECOND_FACTOR,
  PASSKEY_CREATION,
  PASSKEYS,
  SERVICE_ACCOUNTS,
} from "@fengsui/contract";
import { TOTP, URI } from "otpauth";
import { mailServerOf } from "../../../platform/mail/index.ts";
import { silentLogger } from "../../../platform/telemetry/logger.ts";
import { openPostOffice, type PostOffice, type ReceivedMail } from "../../../test-kit/mail/index.ts";
import { anOrganisation, asHub } from "../../../test-kit/records/index.ts";
import { aSignedInPerson, type Browser, startTestHub, type TestHub } from "../../../test-kit/web/index.ts";
import { SoftwareAuthenticator } from "../../../test-kit/web/software-authenticator.ts";
import { sendLetters } from "../recovery/letters.ts";
import { type NoticeWhat, noticeTitle } from "./texts.ts";
import { WARNING_MS, warnOfEnds } from "./warn-of-ends.ts";

const PUBLIC_URL = "https://hub.example.org";
const DAY_MS = 86_400_000;
let now = Date.parse("2026-11-30T08:00:10Z");
const clock = { now: () => new Date(now) };
const never = new AbortController().signal;
let post: PostOffice;
let hub: TestHub;

before(async () => {
  post = await openPostOffice();
  const environment = {
    FENGSUI_PUBLIC_URL: PUBLIC_URL,
    FENGSUI_TRUST_PROXY: "127.0.0.1",
    FENGSUI_SMTP_URL: post.url,
    FENGSUI_SMTP_FROM: "fengsui@hub.example.org",
    // Letters are sent by the test, when it says so.
    FENGSUI_ROLES: "api",
  };
  hub = await startTestHub({ clock, environment });
});
after(async () => {
  await hub[Symbol.asyncDispose]();
  await post[Symbol.asyncDispose]();
});

/** What comes now. */
async function letters(): Promise<ReceivedMail[]> {
  const mailServer = mailServerOf({ smtpUrl: post.url, smtpFrom: "fengsui@hub.example.org" });
  const parts = { records: hub.records, clock, logger: silentLogger, mailServer, publicUrl: PUBLIC_URL };
  await sendLetters(parts, never);
  return post.mails.splice(0);
}

async function lettersTo(email: string): Promise<ReceivedMail[]> {
  return (await letters()).filter(({ to }) => to.includes(email));
}

async function anEnglishPerson(fixture: Parameters<typeof aSignedInPerson>[1] = {}) {
  const person = await aSignedInPerson(hub, fixture);
  await asHub(hub.records, (write) =>
    write.updateTable("people").set({ language: "en" }).where("id", "=", person.id).execute(),
  );
  return person;
}

async function done(browser: Browser, method: string, path: string, body?: object): Promise<void> {
  const answer = await browser.send(method, path, body);
  assert.ok(answer.ok, await answer.text());
}

const FACTOR = "/api/v1/session/second-factor";

test("whatever an account is entered with is added, removed or changed: its owner hears of it", async () => {
  const { browser, email, password } = await anEnglishPerson();
  const hears = async (what: NoticeWhat) => {
    const came = await lettersTo(email);
    assert.deepEqual(
      came.map((mail) => mail.header("Subject")),
      [`[Fengsui] ${noticeTitle(what, [], "en")}`],
    );
    assert.ok(came[0]?.text.includes(`${PUBLIC_URL}/account`));
  };
  const { address } = NEW_SECOND_FACTOR.parse(await browser.json("POST", FACTOR));
  const app = URI.parse(address);
  assert.ok(app instanceof TOTP);
  await done(browser, "POST", `${FACTOR}/confirm`, { code: app.generate({ timestamp: now }) });
  await hears("codes_added");
  await done(browser, "POST", `${FACTOR}/recovery-codes`);
  await hears("recovery_codes_renewed");
  await done(browser, "DELETE", FACTOR);
  await hears("codes_removed");
  const creation = PASSKEY_CREATION.parse(await browser.json("POST", "/api/v1/passkeys/question"));
  const credential = new SoftwareAuthenticator(PUBLIC_URL).create(creation);
  await done(browser, "POST", "/api/v1/passkeys", { name: "Laptop", credential });
  await hears("passkey_added");
  const { passkeys } = PASSKEYS.parse(await browser.json("GET", "/api/v1/passkeys"));
  await done(browser, "DELETE", `/api/v1/passkeys/${passkeys[0]?.id}`);
  await hears("passkey_removed");
  const change = { current: password, password: "four unrelated words here" };
  await browser.json("POST", "/api/v1/session/password", change);
  await hears("password_changed");
});

test("who comes from where they never came from before is told so, and once", async () => {
  const { email, password } = await anEnglishPerson();
  const signIn = async (from: string) =>
    await hub.newBrowser().send("POST", "/api/v1/session", { email, password }, { "x-forwarded-for": from });
  assert.equal((await signIn("127.0.0.1")).status, 201);
  assert.deepEqual(await lettersTo(email), []);
  assert.equal((await signIn("203.0.113.9")).status, 201);
  const [letter, ...others] = await lettersTo(email);
  assert.deepEqual(others, []);
  assert.equal(letter?.header("Subject"), `[Fengsui] ${noticeTitle("new_place", [], "en")}`);
  assert.match(letter?.text ?? "", /203\.0\.113\.9/);
  assert.equal((await signIn("203.0.113.9")).status, 201);
  assert.deepEqual(await lettersTo(email), []);
});

test("a week before a key ends, its owner is told once; of a program's, who administers its organisation", async () => {
  const home = await anOrganisation(hub.records);
  const chief = await anEnglishPerson({ roles: [[home, "administrator"]] });
  const colleague = await anEnglishPerson({ roles: [[home, "analyst"]] });
  const wanted = (name: string, days: number) => ({
    name,
    scopes: ["alerts:read"],
    expiresAt: new Date(now + days * DAY_MS).toISOString(),
  });
  const own = { ...wanted("nightly export", 30), organisationIds: null };
  CREATED_KEY.parse(await colleague.browser.json("POST", "/api/v1/keys", own));
  await colleague.browser.json("POST", "/api/v1/keys", { ...wanted("a day", 1), organisationIds: null });
  const path = `/api/v1/organisations/${home}/service-accounts`;
  const made = await chief.browser.json("POST", path, { name: "shipper", role: "viewer" });
  const [account] = SERVICE_ACCOUNTS.parse(made).accounts;
  await chief.browser.json("POST", `${path}/${account?.id}/keys`, wanted("shipping", 30));
  const toldOf = async () => {
    await warnOfEnds(hub.records, never);
    const mails = await letters();
    return mails.map(({ to, text }) => [to[0], /(nightly export|a day|shipping)/.exec(text)?.[1]]).sort();
  };
  assert.deepEqual(await toldOf(), []);
  now += 30 * DAY_MS - WARNING_MS + 1;
  const wantedLetters = [
    [chief.email, "shipping"],
    [colleague.email, "nightly export"],
  ];
  assert.deepEqual(await toldOf(), wantedLetters.sort());
  assert.deepEqual(await toldOf(), []);
});
