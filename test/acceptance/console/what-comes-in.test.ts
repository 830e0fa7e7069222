// SPDX-License-Identifier: Apache-2.0
/**
 * What comes in, at the console on the real hub: how a source is read (charset, time zone, a mapping made from a sample),
 * and what of it is known to be bad (lists of indicators, what they meet, where it was seen).
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { picture, whyNoBrowser } from "@fengsui/console";
import type { Page } from "playwright-core";
import { ConsoleHub } from "./test-kit/console-hub.ts";

const SKIP = whyNoBrowser() ?? false;

let hub: ConsoleHub;
before(async () => {
  if (SKIP === false) hub = await ConsoleHub.start();
});
after(async () => {
  if (SKIP === false) await hub[Symbol.asyncDispose]();
});

async function choose(page: Page, label: string, typed: string, option = typed): Promise<void> {
  const box = page.getByRole("combobox", { name: label, exact: true }).last();
  await box.click();
  if (await box.isEditable()) await box.fill(typed);
  await page.locator(".ant-select-item-option:visible", { hasText: option }).first().click();
}

const SAMPLE = JSON.stringify({ when: "01.05.2026 12:00:00", box: { name: "pos-7" }, peer: "192.0.2.7" });

test("somebody maps a source's fields from a pasted sample, and its events have them", {
  skip: SKIP,
}, async () => {
  const source = await hub.operator.addSource("Tills");
  const { page, complaints } = await hub.open(`/sources?open=${source.id}`);
  await choose(page, "Charset", "gb18030");
  await choose(page, "Time zone of times that name none", "Asia/Shanghai");
  await page.getByRole("button", { name: "OpenTelemetry" }).click();
  await page.getByText("/v1/logs").waitFor();
  await picture(page, "source-reading");
  await page.getByRole("button", { name: "Map its fields…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Sample", { exact: true }).fill(SAMPLE);
  await dialog.getByRole("button", { name: "Try" }).click();
  await choose(page, "Time", "when");
  await choose(page, "Form of the time", "A pattern");
  await dialog.getByLabel("Pattern", { exact: true }).fill("dd.MM.yyyy HH:mm:ss");
  await choose(page, "Host", "box", "box.name");
  await choose(page, "Source address", "peer");
  await dialog.getByRole("button", { name: "Try" }).click();
  await dialog.getByText("2026-05-01T04:00:00.000Z").waitFor();
  await dialog.getByText("pos-7", { exact: true }).waitFor();
  await picture(page, "source-mapping");
  await dialog.getByRole("button", { name: "Use it from now on" }).click();
  await page.getByText("Mapping, version 1").waitFor();
  assert.deepEqual(complaints, []);

  await hub.deliver(source.key, [SAMPLE]);
  const [event] = await hub.operator.events({ sourceId: source.id });
  assert.deepEqual(
    [event?.time, event?.fields["host.name"], event?.fields["source.ip"]],
    ["2026-05-01T04:00:00.000Z", "pos-7", "192.0.2.7"],
  );
  const narrow = await hub.open(`/sources?open=${source.id}`, { size: "narrow" });
  await narrow.page.getByText("Mapping, version 1").waitFor();
  await picture(narrow.page, "source-reading-narrow");
});

/** Nothing is wider than the screen. */
async function assertFits(page: Page, name: string): Promise<void> {
  const tooMuch: unknown = await page.evaluate(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
  assert.equal(tooMuch, 0, `${name} is wider than the screen`);
}

function dns(number: number, query: string): object {
  return {
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 22,
    Computer: "WS01",
    EventRecordID: number,
    "@timestamp": new Date(Date.now() - 60_000).toISOString(),
    QueryName: query,
  };
}

/** What is pasted, taken into the list whose dialog is open; a replacement says what it does first. */
async function importPasted(page: Page, text: string, mode: "Add" | "Replace" = "Add"): Promise<void> {
  const dialog = page.getByRole("dialog", { name: /^Import into/ });
  await dialog.getByLabel("Or values, one a line").fill(text);
  await dialog.getByRole("button", { name: mode, exact: true }).click();
  await picture(page, `indicators-import-${mode}`);
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  if (mode === "Replace") {
    await dialog.getByText("The list has 2 indicators. Replace them?").waitFor();
    await picture(page, "indicators-replace");
    await dialog.getByRole("button", { name: "Replace the list" }).click();
  }
  await dialog.getByText("Imported.").waitFor();
}

test("a list of indicators is made, meets what comes, and is asked what it knows", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/indicators");
  await page.getByRole("heading", { name: "No list of indicators yet" }).waitFor();
  await picture(page, "indicators-empty");
  await page.getByRole("button", { name: "New list…" }).click();
  await page.getByLabel("Title").fill("Known bad");
  await picture(page, "indicators-new");
  await page.getByRole("button", { name: "Make the list" }).click();
  await importPasted(page, "*.evil[.]example\nnothing at all\n198.51.100.0/24");
  await page.getByRole("cell", { name: "nothing at all" }).waitFor();
  await picture(page, "indicators-imported");
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "evil.example" }).waitFor();

  const source = await hub.operator.addSource("Resolver");
  await hub.deliver(source.key, [dns(1, "www.evil.example"), dns(2, "fine.example")]);
  await page.getByRole("link", { name: "Alerts" }).first().click();
  await page.getByRole("button", { name: "Known bad" }).click();
  const evidence = page.getByRole("region", { name: "Evidence" });
  await evidence.getByText("Meets the indicator").waitFor();
  await evidence.getByRole("link", { name: "Known bad" }).waitFor();
  assert.equal(await evidence.getByText("Why it matched").count(), 0);
  await picture(page, "indicators-alert");
  await evidence.getByRole("link", { name: "evil.example", exact: true }).click();
  const known = page.getByRole("region", { name: "Known" });
  await known.getByText("*.evil.example").waitFor();
  await page.getByLabel("Value").fill("hxxp://www.evil[.]example");
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "Seen" }).getByText("Never").waitFor();
  await page.getByLabel("Value").fill("www[.]evil[.]example");
  await page.keyboard.press("Enter");
  const seen = page.getByRole("region", { name: "Seen" });
  await seen.getByText("times: 1").waitFor();
  await known.getByRole("link", { name: "Known bad" }).waitFor();
  await picture(page, "indicators");
  await seen.getByRole("link", { name: "Resolver" }).click();
  await page.locator(".list tbody tr:not(.skeleton)", { hasText: "WS01" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("a list is kept up: replaced after it was asked, in part removed, followed by who only looks", {
  skip: SKIP,
}, async () => {
  const { operator } = hub;
  const viewer = "wu@example.org";
  await operator.addPerson(operator.organisationId, { email: viewer, name: "Wu", role: "viewer" });
  const watching = await hub.openAs(viewer, "/indicators", {
    size: "narrow",
    locale: "zh-CN",
    shade: "dark",
  });
  const row = watching.page.getByRole("button", { name: "Known bad" });
  await row.waitFor();
  await assertFits(watching.page, "indicators");
  await picture(watching.page, "indicators-narrow-zh-dark");
  await row.click();
  await watching.page.getByRole("button", { name: "198.51.100.0/24" }).waitFor();
  assert.equal(await watching.page.getByRole("button", { name: /导入|标题与级别/ }).count(), 0);
  assert.equal(await watching.page.getByRole("checkbox").count(), 0);

  const { page, complaints } = await hub.open("/rules?kind=indicators");
  await page.getByRole("button", { name: "Known bad" }).click();
  const rule = page.getByRole("complementary", { name: "Known bad" });
  await rule.getByRole("link", { name: "indicators: open the list" }).waitFor();
  assert.equal(await rule.getByText("Source text").count(), 0);
  await rule.getByRole("link", { name: "indicators: open the list" }).click();
  await page.getByRole("button", { name: "Import…" }).click();
  await importPasted(page, "*.evil.example\nbad.example", "Replace");
  await page.getByRole("button", { name: "Done" }).click();
  await watching.page.getByRole("button", { name: "bad.example" }).waitFor();
  await watching.page.getByRole("button", { name: "198.51.100.0/24" }).waitFor({ state: "detached" });
  await assertFits(watching.page, "a list");
  await picture(watching.page, "indicators-list-narrow-zh-dark");

  await page.getByRole("checkbox", { name: "Choose bad.example" }).check();
  await picture(page, "indicators-list");
  await page.getByRole("button", { name: "Remove from the list" }).click();
  await watching.page.getByRole("button", { name: "bad.example" }).waitFor({ state: "detached" });
  assert.deepEqual([...complaints, ...watching.complaints], []);
});
