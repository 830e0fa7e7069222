// SPDX-License-Identifier: Apache-2.0
/** How long events are kept, decided at the console on the real hub. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { picture, whyNoBrowser } from "@fengsui/console";
import { HUB_RETENTION, LEGAL_HOLDS, RETENTION } from "@fengsui/contract";
import { ConsoleHub } from "./test-kit/console-hub.ts";

const SKIP = whyNoBrowser() ?? false;

let hub: ConsoleHub;

before(async () => {
  if (SKIP === false) hub = await ConsoleHub.start();
});
after(async () => {
  if (SKIP === false) await hub[Symbol.asyncDispose]();
});

test("days are set for a log type after a look at what would go, and less than the law asks for is warned of", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/retention");
  const own = page.getByRole("region", { name: "Events of City Hospital" });
  await own.getByText("the hub keeps events for ever").waitFor();
  await own.getByRole("button", { name: "Add a log type" }).click();
  await own.getByLabel("Log type 1").fill("windows/sysmon");
  await own.getByLabel("Days kept, row 1").fill("90");
  await own.getByText("six months").waitFor();
  await own.getByRole("button", { name: "What would go" }).click();
  await own.getByText("The next run would delete nothing.").waitFor();
  await picture(page, "retention");
  await own.getByRole("button", { name: "Save" }).click();
  const path = `/api/v1/organisations/${hub.operator.organisationId}/retention`;
  await own.getByRole("button", { name: "Save", disabled: true }).waitFor();
  const { rules } = RETENTION.parse(await hub.operator.json("GET", path));
  assert.deepEqual(rules, [{ logType: "windows/sysmon", days: 90, isBelowLegalMinimum: true }]);
  assert.deepEqual(complaints, []);
});

test("a legal hold is made and ended, each with a reason", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/retention", { size: "narrow", shade: "dark" });
  const holds = page.getByRole("region", { name: "Legal holds" });
  await holds.getByText("Nothing is held.").waitFor();
  await holds.getByRole("button", { name: "Add a legal hold" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("The prosecutor asks for it");
  await picture(page, "retention-hold-narrow-dark");
  await dialog.getByRole("button", { name: "Hold", exact: true }).click();
  await holds.getByText("All events of the organisation").waitFor();
  await picture(page, "retention-narrow-dark");
  await holds.getByRole("button", { name: "End the hold" }).click();
  await dialog.getByLabel("Reason").fill("The case is closed");
  await dialog.getByRole("button", { name: "End the hold" }).click();
  await holds.getByText("The case is closed").waitFor();
  const listed = LEGAL_HOLDS.parse(await hub.operator.json("GET", "/api/v1/legal-holds"));
  assert.deepEqual(
    listed.holds.map(({ isActive, releaseReason }) => [isActive, releaseReason]),
    [[false, "The case is closed"]],
  );
  assert.deepEqual(complaints, []);
});

test("an operator sets what counts for the whole hub, in Chinese as well", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/retention", { locale: "zh-CN" });
  const ofHub = page.getByRole("region", { name: "枢纽" });
  await ofHub.getByLabel("单位未设置时的保留天数").fill("400");
  await picture(page, "retention-zh");
  await ofHub.getByRole("button", { name: "保存" }).click();
  await page.getByText("枢纽保留 400 天").waitFor();
  const set = HUB_RETENTION.parse(await hub.operator.json("GET", "/api/v1/retention"));
  assert.equal(set.defaultDays, 400);
  assert.deepEqual(complaints, []);
});
