// SPDX-License-Identifier: Apache-2.0
/** What is told among the notifications of accounts and claims: to whom it concerns, and to nobody else. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NOTIFICATIONS } from "@fengsui/contract";
import { readConfig } from "../../platform/config/index.ts";
import { anOrganisation } from "../../test-kit/records/index.ts";
import { aSignedInPerson, type Browser, startTestHub, type TestHub } from "../../test-kit/web/index.ts";
import { createNotificationsFeature } from "./index.ts";

let hub: TestHub;

before(async () => {
  // What was announced is taken by the test, when it says so.
  hub = await startTestHub({ environment: { FENGSUI_ROLES: "api" } });
});
after(async () => await hub[Symbol.asyncDispose]());

async function toldTo(browser: Browser) {
  const config = readConfig({ environment: {}, isRoot: false, home: "/nonexistent" });
  const clock = { now: () => new Date() };
  await createNotificationsFeature({ records: hub.records, clock, config }).run(new AbortController().signal);
  const { notifications } = NOTIFICATIONS.parse(await browser.json("GET", "/api/v1/notifications"));
  return notifications.map(({ kind, subject, title }) => [kind, subject.kind, title]);
}

test("the owner of an account is told once what was done to it, and nobody else of their organisations is", async () => {
  const [home, other] = [await anOrganisation(hub.records), await anOrganisation(hub.records)];
  const roles = [home, other].map((id) => [id, "analyst"] as const);
  const { browser, password } = await aSignedInPerson(hub, { roles });
  const chief = await aSignedInPerson(hub, { roles: [[home, "administrator"]] });
  await browser.json("POST", "/api/v1/session/password", {
    current: password,
    password: "four unrelated words here",
  });
  assert.deepEqual(await toldTo(browser), [["account.changed", "account_notice", "您的账户密码已修改"]]);
  assert.deepEqual(await toldTo(chief.browser), []);
});

test("who is given a link to set a password is told by whom it was not asked", async () => {
  const home = await anOrganisation(hub.records);
  const owner = await aSignedInPerson(hub, { roles: [[home, "viewer"]] });
  const chief = await aSignedInPerson(hub, { roles: [[home, "administrator"]] });
  await chief.browser.json("POST", `/api/v1/organisations/${home}/people/${owner.id}/password-link`);
  const [told] = await toldTo(owner.browser);
  assert.deepEqual(told?.slice(0, 2), ["account.changed", "account_notice"]);
  assert.match(told?.[2] ?? "", /一次性链接/);
});

test("that several claim the same is told to coordinators, and to none of those who claim it", async () => {
  const [one, other, centre] = [
    await anOrganisation(hub.records),
    await anOrganisation(hub.records, "The other one"),
    await anOrganisation(hub.records),
  ];
  const ofOne = (await aSignedInPerson(hub, { roles: [[one, "administrator"]] })).browser;
  const ofOther = (await aSignedInPerson(hub, { roles: [[other, "administrator"]] })).browser;
  const coordinator = (await aSignedInPerson(hub, { roles: [[centre, "viewer"]], hubRole: "coordinator" }))
    .browser;
  const claim = async (browser: Browser, id: string, value: string) =>
    await browser.json("POST", `/api/v1/organisations/${id}/claims`, { kind: "domain", value });
  await claim(ofOne, one, "example.org");
  assert.deepEqual(await toldTo(coordinator), []);
  await claim(ofOther, other, "mail.example.org");
  assert.deepEqual(await toldTo(coordinator), [["claim.overlaps", "organisation", "The other one"]]);
  assert.deepEqual([...(await toldTo(ofOne)), ...(await toldTo(ofOther))], []);
});
