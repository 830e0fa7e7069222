// SPDX-License-Identifier: Apache-2.0
/** A day at the console, on the real hub: from an empty one to alerts seen, searched, silenced and looked back for. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { picture, whyNoBrowser } from "@fengsui/console";
import type { Page } from "playwright-core";
import { ConsoleHub } from "./test-kit/console-hub.ts";
import { aProcess, BROKEN_LINES, DUMP_RULE, sampleLogs, WHOAMI_RULE } from "./test-kit/sample-logs.ts";

const SKIP = whyNoBrowser() ?? false;

let hub: ConsoleHub;
let key = "";

before(async () => {
  if (SKIP === false) hub = await ConsoleHub.start();
});
after(async () => {
  if (SKIP === false) await hub[Symbol.asyncDispose]();
});

async function deliver(lines: readonly (object | string)[]): Promise<void> {
  await hub.deliver(key, lines);
}

/** Nothing is wider than the screen. */
async function assertFits(page: Page, name: string): Promise<void> {
  const tooMuch: unknown = await page.evaluate(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
  assert.equal(tooMuch, 0, `${name} is wider than the screen`);
}

/** With the keyboard, when the list is there. */
async function openFirst(page: Page): Promise<void> {
  await page.locator(".list tbody tr:not(.skeleton)").first().waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
}

const PAGES = [
  "situation",
  "alerts",
  "search",
  "sources",
  "rules",
  "suppressions",
  "retrospections",
  "dead-letters",
];

test("an empty hub says what it needs first, and every page what would fill it", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/", { size: "narrow" });
  await page.getByRole("heading", { name: "Three steps to the first alert" }).waitFor();
  await picture(page, "empty-situation-narrow");
  await assertFits(page, "situation");
  await page.getByRole("link", { name: "Add a source" }).click();
  await page.getByLabel("Source", { exact: true }).fill("Windows, main site");
  await page.getByRole("button", { name: "Add and show the key" }).click();
  await page.getByText("it is never shown again").waitFor();
  key = (await page.locator(".key-once code").innerText()).trim();
  for (const name of PAGES.filter((one) => one !== "sources" && one !== "situation")) {
    await page.goto(`${hub.origin}/${name}`);
    await page.locator(".empty h2").waitFor();
    await assertFits(page, name);
    await picture(page, `empty-${name}-narrow`);
  }
  assert.deepEqual(complaints, []);
});

test("each figure of the overview leads to its records", { skip: SKIP }, async () => {
  await hub.operator.addRule(WHOAMI_RULE);
  await hub.operator.addRule(DUMP_RULE);
  await deliver([...sampleLogs(), ...BROKEN_LINES]);
  const { page, complaints } = await hub.open("/situation");
  const open = page.getByRole("region", { name: "Open alerts" });
  await open.getByRole("link", { name: "3", exact: true }).waitFor();
  await page.getByRole("img", { name: /Alerts by level: 3 in all/ }).waitFor();
  await page.locator(".chart canvas").first().waitFor();
  await picture(page, "situation");
  await open.getByRole("link", { name: "Critical 1" }).click();
  await page.getByText("1 shown", { exact: true }).waitFor();
  await page.getByText("Memory of LSASS read").waitFor();
  await page.goBack();
  await page.getByRole("region", { name: "Most alerts by host" }).getByRole("link", { name: "ws01" }).click();
  await page.getByText("1 shown", { exact: true }).waitFor();
  assert.match(page.url(), /host=ws01/);
  await page.goBack();
  const techniques = page.getByRole("region", { name: "ATT&CK techniques by alerts" });
  await techniques.getByRole("link", { name: "T1003.001" }).click();
  await page.getByText("1 shown", { exact: true }).waitFor();
  await page.getByText("Memory of LSASS read").waitFor();
  await page.goBack();
  await page.getByRole("region", { name: "Orders overdue" }).getByRole("link", { name: "0" }).waitFor();
  const trend = page.getByRole("region", { name: "Alerts by level" });
  await trend.getByText("As a table").click();
  assert.ok((await trend.getByRole("row").count()) > 20);
  assert.deepEqual(complaints, []);
});

test("a search is written, narrowed in time, pivoted, counted and taken away", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/search");
  await page.getByText("303 events", { exact: true }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("host.name:WS01 AND NOT user.name:SYSTEM");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=host\.name/);
  await page.getByText("76 events", { exact: true }).waitFor();

  await page.getByRole("button", { name: "user.name", exact: true }).click();
  await page.getByText("1 values in 76 of 76 events").waitFor();
  await page.getByRole("button", { name: "Add the column CommandLine" }).click();
  await page.getByRole("columnheader", { name: "CommandLine" }).waitFor();
  await picture(page, "search");

  await page.getByRole("heading", { name: "Search" }).click();
  await openFirst(page);
  const panel = page.getByRole("complementary", { name: "Event" });
  await panel.getByRole("button", { name: "Search with event.code = 1" }).waitFor();
  await page.keyboard.press("r");
  await panel.locator("pre").waitFor();
  await page.keyboard.press("r");
  await picture(page, "search-event");
  await panel
    .getByRole("button", { name: /^Exclude Image = / })
    .first()
    .click();
  await page.waitForURL(/NOT\+Image/);

  await page.getByRole("textbox", { name: "Query" }).fill("Image:*whoami.exe");
  await page.keyboard.press("Enter");
  await page.getByText("2 events", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /^CSV/ }).click(),
  ]);
  const csv = await readAll(await download.createReadStream());
  assert.equal(csv.trimEnd().split("\n").length, 3);
  assert.match(csv, /^time,host\.name/);
  await page.reload();
  await page.getByText("2 events", { exact: true }).waitFor();
  assert.deepEqual(complaints, []);
});

async function readAll(stream: AsyncIterable<unknown>): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text;
}

test("dragging over the histogram searches there", { skip: SKIP }, async () => {
  const { page } = await hub.open("/search");
  await page.getByText("303 events", { exact: true }).waitFor();
  const canvas = page.locator(".chart canvas").first();
  await canvas.waitFor();
  const box = await canvas.boundingBox();
  assert.ok(box !== null);
  const at = (part: number) => [box.x + box.width * part, box.y + box.height / 2] as const;
  await page.mouse.move(...at(0.8));
  await page.mouse.down();
  await page.mouse.move(...at(0.9), { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/from=20\d\d-/);
  await page.getByText(/^\d+ events$/).waitFor();
  assert.match(page.url(), /to=20\d\d-/);
});

test("a query that cannot be read says where", { skip: SKIP }, async () => {
  const { page } = await hub.open("/search?q=host.name%3A(WS01");
  await page.getByText(/a bracket is not closed \(character 11\)/).waitFor();
  await picture(page, "search-problem");
});

test("a record that could not be read is seen, tried again and thrown away", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/dead-letters");
  await page.getByText("3 in all").waitFor();
  await openFirst(page);
  const panel = page.getByRole("complementary", { name: "Dead letter" });
  await panel
    .locator("pre")
    .filter({ hasText: /Image|not json|tru/ })
    .waitFor();
  await picture(page, "dead-letter");
  await panel.getByRole("button", { name: "Read 1 again" }).click();
  await page.getByText("Read: 0 · refused again: 1").waitFor();
  await panel.getByRole("button", { name: "Discard 1" }).click();
  const dialog = page.getByRole("dialog", { name: "Discard records" });
  await dialog.getByText("thrown away for good: 1").waitFor();
  await dialog.getByRole("button", { name: "Discard 1" }).click();
  await page.getByText("2 in all").waitFor();
  assert.deepEqual(complaints, []);
});

test("an alert is silenced with numbers seen before, and heard again after", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/alerts?host=WS01");
  await page.getByText("1 shown", { exact: true }).waitFor();
  await openFirst(page);
  await page.getByText("Why it matched").first().focus();
  await page.keyboard.press("Enter");
  await page.locator(".explained mark").first().waitFor();
  await picture(page, "alert-explained");
  await page.getByRole("button", { name: "Suppress…" }).click();
  const dialog = page.getByRole("dialog", { name: "New suppression" });
  await dialog.getByRole("checkbox", { name: /Computer/ }).check();
  await dialog.getByRole("button", { name: "What would it have silenced?" }).click();
  await dialog.getByText("matches: 1, alerts: 1").waitFor();
  await picture(page, "suppression-preview");
  await dialog.getByLabel("Reason").fill("Inventory script");
  await dialog.getByRole("button", { name: "Suppress", exact: true }).click();
  const panel = page.getByRole("complementary", { name: "Suppression" });
  await panel.getByText("Inventory script").waitFor();
  await picture(page, "suppression");
  await panel.getByRole("button", { name: "End it now" }).click();
  await page.getByText("Nothing is suppressed").waitFor();
  await page.getByRole("button", { name: "Over" }).click();
  await page.getByRole("table").getByText("Whoami").waitFor();
  assert.deepEqual(complaints, []);
});

test("a rule looks back over what is stored, and its progress is seen to the end", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/rules?text=whoami");
  await page.getByText("1 shown", { exact: true }).waitFor();
  await openFirst(page);
  const figures = page.getByRole("region", { name: "Figures" });
  await figures.getByRole("img", { name: /Matches by day: \d+ in all/ }).waitFor();
  await page.locator(".chart canvas").first().waitFor();
  await picture(page, "rule");
  await page.getByRole("link", { name: "Look back with it…" }).click();
  const dialog = page.getByRole("dialog", { name: "Look back…" });
  await dialog.locator(".ant-select-selection-item-content", { hasText: "Whoami" }).waitFor();
  await dialog.getByRole("button", { name: "Look back with 1 rules" }).click();
  const panel = page.getByRole("complementary", { name: "Retrospection" });
  await panel.getByText("Done").waitFor();
  await panel.getByText(/30\d \/ 30\d/).waitFor();
  await picture(page, "retrospection");
  assert.deepEqual(complaints, []);
});

test("rules are listed by what they found and cost", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/rules?view=figures&order=matches");
  await page.getByRole("table").getByRole("button", { name: "Whoami" }).click();
  await page.getByRole("region", { name: "Figures" }).getByText("Asked", { exact: true }).waitFor();
  await page.locator(".chart canvas").first().waitFor();
  await page.getByRole("complementary", { name: "Whoami" }).getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Match most", pressed: true }).waitFor();
  await picture(page, "rules-figures");
  await page.setViewportSize({ width: 360, height: 740 });
  await assertFits(page, "rules by figures");
  assert.deepEqual(complaints, []);
});

test("the list of rules in a dialog leaves the button in sight, and Escape closes the list alone", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/retrospections");
  await page.getByRole("button", { name: "Look back…" }).click();
  const dialog = page.getByRole("dialog", { name: "Look back…" });
  await dialog.getByLabel("Rules").click();
  await dialog.locator(".ant-select-item-option", { hasText: "Whoami" }).click();
  await picture(page, "rules-to-look-back-with");
  await page.keyboard.press("Escape");
  await dialog.locator(".ant-select-item-option").first().waitFor({ state: "hidden" });
  await dialog.getByRole("button", { name: "Look back with 1 rules" }).click();
  await page.getByRole("complementary", { name: "Retrospection" }).getByText("Done").waitFor();
  assert.deepEqual(complaints, []);
});

test("a document that is no rule is kept with what is wrong in it", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/rules?upload=yes");
  const text = "title: x\nlogsource: { product: windows }\ndetection:\n  a: { Image: x }\n  condition: b\n";
  const buffer = Buffer.from(text);
  await page.getByLabel("Rule files").setInputFiles([{ name: "odd.yml", mimeType: "text/yaml", buffer }]);
  await page.getByRole("button", { name: "Upload files: 1" }).click();
  await page.getByText("refused: 1").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Refused" }).click();
  await page.getByText("odd.yml:5:").waitFor();
  await picture(page, "rules-refused");
  assert.deepEqual(complaints, []);
});

test("what happens at the hub shows without a reload", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/alerts?host=WS09");
  await page.getByText("No alert fits these filters").waitFor();
  await deliver([aProcess(2001, 0, { Computer: "WS09", Image: "C:\\Windows\\System32\\whoami.exe" })]);
  await page.getByText("1 shown", { exact: true }).waitFor();
  assert.deepEqual(complaints, []);
});

test("every page works in Chinese, in the dark, on a phone", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/situation", {
    size: "phone",
    locale: "zh-CN",
    shade: "dark",
  });
  for (const name of PAGES) {
    await page.goto(`${hub.origin}/${name}`);
    await page.locator("h1").waitFor();
    await page
      .locator(name === "situation" ? ".top-list" : ".list tbody tr:not(.skeleton), .empty")
      .first()
      .waitFor();
    await assertFits(page, name);
    await picture(page, `${name}-zh-phone-dark`);
  }
  assert.deepEqual(complaints, []);
});
