// SPDX-License-Identifier: Apache-2.0
/** Forgotten passwords and disabled accounts, through HTTP, a real mail server and real policies. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { ACCOUNTS, INVITATION_LINK, PASSWORD_LINK, WEBHOOK } from "@fengsui/contract";
import { z } from "zod";
import { newId } from "../../platform/ids.ts";
import { mailServerOf } from "../../platform/mail/index.ts";
import { type PersonId, systemPrincipal } from "../../platform/records/index.ts";
import { silentLogger } from "../../platform/telemetry/logger.ts";
import { openPostOffice, type PostOffice } from "../../test-kit/mail/index.ts";
import { anOrganisation, asHub } from "../../test-kit/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  LiveStream,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../test-kit/web/index.ts";
import { sendLetters } from "./recovery/letters.ts";
import { PASSWORD_LINK_MS } from "./recovery/rules.ts";

const PUBLIC_URL = "https://hub.example.org";
const NEW = "four unrelated words here";
let now = Date.parse("2026-11-30T08:00:00Z");
const clock = { now: () => new Date(now) };
let post: PostOffice;
let hub: TestHub;
let operator: Awaited<ReturnType<typeof aSignedInPerson>>;

before(async () => {
  post = await openPostOffice();
  // Its letters are sent by the test, when it says so.
  hub = await startTestHub({
    clock,
    environment: {
      FENGSUI_SMTP_URL: post.url,
      FENGSUI_SMTP_FROM: "fengsui@hub.example.org",
      FENGSUI_ROLES: "api",
    },
  });
});
after(async () => {
  await hub[Symbol.asyncDispose]();
  await post[Symbol.asyncDispose]();
});
beforeEach(async () => {
  now += 2 * 60 * 60_000;
  await sendDue();
  post.mails.length = 0;
  post.refusal = undefined;
  operator = await aSignedInPerson(hub, {
    hubRole: "operator",
    roles: [[await anOrganisation(hub.records), "viewer"]],
  });
});

async function sendDue(): Promise<void> {
  const mailServer = mailServerOf({ smtpUrl: post.url, smtpFrom: "fengsui@hub.example.org" });
  const parts = { records: hub.records, clock, logger: silentLogger, mailServer, publicUrl: PUBLIC_URL };
  await sendLetters(parts, new AbortController().signal);
}

const ask = (email: string) => hub.newBrowser().send("POST", "/api/v1/password/forgotten", { email });
const set = (token: string, password = NEW) =>
  hub.newBrowser().send("POST", "/api/v1/password/set", { token, password });
const signIn = (email: string, password: string) =>
  hub.newBrowser().send("POST", "/api/v1/session", { email, password });

function tokensTo(email: string): string[] {
  return post.mails
    .filter(({ to }) => to.includes(email))
    .flatMap(({ text }) => /\/password#token=(\S+)/.exec(text)?.[1] ?? []);
}

async function refusal(browser: Browser, path: string, body: unknown = {}) {
  return (await problemOf(await browser.send("POST", path, body))).code;
}

async function lettersLeft(): Promise<number> {
  const rows = await hub.records.read(systemPrincipal("test"), ({ read }) =>
    read.selectFrom("account_letters").select("id").execute(),
  );
  return rows.length;
}

async function auditOf(action: string, subject: PersonId) {
  return await hub.records.read(systemPrincipal("test"), ({ read }) =>
    read
      .selectFrom("audit_entries")
      .selectAll()
      .where("action", "=", action)
      .where("subject_id", "=", subject)
      .execute(),
  );
}

test("a link comes by mail, sets the password once, ends every session, and its owner is told", async () => {
  const { id, email, password, browser } = await aSignedInPerson(hub);
  const answer = await ask(email.toUpperCase());
  assert.deepEqual([answer.status, await answer.json()], [202, { isMailed: true }]);
  await sendDue();
  const [token = ""] = tokensTo(email);
  assert.equal(Buffer.from(token, "base64url").length, 32);
  assert.equal((await problemOf(await set(token, "Password1234!"))).code, "access.password_weak");
  assert.equal((await set(token)).status, 204);
  assert.equal((await browser.send("GET", "/api/v1/session")).status, 401);
  assert.equal((await signIn(email, password)).status, 401);
  assert.equal((await signIn(email, NEW)).status, 201);
  assert.equal((await problemOf(await set(token))).code, "access.link_invalid");
  await sendDue();
  assert.match(post.mails.at(-1)?.text ?? "", /设置了新密码/);
  assert.equal((await auditOf("person.set_password", id)).length, 1);
});

test("an address without an account is answered the same, and gets nothing", async () => {
  const answer = await ask("nobody@example.org");
  assert.deepEqual([answer.status, await answer.json()], [202, { isMailed: true }]);
  await sendDue();
  assert.deepEqual([post.mails.length, await lettersLeft()], [0, 0]);
});

test("a link ends after an hour; of those that were sent, using one ends the others", async () => {
  const { email } = await aSignedInPerson(hub);
  for (let time = 0; time < 2; time++) {
    await ask(email);
    await sendDue();
  }
  const [first = "", second = ""] = tokensTo(email);
  assert.equal((await set(second)).status, 204);
  assert.equal((await problemOf(await set(first))).code, "access.link_invalid");
  await ask(email);
  await sendDue();
  const late = tokensTo(email).at(-1) ?? "";
  now += PASSWORD_LINK_MS;
  assert.equal((await problemOf(await set(late))).code, "access.link_invalid");
});

test("who asks for another's address over and over fills no mailbox, and the links that came hold", async () => {
  const { email } = await aSignedInPerson(hub);
  for (let time = 0; time < 5; time++) {
    await ask(email);
    await sendDue();
    now += 60_000;
  }
  const tokens = tokensTo(email);
  assert.equal(tokens.length, 3);
  assert.equal((await set(tokens[0] ?? "")).status, 204);
});

test("one address asks so often, and no more", async () => {
  const answers = [];
  for (let time = 0; time < 6; time++) answers.push((await ask(`someone-${time}@example.org`)).status);
  assert.deepEqual(answers, [202, 202, 202, 202, 202, 429]);
});

test("a mail that fails is tried again, with another link", async () => {
  const { email } = await aSignedInPerson(hub);
  post.refusal = { code: 451, message: "later" };
  await ask(email);
  await sendDue();
  post.refusal = undefined;
  now += 2 * 60_000;
  await sendDue();
  const [token = ""] = tokensTo(email);
  assert.equal((await set(token)).status, 204);
});

async function isKnownToProvider(person_id: PersonId, subject: string): Promise<void> {
  const [issuer, at] = ["https://provider.example.org", clock.now()];
  const identity = { id: newId<"identity">(clock), person_id, issuer, subject, label: subject };
  await asHub(hub.records, (write) =>
    write
      .insertInto("identities")
      .values({ ...identity, created_at: at, used_at: at })
      .execute(),
  );
}

async function hasNoPassword(id: PersonId): Promise<void> {
  await asHub(hub.records, (write) => write.deleteFrom("credentials").where("person_id", "=", id).execute());
}

test("an account that is opened at a provider alone gets no password by mail", async () => {
  const { id, email } = await aSignedInPerson(hub);
  await isKnownToProvider(id, email);
  await ask(email);
  await sendDue();
  assert.equal(tokensTo(email).length, 1);
  await hasNoPassword(id);
  await ask(email);
  await sendDue();
  assert.equal(tokensTo(email).length, 1);
});

test("an administrator makes a link for somebody of theirs alone; else an operator does", async () => {
  const home = await anOrganisation(hub.records);
  const other = await anOrganisation(hub.records);
  const { browser } = await aSignedInPerson(hub, { roles: [[home, "administrator"]] });
  const own = await aSignedInPerson(hub, { roles: [[home, "viewer"]] });
  const shared = await aSignedInPerson(hub, {
    roles: [
      [home, "viewer"],
      [other, "viewer"],
    ],
  });
  const powerful = await aSignedInPerson(hub, { roles: [[home, "viewer"]], hubRole: "coordinator" });
  const stranger = await aSignedInPerson(hub, { roles: [[other, "viewer"]] });
  const connected = await aSignedInPerson(hub, { roles: [[home, "viewer"]] });
  const provided = await aSignedInPerson(hub, { roles: [[home, "viewer"]] });
  for (const { id, email } of [connected, provided]) await isKnownToProvider(id, email);
  await hasNoPassword(provided.id);
  const of = (id: PersonId) => `/api/v1/organisations/${home}/people/${id}/password-link`;
  const { token } = PASSWORD_LINK.parse(await browser.json("POST", of(own.id)));
  assert.equal((await set(token)).status, 204);
  assert.equal(await refusal(browser, of(shared.id)), "access.recovery_elsewhere");
  assert.equal(await refusal(browser, of(powerful.id)), "access.recovery_elsewhere");
  assert.equal(await refusal(browser, of(stranger.id)), "access.member_not_found");
  assert.equal(await refusal(browser, of(provided.id)), "access.recovery_elsewhere");
  assert.ok(PASSWORD_LINK.parse(await browser.json("POST", of(connected.id))));
  const rescue = `/api/v1/accounts/${provided.id}/password-link`;
  assert.ok(PASSWORD_LINK.parse(await operator.browser.json("POST", rescue)));
  assert.equal(await refusal(own.browser, of(shared.id)), "access.sign_in_required");
  assert.equal(await refusal(shared.browser, of(own.id)), "access.forbidden");
  const byOperator = await operator.browser.json("POST", `/api/v1/accounts/${shared.id}/password-link`);
  assert.equal((await set(PASSWORD_LINK.parse(byOperator).token)).status, 204);
  assert.equal((await auditOf("person.password_link", shared.id))[0]?.actor_person_id, operator.id);
  await sendDue();
  for (const { email } of [own, shared])
    assert.equal(post.mails.filter(({ to }) => to.includes(email)).length, 2);
});

test("a disabled account is out at once, with its streams, links, invitations and webhooks, and comes back", async () => {
  const home = await anOrganisation(hub.records);
  const roles = [[home, "administrator"]] as const;
  const { id, email, password, browser } = await aSignedInPerson(hub, { roles });
  const second = await aSignedInPerson(hub, { roles });
  const hookBody = {
    organisationId: home,
    name: "SOAR",
    url: "https://soar.example.org/hook",
    kinds: ["alert.raised"],
  };
  const created = await browser.json("POST", "/api/v1/webhooks", hookBody);
  const { webhook } = z.object({ webhook: WEBHOOK }).parse(created);
  const invited = { email: "guest@example.org", role: "viewer" };
  const { token } = INVITATION_LINK.parse(
    await browser.json("POST", `/api/v1/organisations/${home}/invitations`, invited),
  );
  const { stream } = await LiveStream.open(browser);
  const path = `/api/v1/accounts/${id}`;
  assert.equal((await operator.browser.send("POST", `${path}/disable`, { reason: "left" })).status, 204);
  while ((await stream.nextOrEnd()) !== undefined);
  assert.equal((await browser.send("GET", "/api/v1/session")).status, 401);
  assert.equal((await signIn(email, password)).status, 401);
  assert.equal(
    await refusal(hub.newBrowser(), "/api/v1/invitations/look", { token }),
    "access.invitation_invalid",
  );
  const hooks = async () =>
    z.object({ webhooks: z.array(WEBHOOK) }).parse(await second.browser.json("GET", "/api/v1/webhooks"))
      .webhooks;
  assert.deepEqual(
    (await hooks()).map(({ isEnabled }) => isEnabled),
    [false],
  );
  await second.browser.json("PATCH", `/api/v1/webhooks/${webhook.id}`, { isEnabled: true });
  assert.deepEqual(
    (await hooks()).map((one) => [one.isEnabled, one.responsibleId]),
    [[true, second.id]],
  );
  await ask(email);
  await sendDue();
  assert.deepEqual(tokensTo(email), []);
  const list = ACCOUNTS.parse(
    await operator.browser.json("GET", `/api/v1/accounts?isDisabled=true&text=${email}`),
  );
  assert.deepEqual(
    list.accounts.map((one) => one.id),
    [id],
  );
  assert.equal((await operator.browser.send("POST", `${path}/enable`)).status, 204);
  assert.equal((await signIn(email, password)).status, 201);
  assert.equal(await refusal(operator.browser, `${path}/enable`), "access.account_not_found");
});

test("an operator disables neither themselves nor, unless it is meant, an organisation's last administrator", async () => {
  const home = await anOrganisation(hub.records);
  const last = await aSignedInPerson(hub, { roles: [[home, "administrator"]] });
  const disable = (id: PersonId) => `/api/v1/accounts/${id}/disable`;
  const reason = "left";
  assert.equal(await refusal(operator.browser, disable(operator.id), { reason }), "access.disable_oneself");
  assert.equal(await refusal(operator.browser, disable(last.id), { reason }), "access.last_administrator");
  assert.equal(await refusal(last.browser, disable(operator.id), { reason }), "access.forbidden");
  const meant = await operator.browser.send("POST", disable(last.id), { reason, mayLeaveVacant: true });
  assert.equal(meant.status, 204);
  assert.equal((await last.browser.send("GET", "/api/v1/accounts")).status, 401);
});

test("the webhook of an administrator who is removed stops", async () => {
  const home = await anOrganisation(hub.records);
  const roles = [[home, "administrator"]] as const;
  const maker = await aSignedInPerson(hub, { roles });
  const other = await aSignedInPerson(hub, { roles });
  const body = {
    organisationId: home,
    name: "SOAR",
    url: "https://soar.example.org/hook",
    kinds: ["alert.raised"],
  };
  await maker.browser.json("POST", "/api/v1/webhooks", body);
  const path = `/api/v1/organisations/${home}/people/${maker.id}`;
  assert.equal((await other.browser.send("DELETE", path)).status, 204);
  const rows = await asHub(hub.records, (write) =>
    write
      .selectFrom("webhooks")
      .select(["is_enabled", "disabled_reason"])
      .where("organisation_id", "=", home)
      .execute(),
  );
  assert.equal(rows[0]?.is_enabled, false);
  assert.match(rows[0]?.disabled_reason ?? "", /answered for it/);
});
