// SPDX-License-Identifier: Apache-2.0
/** What is announced in a running hub, through its API, reaches the right people. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  CASE_DETAIL,
  DELIVERIES,
  NOTIFICATION_SETTINGS,
  NOTIFICATIONS,
  ORDER_DETAIL,
  WEBHOOK_SECRET,
  WEBHOOKS,
} from "@fengsui/contract";
import { openPostOffice, openReceiver, type PostOffice, type Receiver } from "../../test-kit/mail/index.ts";
import {
  aColleague,
  anAlertOn,
  aSignedInPerson,
  aWatchedOrganisation,
  type Browser,
  LiveStream,
  startTestHub,
  type TestHub,
  type WatchedOrganisation,
} from "../../test-kit/web/index.ts";

let hub: TestHub;
let post: PostOffice;
let receiver: Receiver;
let own: WatchedOrganisation;

before(async () => {
  post = await openPostOffice();
  receiver = await openReceiver();
  hub = await startTestHub({
    environment: {
      FENGSUI_SMTP_URL: post.url,
      FENGSUI_SMTP_FROM: "fengsui@example.org",
      FENGSUI_WEBHOOK_NETWORKS: "127.0.0.1",
    },
  });
  own = await aWatchedOrganisation(hub);
});
after(async () => {
  await hub[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
  await post[Symbol.asyncDispose]();
});

async function inbox(browser: Browser) {
  return NOTIFICATIONS.parse(await browser.json("GET", "/api/v1/notifications"));
}

/** The hub tells by itself: each time that it says it did, it is looked. */
async function until(browser: Browser, isSo: () => Promise<boolean>): Promise<void> {
  const { stream } = await LiveStream.open(browser);
  using _ = stream;
  while (!(await isSo())) await stream.nextOf("notification.changed");
}

async function kindsUntil(browser: Browser, wanted: readonly string[]): Promise<void> {
  await until(browser, async () => {
    const kinds = (await inbox(browser)).notifications.map(({ kind }) => kind);
    return wanted.every((kind) => kinds.some((one) => one === kind));
  });
}

test("an alert that came through the ingest is mailed and called, and is shown unread until it is read", async () => {
  const administrator = await aColleague(hub, own, "administrator");
  const created = await administrator.browser.json("POST", "/api/v1/webhooks", {
    organisationId: own.id,
    name: "SOAR",
    url: receiver.url,
    kinds: ["alert.raised", "order.issued"],
  });
  const { secret } = WEBHOOK_SECRET.parse(created);
  const listed = await administrator.browser.json("GET", "/api/v1/webhooks");
  assert.equal(WEBHOOKS.parse(listed).webhooks.length, 1);
  assert.ok(!JSON.stringify(listed).includes(secret.slice(6)));
  const alert = await anAlertOn(hub, own, "ws1");
  const sent = async (channel: string) =>
    DELIVERIES.parse(
      await administrator.browser.json("GET", `/api/v1/deliveries?channel=${channel}&state=sent`),
    ).deliveries.length === 1;
  await until(administrator.browser, async () => (await sent("mail")) && (await sent("webhook")));
  const mail = post.mails.find(({ to }) => to.includes(`${administrator.id}@example.org`));
  assert.ok(mail?.text.includes(`/alerts/${alert.id}`));
  assert.match(receiver.calls[0]?.body ?? "", new RegExp(alert.id));
  const before = await inbox(administrator.browser);
  assert.deepEqual([before.unread, before.notifications[0]?.subject.id], [1, alert.id]);
  assert.equal((await administrator.browser.send("POST", "/api/v1/notifications/read", {})).status, 204);
  assert.equal((await inbox(administrator.browser)).unread, 0);
});

test("cases and orders are told to those that they are given to, and not to those who did it", async () => {
  const analyst = await aColleague(hub, own, "analyst");
  const { case: made } = CASE_DETAIL.parse(
    await own.browser.json("POST", "/api/v1/cases", {
      organisationId: own.id,
      title: "Whoami",
      assigneeId: analyst.id,
    }),
  );
  await kindsUntil(analyst.browser, ["case.opened", "case.assigned"]);
  await own.browser.json("POST", `/api/v1/cases/${made.id}/decision`, { verdict: "benign", reason: "Ours." });
  await kindsUntil(analyst.browser, ["case.decided"]);
  const doer = (await inbox(own.browser)).notifications.map(({ kind }) => kind);
  assert.ok(!doer.some((kind) => kind.startsWith("case.")), `${doer}`);
});

test("both sides of an order hear what the other did", async () => {
  const centre = await aWatchedOrganisation(hub);
  const coordinator = await aSignedInPerson(hub, {
    roles: [[centre.id, "responder"]],
    hubRole: "coordinator",
  });
  const responder = await aColleague(hub, own, "responder");
  const { order } = ORDER_DETAIL.parse(
    await coordinator.browser.json("POST", "/api/v1/orders", {
      organisationId: centre.id,
      orderedId: own.id,
      title: "Patch",
      measure: "Patch.",
      reason: "It is old.",
      severity: "high",
      marking: "amber+strict",
      deadline: { at: new Date(Date.now() + 100 * 3_600_000).toISOString() },
      timeZone: "Asia/Shanghai",
    }),
  );
  await kindsUntil(responder.browser, ["order.issued"]);
  await responder.browser.json("POST", `/api/v1/orders/${order.id}/acknowledge`, {});
  await kindsUntil(coordinator.browser, ["order.acknowledged"]);
  assert.deepEqual(
    (await inbox(coordinator.browser)).notifications.map(({ kind }) => kind),
    ["order.acknowledged"],
  );
});

test("preferences are the defaults until they are chosen, for each organisation by itself", async () => {
  const { browser } = await aColleague(hub, own, "viewer");
  const first = NOTIFICATION_SETTINGS.parse(await browser.json("GET", "/api/v1/notification-preferences"));
  const [settings] = first.organisations;
  assert.deepEqual([first.mail.isSetUp, settings?.isDefault], [true, true]);
  const preferences = {
    ...settings?.preferences,
    timeZone: "Europe/Berlin",
    quietHours: { from: 1320, to: 420 },
  };
  const path = `/api/v1/notification-preferences/${own.id}`;
  const set = NOTIFICATION_SETTINGS.parse(await browser.json("PUT", path, preferences));
  assert.deepEqual(set.organisations[0], { organisationId: own.id, isDefault: false, preferences });
  const wrong = await browser.send("PUT", path, { ...preferences, timeZone: "Moon/Base" });
  assert.equal(wrong.status, 422);
  const foreign = await aWatchedOrganisation(hub);
  const forbidden = await browser.send("PUT", `/api/v1/notification-preferences/${foreign.id}`, preferences);
  assert.equal(forbidden.status, 403);
});
