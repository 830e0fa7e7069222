// SPDX-License-Identifier: Apache-2.0
/** The pages in a real browser, under the policy that the hub sends. `picture.ts` looks at them. */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser, whyNoBrowser } from "./browser.ts";
import { buildConsole } from "./built-console.ts";
import { startFixtureHub } from "./fixture-hub.ts";
import { picture } from "./picture.ts";
import { type OpenPage, openPageIn, type Visit } from "./visit.ts";

const SKIP = whyNoBrowser() ?? false;
const PASSWORD = "correct horse battery";

let dist = "";
let browser: Browser | undefined;

before(async () => {
  if (SKIP !== false) return;
  [dist, browser] = await Promise.all([buildConsole(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  if (dist !== "") rmSync(dist, { recursive: true });
});

async function openPage(visit: Visit = {}): Promise<OpenPage> {
  assert.ok(browser !== undefined);
  return await openPageIn(browser, visit);
}

async function signIn(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/alerts`);
  await page.getByLabel(/Email address|电子邮箱/).fill("lin@grid.example");
  await page.getByLabel(/Password|密码/).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("table").waitFor();
}

test("a wrong password is said, the right one leads to where one wanted to go", { skip: SKIP }, async () => {
  await using hub = await startFixtureHub(dist);
  const { page, complaints } = await openPage();
  await page.goto(`${hub.address}/sources`);
  await page.getByLabel("Email address").fill("lin@grid.example");
  await page.getByLabel("Password").fill("wrong");
  await page.keyboard.press("Enter");
  await page.getByText("The email address or the password is wrong").waitFor();
  await picture(page, "sign-in");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Sources" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("the one-time link makes the first administrator, who is led to the first source", {
  skip: SKIP,
}, async () => {
  await using hub = await startFixtureHub(dist);
  hub.world.isSetUp = false;
  hub.world.sources.length = 0;
  const { page, complaints } = await openPage({ size: "phone" });
  await page.goto(`${hub.address}/setup#token=fixture`);
  await page.getByLabel("Organisation").fill("Provincial Grid");
  await page.getByLabel("Your name").fill("Lin Yue");
  await page.getByLabel("Email address").fill("lin@grid.example");
  await page.getByLabel("Password").fill(PASSWORD);
  await picture(page, "setup-phone");
  await page.getByRole("button", { name: "Create administrator" }).click();
  await page.getByLabel("Source", { exact: true }).fill("Main firewall");
  await page.getByRole("button", { name: "Add and show the key" }).click();
  await page.getByText("it is never shown again").waitFor();
  await page.getByRole("button", { name: "Vector" }).click();
  assert.match(await page.locator(".panel pre").innerText(), /Bearer fsk_fixture-key-of-the-new-source/);
  await picture(page, "source-key-phone");
  assert.deepEqual(complaints, []);
});

test("an alert is found, opened, taken and closed with the keyboard", { skip: SKIP }, async () => {
  await using hub = await startFixtureHub(dist);
  const { page, complaints } = await openPage();
  await signIn(page, hub.address);
  await picture(page, "alerts");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Evidence" }).waitFor();
  assert.match(page.url(), /[?]open=/);
  assert.equal(await page.locator("mark").first().innerText(), "C:\\Windows\\System32\\lsass.exe");
  await picture(page, "alert-open");
  await page.getByRole("button", { name: "Assign to me" }).click();
  await page.getByRole("button", { name: "Give back" }).waitFor();
  await page.getByRole("textbox", { name: "Comment" }).fill("Seen in the maintenance plan.");
  await page.locator(".panel h2").click();
  await page.keyboard.press("e");
  await page.getByText("Benign true positive").click();
  await picture(page, "alert-closing");
  await page.getByRole("button", { name: "Close alert" }).click();
  await page.getByText("Closed: Benign true positive").waitFor();
  await page.getByText("Seen in the maintenance plan.").waitFor();
  await page.getByRole("button", { name: "Reopen" }).click();
  await page.getByRole("button", { name: "Close with a verdict" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("filters are in the address and hold after a reload", { skip: SKIP }, async () => {
  await using hub = await startFixtureHub(dist);
  const { page, complaints } = await openPage();
  await signIn(page, hub.address);
  await page.keyboard.press("/");
  await page.keyboard.type("dc-01.grid.example");
  await page.keyboard.press("Enter");
  await page.getByText("1 shown").waitFor();
  assert.match(page.url(), /host=dc-01\.grid\.example/);
  await page.reload();
  await page.getByText("1 shown").waitFor();
  await page.goto(`${hub.address}/alerts?state=closed`);
  await page.getByText("No alert fits these filters").waitFor();
  await picture(page, "alerts-none");
  assert.deepEqual(complaints, []);
});

test("where the hub's store does not answer, the page says so and tries again", { skip: SKIP }, async () => {
  await using hub = await startFixtureHub(dist);
  const { page, complaints } = await openPage();
  await signIn(page, hub.address);
  hub.world.isBroken = true;
  await page.goto(`${hub.address}/alerts?from=now-7d`);
  await page.getByText("A store of the hub does not answer").waitFor();
  await page.getByText("events.unavailable").waitFor();
  await picture(page, "alerts-broken");
  hub.world.isBroken = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("LSASS memory dump").waitFor();
  assert.deepEqual(complaints, []);
});

test("rules are found, switched off, and uploaded with what was wrong in them", { skip: SKIP }, async () => {
  await using hub = await startFixtureHub(dist);
  const { page, complaints } = await openPage({ shade: "dark" });
  await signIn(page, hub.address);
  await page.getByRole("link", { name: "Rules", exact: true }).click();
  await page.getByRole("switch").first().click();
  await page.waitForFunction(
    () => document.querySelector("[role=switch]")?.getAttribute("aria-checked") === "false",
  );
  assert.equal(hub.world.rules[0]?.isEnabled, false);
  await picture(page, "rules-dark");
  await page.getByRole("button", { name: "Upload rules" }).click();
  const text = Buffer.from("title: x\n");
  await page
    .getByLabel("Rule files")
    .setInputFiles([{ name: "first.yml", mimeType: "text/yaml", buffer: text }]);
  await page.getByRole("button", { name: "Upload files: 1" }).click();
  await page.getByText("New: 1 · changed: 0 · unchanged: 0 · refused: 1").waitFor();
  await page.getByText("second.yml:7:14").waitFor();
  await picture(page, "rules-uploaded-dark");
  assert.deepEqual(complaints, []);
});

test("the console speaks Chinese, changes language at once, and goes anywhere", { skip: SKIP }, async () => {
  await using hub = await startFixtureHub(dist);
  const { page, complaints } = await openPage({ locale: "zh-CN", size: "phone" });
  await signIn(page, hub.address);
  await page.getByRole("heading", { name: "告警" }).waitFor();
  await picture(page, "alerts-zh-phone");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("数据");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "数据源", exact: true }).waitFor();
  await picture(page, "sources-zh-phone");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("English");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Sources" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
  assert.deepEqual(complaints, []);
});
