// SPDX-License-Identifier: Apache-2.0
/** Notifications at the console, on the real hub: what one is told, what one chooses, and how it was delivered. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { after, before, test } from "node:test";
import { picture, whyNoBrowser } from "@fengsui/console";
import type { Page } from "playwright-core";
import { ConsoleHub } from "./test-kit/console-hub.ts";
import { sampleLogs, WHOAMI_RULE } from "./test-kit/sample-logs.ts";

const SKIP = whyNoBrowser() ?? false;

let hub: ConsoleHub;
let receiver: Server;
const calls: string[] = [];

before(async () => {
  if (SKIP !== false) return;
  receiver = createServer((request, response) => {
    calls.push(String(request.headers["webhook-signature"]));
    request.resume();
    response.writeHead(204).end();
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  hub = await ConsoleHub.start({
    FENGSUI_WEBHOOK_NETWORKS: "127.0.0.1",
    // Where nothing listens: what the console then says is what is tested.
    FENGSUI_SMTP_URL: "smtp://127.0.0.1:1",
    FENGSUI_SMTP_FROM: "fengsui@example.org",
  });
});
after(async () => {
  if (SKIP !== false) return;
  await hub[Symbol.asyncDispose]();
  receiver.close();
});

function receiverUrl(): string {
  const address = receiver.address();
  assert.ok(typeof address === "object" && address !== null);
  return `http://127.0.0.1:${address.port}/hook`;
}

async function pick(page: Page, combobox: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: combobox, exact: true }).click();
  await page.locator(".ant-select-dropdown:visible .ant-select-item-option", { hasText: option }).click();
}

test("a webhook is added, shows its secret once, is tried, and says how its calls went", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/webhooks");
  await page.getByText("No webhooks").waitFor();
  await page.getByRole("button", { name: "Add a webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("SOAR");
  await dialog.getByLabel("Address").fill("https://127.1/hook");
  await picture(page, "webhook-new");
  await dialog.getByLabel("Address").fill("https://169.254.169.254/");
  await dialog.getByRole("button", { name: "Add and show the secret" }).click();
  await dialog.getByText("webhook.refused_address").waitFor();
  await dialog.getByLabel("Address").fill(receiverUrl());
  await dialog.getByRole("button", { name: "Add and show the secret" }).click();
  assert.match(await dialog.locator(".key-once code").innerText(), /^whsec_/);
  await picture(page, "webhook-secret");
  await dialog.getByRole("button", { name: "Done" }).click();
  const panel = page.getByRole("complementary", { name: "Webhook" });
  await panel.getByRole("button", { name: "Send a test" }).click();
  const last = panel.getByRole("region", { name: "Last calls" });
  await last.getByText("Sent").waitFor();
  await picture(page, "webhook");
  assert.equal(calls.length, 1);
  await panel.getByRole("button", { name: "New secret" }).click();
  await panel.getByText("The secret of before signs, too, until:").waitFor();
  assert.deepEqual(complaints, []);
});

test("what one chooses is kept, and a mail that cannot be sent says why", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/notifications?view=preferences");
  await page.getByText("These are the defaults for your role.").waitFor();
  await picture(page, "notification-preferences");
  await page.getByRole("switch", { name: "Quiet hours" }).click();
  await page.getByLabel("Until").fill("06:30");
  await pick(page, "Case opened: How", "Not at all");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Saved").waitFor();
  await page.reload();
  assert.equal(await page.getByLabel("Until").inputValue(), "06:30");
  await page
    .getByRole("row", { name: /Case opened/ })
    .getByText("Not at all")
    .waitFor();
  await picture(page, "notification-quiet-hours");
  await page.getByRole("button", { name: "Send a test" }).click();
  await page.getByText("On its way.").waitFor();
  await page.getByRole("link", { name: "Deliveries" }).click();
  await page.getByText("Retrying").waitFor();
  await page.getByRole("button", { name: "Mail: Test" }).click();
  const panel = page.getByRole("complementary", { name: "Delivery" });
  await panel.getByText("the mail server cannot be reached").first().waitFor();
  await picture(page, "delivery");
  await page.getByRole("button", { name: "Not delivered" }).click();
  await page.getByRole("button", { name: "Mail: Test" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("an alert is counted beside the way to notifications, and is read when it is opened", {
  skip: SKIP,
}, async () => {
  const { key } = await hub.operator.addSource("Windows");
  await hub.operator.addRule(WHOAMI_RULE);
  const { page, complaints } = await hub.open("/notifications");
  await page.getByText("Nothing was told to you yet").waitFor();
  await hub.deliver(key, sampleLogs());
  const way = page.getByRole("navigation").getByRole("link", { name: /Notifications/ });
  await way.locator(".count-badge").waitFor();
  await page
    .getByRole("button", { name: /Alert: Whoami/ })
    .first()
    .waitFor();
  await picture(page, "notifications");
  await page
    .getByRole("button", { name: /Alert: Whoami/ })
    .first()
    .click();
  await page.waitForURL(/\/alerts\/[0-9a-f-]+/);
  await way.click();
  await page.getByRole("button", { name: "All read" }).click();
  await page.locator(".unread", { hasText: "Whoami" }).first().waitFor({ state: "detached" });
  assert.deepEqual(complaints, []);
});

test("on a phone, in Chinese and in the dark it is as whole", { skip: SKIP }, async () => {
  const visit = { size: "phone", locale: "zh-CN", shade: "dark" } as const;
  for (const [path, sign] of [
    ["/notifications", "条未读"],
    ["/notifications?view=preferences", "邮件发送时间"],
    ["/webhooks", "SOAR"],
  ] as const) {
    const { page, complaints } = await hub.open(path, visit);
    await page.getByText(sign).first().waitFor();
    const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    assert.equal(overflow, 0, path);
    await picture(page, `phone-${path.replace(/\W/g, "-")}`);
    assert.deepEqual(complaints, []);
  }
});
