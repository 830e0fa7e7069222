// SPDX-License-Identifier: Apache-2.0
/** Cases at the console, on the real hub: from alerts to a decision, apart and together again. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { picture, whyNoBrowser } from "@fengsui/console";
import type { Page } from "playwright-core";
import { ConsoleHub } from "./test-kit/console-hub.ts";
import { DUMP_RULE, sampleLogs, WHOAMI_RULE } from "./test-kit/sample-logs.ts";

const SKIP = whyNoBrowser() ?? false;

let hub: ConsoleHub;

before(async () => {
  if (SKIP !== false) return;
  hub = await ConsoleHub.start();
  const { key } = await hub.operator.addSource("Windows");
  await hub.operator.addRule(WHOAMI_RULE);
  await hub.operator.addRule(DUMP_RULE);
  await hub.deliver(key, sampleLogs());
});
after(async () => {
  if (SKIP === false) await hub[Symbol.asyncDispose]();
});

async function tab(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("group", { name: "Parts of the case" }).getByRole("button", { name }).click();
}

test("an alert becomes a case that is worked on to its decision, and opened again", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/alerts?host=WS01");
  await page.getByRole("button", { name: "Whoami" }).click();
  await page.getByRole("button", { name: "Make a case…" }).click();
  await picture(page, "case-new");
  await page.getByRole("button", { name: "Open the case" }).click();
  const panel = page.getByRole("complementary", { name: "Case" });
  await panel.getByRole("heading", { name: "Whoami · ws01" }).waitFor();
  await panel.getByRole("button", { name: "Assign to me" }).click();
  await panel.getByRole("button", { name: "Begin work" }).click();
  await panel.getByText("state “In progress”").waitFor();
  await picture(page, "case-timeline");

  await tab(page, /^Notes/);
  await panel.getByRole("textbox", { name: "Add note" }).fill("The tester was on leave.");
  await page.reload();
  assert.equal(
    await panel.getByRole("textbox", { name: "Add note" }).inputValue(),
    "The tester was on leave.",
  );
  await panel.getByRole("button", { name: "Add note" }).click();
  await panel.getByRole("listitem").filter({ hasText: "The tester was on leave." }).waitFor();

  await tab(page, /^Tasks/);
  await panel.getByLabel("New task").fill("Ask the night shift");
  await panel.getByRole("button", { name: "Add task" }).click();
  const task = panel.getByRole("checkbox", { name: "Done: Ask the night shift" });
  await task.waitFor();
  await picture(page, "case-tasks");
  await task.check();
  await panel.getByText("Done", { exact: false }).first().waitFor();

  await tab(page, /^Evidence/);
  const buffer = Buffer.from("a picture of a screen");
  await panel
    .getByLabel("Files to add as evidence")
    .setInputFiles([{ name: "屏幕.png", mimeType: "image/png", buffer }]);
  await panel.getByRole("link", { name: "屏幕.png" }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    panel.getByRole("link", { name: "屏幕.png" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "屏幕.png");
  await panel.getByRole("button", { name: "Who had it in hands" }).click();
  await panel.getByText("downloaded it").waitFor();
  await picture(page, "case-evidence");

  await panel.getByRole("heading", { name: "Whoami · ws01" }).click();
  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog", { name: "Close with a decision" });
  await dialog.getByText("with the same verdict: 1 in all").waitFor();
  await dialog.getByRole("radio", { name: /^True positive/ }).check();
  await dialog.getByLabel(/^Reason/).fill("Nobody was testing.");
  await picture(page, "case-decision");
  await dialog.getByRole("button", { name: "Close case" }).click();
  await panel.getByRole("heading", { name: "Closed: True positive" }).waitFor();
  await panel.getByRole("button", { name: "Reopen" }).click();
  const reopen = page.getByRole("dialog", { name: "Reopen the case" });
  await reopen.getByLabel("Reason").fill("It was seen on another host.");
  await reopen.getByRole("button", { name: "Reopen" }).click();
  await panel.getByRole("button", { name: "Close with a decision" }).waitFor();
  await tab(page, /^Timeline/);
  await panel.getByText("It was seen on another host.").waitFor();
  await panel.getByText("closed it as “True positive”; alerts closed with it: 1").waitFor();
  assert.deepEqual(complaints, []);
});

test("a case is merged with what that does said before, comes apart, and is split", {
  skip: SKIP,
}, async () => {
  const { operator } = hub;
  const free = (await operator.alerts()).filter(({ caseId }) => caseId === null);
  assert.equal(free.length, 2);
  const { page, complaints } = await hub.open("/alerts?state=all");
  await page.getByText("3 shown", { exact: true }).waitFor();
  await page.getByRole("checkbox", { name: "Choose all shown" }).check();
  const chosen = page.getByRole("region", { name: "What you can do" });
  await chosen.getByText("In a case already, and left there: 1").waitFor();
  await picture(page, "alerts-chosen");
  await chosen.getByRole("button", { name: "Make a case…" }).click();
  const making = page.getByRole("dialog", { name: "New case" });
  await making.getByText("Of the alerts that you chose: 2.").waitFor();
  await making.getByLabel("Title").fill("Two hosts");
  await making.getByRole("button", { name: "Open the case" }).click();
  await page.getByRole("heading", { name: "Two hosts" }).waitFor();
  await page.goto(`${hub.origin}/cases?text=Two`);
  await page.getByText("1 shown", { exact: true }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Case" });
  await panel.getByRole("button", { name: "Merge…" }).click();
  const merging = page.getByRole("dialog", { name: "Merge…" });
  await merging.getByLabel("Into which case").click();
  await page.locator(".ant-select-item-option", { hasText: "Whoami" }).click();
  await merging.getByText("then 3 alerts in all").waitFor();
  await picture(page, "case-merge");
  await merging.getByLabel("Reason").fill("One intruder.");
  await merging.getByRole("button", { name: "Merge", exact: true }).click();
  await panel.getByRole("link", { name: /Two hosts/ }).click();
  await panel.getByText("This case was merged.").waitFor();
  await picture(page, "case-merged");
  await panel.getByRole("button", { name: "Undo the merge…" }).click();
  const undo = page.getByRole("dialog", { name: "Undo the merge…" });
  await undo.getByLabel("Reason").fill("Two intruders.");
  await undo.getByRole("button", { name: "Undo the merge" }).click();

  await panel.getByRole("button", { name: "Split…" }).click();
  const splitting = page.getByRole("dialog", { name: "Split…" });
  await splitting.getByRole("checkbox", { name: /Memory of LSASS/ }).check();
  await splitting.getByLabel("Title of the new case").fill("The server alone");
  await splitting.getByLabel("Reason").fill("Another matter.");
  await picture(page, "case-split");
  await splitting.getByRole("button", { name: "Move 1 into a new case" }).click();
  await panel.getByRole("heading", { name: "The server alone" }).waitFor();
  await tab(page, /^Alerts/);
  await panel.getByRole("link", { name: "Memory of LSASS read" }).waitFor();
  await picture(page, "case-alerts");
  assert.deepEqual(complaints, []);
});

test("a case rule says what it would have done before it is switched on", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/case-rules?new=yes");
  const dialog = page.getByRole("dialog", { name: "New case rule" });
  await dialog.getByLabel("Name").fill("Servers");
  await dialog.getByLabel("Host, account or address").fill("nothing*");
  await dialog.getByRole("button", { name: "What would it have done?" }).click();
  await dialog.getByText("0 open alerts that are in no case fit").waitFor();
  await picture(page, "case-rule-preview");
  await dialog.getByRole("button", { name: "Switch it on" }).click();
  const panel = page.getByRole("complementary", { name: "Case rule" });
  await panel.getByRole("heading", { name: "Servers" }).waitFor();
  await page.getByRole("switch", { name: /Servers/ }).click();
  await panel.getByText("Off", { exact: true }).waitFor();
  await picture(page, "case-rules");
  assert.deepEqual(complaints, []);
});

test("cases read in Chinese, in the dark, on a phone", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/cases", { size: "phone", locale: "zh-CN", shade: "dark" });
  await page.getByRole("heading", { name: "事件工单" }).waitFor();
  await page.locator(".list tbody tr:not(.skeleton)").first().waitFor();
  await picture(page, "cases-zh-phone-dark");
  await page.getByRole("button", { name: /Whoami/ }).click();
  await page.getByText("建立了工单").first().waitFor();
  await picture(page, "case-zh-phone-dark");
  assert.deepEqual(complaints, []);
});
