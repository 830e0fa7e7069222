// SPDX-License-Identifier: Apache-2.0
/** The whole loop by hand, in the demo: from the alert of the staged intrusion to the order that is closed by proof. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type OpenPage, openBrowser, openPageIn, whyNoBrowser } from "@fengsui/console";
import type { Browser, Locator, Page } from "playwright-core";
import { Stage } from "../loop/test-kit/stage.ts";
import { buildConsole } from "./test-kit/console-hub.ts";

const SKIP = whyNoBrowser() ?? false;
const INVESTIGATOR = "lu.heng@cert.xingzhu.example";
const RESPONDER = "tang.yue@hospital.xingzhu.example";
const REVIEWER = "qiao.ning@cert.xingzhu.example";
const CASE = "Somebody came through the portal";
const ORDER = "Rebuild the portal's web server";

interface Parts {
  readonly browser: Browser;
  readonly stage: Stage;
}

async function signInAs(email: string, { browser, stage }: Parts): Promise<OpenPage> {
  const opened = await openPageIn(browser);
  const { page } = opened;
  await page.goto(`${stage.hub.origin}/sign-in?email=${email}`);
  await page.getByLabel("Password").fill(/\n {2}(\S+)\n/.exec(stage.hub.said)?.[1] ?? "");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Situation" }).waitFor();
  return opened;
}

async function choose(page: Page, within: Locator, label: string, option: string): Promise<void> {
  await within.getByLabel(label).click();
  await page.locator(".ant-select-item-option", { hasText: option }).click();
}

function file(name: string, text: string) {
  return [{ name, mimeType: "text/plain", buffer: Buffer.from(text) }];
}

/** Whose the host is, and a case of the alert. */
async function makeCase(page: Page): Promise<Locator> {
  await page.getByRole("link", { name: "Alerts" }).first().click();
  await page.getByRole("button", { name: "Memory Of The Logon Service Written To A File" }).click();
  const alert = page.getByRole("complementary", { name: "Alert" });
  await alert.getByRole("link", { name: /Patient portal/ }).waitFor();
  await alert.getByText("唐越 Tang Yue").first().waitFor();
  await alert.getByRole("button", { name: "Make a case…" }).click();
  const making = page.getByRole("dialog");
  await choose(page, making, "Organisation", "Coordination Centre");
  await making.getByLabel(/^Title/).fill(CASE);
  await making.getByRole("button", { name: "Open the case" }).click();
  const panel = page.getByRole("complementary", { name: "Case" });
  await panel.getByRole("heading", { name: CASE }).waitFor();
  return panel;
}

async function issueOrder(page: Page, panel: Locator): Promise<void> {
  const part = (name: RegExp) =>
    page.getByRole("group", { name: "Parts of the case" }).getByRole("button", { name }).click();
  await part(/^Evidence/);
  await panel.getByLabel("Files to add as evidence").setInputFiles(file("memory.txt", "what was found"));
  await panel.getByRole("link", { name: "memory.txt" }).waitFor();
  await part(/^Orders/);
  await page.getByRole("link", { name: "Issue an order…" }).click();
  const dialog = page.getByRole("dialog", { name: "New order" });
  await choose(page, dialog, "Ordered from", "First Hospital");
  await dialog.getByLabel("Title").fill(ORDER);
  await dialog.getByLabel("Measure").fill("Install it anew and renew its keys.");
  await dialog.getByLabel("Why").fill("It was the way to others.");
  await dialog.getByLabel("Deadline").fill(`${new Date().getUTCFullYear() + 1}-12-01`);
  await dialog.getByRole("button", { name: "Issue the order" }).click();
  await page.getByRole("heading", { name: "Waits to be acknowledged" }).waitFor();
}

/** The order of the list, in its panel. */
async function openOrder(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Orders" }).first().click();
  await page.getByRole("button", { name: ORDER }).click();
}

async function answerOrder(page: Page): Promise<void> {
  await openOrder(page);
  await page.getByRole("button", { name: "Acknowledge", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Acknowledge" }).click();
  await page.getByRole("heading", { name: "Do it, and answer with proof" }).waitFor();
  await page.getByRole("button", { name: "Answer", exact: true }).click();
  const answering = page.getByRole("dialog", { name: "Answer" });
  await answering.getByLabel("What was done").fill("Installed anew, keys renewed.");
  await answering.getByLabel("Files to add as evidence").setInputFiles(file("report.txt", "what was done"));
  await answering.getByRole("checkbox", { name: "report.txt" }).waitFor();
  await answering.getByRole("button", { name: "Send the answer" }).click();
  await page.getByRole("heading", { name: "Waits for the review" }).waitFor();
}

async function review(page: Page): Promise<void> {
  await openOrder(page);
  await page.getByRole("heading", { name: "Review the answer" }).waitFor();
  await page.getByRole("button", { name: "Accept: close by this proof" }).click();
  const accepting = page.getByRole("dialog", { name: "Accept: close by this proof" });
  await accepting.getByLabel("Reason").fill("The report names the new keys.");
  await accepting.getByRole("button", { name: "Accept: close by this proof" }).click();
  await page.getByRole("heading", { name: "Closed by the review of a second person" }).waitFor();
}

async function decide(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Cases" }).first().click();
  await page.getByRole("button", { name: CASE }).click();
  await page.getByRole("button", { name: "Close with a decision" }).click();
  const dialog = page.getByRole("dialog", { name: "Close with a decision" });
  await dialog.getByRole("radio", { name: /^True positive/ }).check();
  await dialog.getByLabel(/^Reason/).fill("The way in is closed.");
  await dialog.getByRole("button", { name: "Close case" }).click();
  await page.getByRole("heading", { name: "Closed: True positive" }).waitFor();
}

test("three people take the staged intrusion from its alert over a case and an order to the proof", {
  skip: SKIP,
}, async () => {
  await buildConsole();
  await using stage = await Stage.open();
  await using stack = new AsyncDisposableStack();
  const browser = stack.adopt(await openBrowser(), async (opened) => await opened.close());
  const parts = { browser, stage };
  const investigator = await signInAs(INVESTIGATOR, parts);
  const panel = await makeCase(investigator.page);
  await issueOrder(investigator.page, panel);
  const responder = await signInAs(RESPONDER, parts);
  await answerOrder(responder.page);
  const reviewer = await signInAs(REVIEWER, parts);
  await review(reviewer.page);
  await decide(investigator.page);
  assert.deepEqual(
    [investigator, responder, reviewer].flatMap(({ complaints }) => complaints),
    [],
  );
  const { orders } = await stage.investigator.orders.list({ text: ORDER });
  assert.deepEqual(
    orders.map(({ state }) => state),
    ["closed"],
  );
});
