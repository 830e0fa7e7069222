// SPDX-License-Identifier: Apache-2.0
/** The ledger at the console, on the real hub: from an empty one to alerts that say whose a host is. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { picture, whyNoBrowser } from "@fengsui/console";
import { ASSET, CASE_DETAIL } from "@fengsui/contract";
import type { Page } from "playwright-core";
import { ConsoleHub } from "./test-kit/console-hub.ts";
import { sampleLogs, WHOAMI_RULE } from "./test-kit/sample-logs.ts";

const SKIP = whyNoBrowser() ?? false;
const PAGES = ["systems", "assets", "proposals", "proposals?view=ignored", "proposals?view=pairs"];

let hub: ConsoleHub;

before(async () => {
  if (SKIP === false) hub = await ConsoleHub.start();
});
after(async () => {
  if (SKIP === false) await hub[Symbol.asyncDispose]();
});

/** Nothing is wider than the screen. */
async function assertFits(page: Page, name: string): Promise<void> {
  const tooMuch: unknown = await page.evaluate(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
  assert.equal(tooMuch, 0, `${name} is wider than the screen`);
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label, exact: true }).last().click();
  await page.locator(".ant-select-item-option:visible", { hasText: option }).first().click();
}

test("an empty ledger says on every page what would fill it", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/situation", { size: "narrow" });
  await page.getByRole("link", { name: "Ledger" }).click();
  for (const name of PAGES) {
    await page.goto(`${hub.origin}/ledger/${name}`);
    await page.locator(".empty h2").waitFor();
    await assertFits(page, name);
    await picture(page, `ledger-empty-${name.replace(/\W/g, "-")}-narrow`);
  }
  assert.deepEqual(complaints, []);
});

test("a system is entered with who answers for it, graded anew, retired and taken back", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/ledger");
  await page.getByRole("button", { name: "New system" }).click();
  const dialog = page.getByRole("dialog", { name: "New system" });
  await dialog.getByLabel("Name", { exact: true }).fill("Patient records");
  await dialog.getByRole("button", { name: "Add a person" }).click();
  await dialog.getByLabel("Name of the person").fill("Wang Fang");
  await dialog.getByLabel("Telephone").fill("+86 10 5555 0100");
  await page.reload();
  await dialog.getByLabel("Name of the person").waitFor();
  assert.equal(await dialog.getByLabel("Name", { exact: true }).inputValue(), "Patient records");
  await choose(page, "Protection level", "Level 2");
  await picture(page, "ledger-new-system");
  await dialog.getByRole("button", { name: "Enter the system" }).click();

  const panel = page.getByRole("complementary", { name: "System" });
  await panel.getByRole("heading", { name: "Patient records" }).waitFor();
  await panel.getByRole("link", { name: "+86 10 5555 0100" }).waitFor();
  await panel.getByRole("button", { name: "Edit" }).click();
  const edit = page.getByRole("dialog", { name: "Edit system" });
  await choose(page, "Protection level", "Level 3");
  await edit.getByRole("checkbox", { name: /^Critical/ }).check();
  const id = new URL(page.url()).searchParams.get("open");
  await hub.operator.json("PATCH", `/api/v1/ledger/systems/${id}`, { purpose: "Files of patients" });
  await edit.getByRole("button", { name: "Save" }).click();
  await edit.getByText("Somebody else has changed the system meanwhile.").waitFor();
  await edit.getByText("What they changed: Purpose.").waitFor();
  await edit.getByRole("button", { name: "Save" }).click();
  await edit.waitFor({ state: "hidden" });
  await panel.getByText("Files of patients").waitFor();
  await panel.getByText("Level 3").waitFor();
  await picture(page, "ledger-system");

  await panel.getByRole("button", { name: "Retire" }).click();
  await page.getByText("No systems yet").waitFor();
  await panel.getByRole("button", { name: "Take back" }).click();
  await page.getByRole("table", { name: "Systems" }).getByText("Level 3").waitFor();
  await page.getByRole("combobox", { name: "Protection level" }).click();
  await page.locator(".ant-select-item-option", { hasText: "Level 4 or higher" }).click();
  await page.getByText("No system fits these filters").waitFor();
  assert.match(page.url(), /level=4/);
  assert.deepEqual(complaints, []);
});

test("hosts out of the logs are taken into a system, ignored, and taken back, by keyboard too", {
  skip: SKIP,
}, async () => {
  await hub.operator.addRule(WHOAMI_RULE);
  const { key } = await hub.operator.addSource("Windows");
  const answer = await fetch(new URL("/ingest/v1/events", hub.origin), {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
    body: sampleLogs()
      .map((line) => JSON.stringify(line))
      .join("\n"),
  });
  assert.equal(answer.status, 200);
  const { page, complaints } = await hub.open("/ledger/proposals");
  await page.getByRole("button", { name: "Look now" }).click();
  await page.getByText("3 shown", { exact: true }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.getByText("Chosen: 2").waitFor();
  await choose(page, "System", "Patient records");
  await picture(page, "ledger-proposals-chosen");
  await page.getByRole("button", { name: "Take 2 into the ledger" }).click();
  await page.getByText("Done: 2 · refused: 0").waitFor();
  await page.getByText("1 shown", { exact: true }).waitFor();

  await page.locator(".list button.opens").first().click();
  const panel = page.getByRole("complementary", { name: "Host that the ledger lacks" });
  await picture(page, "ledger-proposal");
  await panel.getByRole("button", { name: "Ignore…" }).click();
  const dialog = page.getByRole("dialog", { name: "Ignore hosts: 1" });
  await dialog.getByLabel("Reason").fill("Decommissioned");
  await dialog.getByRole("button", { name: "Ignore", exact: true }).click();
  await page.getByText("The ledger has every host that the logs tell of").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("1 shown", { exact: true }).waitFor();
  assert.deepEqual(complaints, []);
});

test("an asset is entered once; what may be one is decided; an alert leads to the system and back", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/ledger/assets");
  await page.getByText("2 shown", { exact: true }).waitFor();
  await page.getByRole("button", { name: "New asset" }).click();
  const dialog = page.getByRole("dialog", { name: "New asset" });
  await dialog.getByLabel("Host name", { exact: true }).fill("dc01");
  await picture(page, "ledger-new-asset");
  await dialog.getByRole("button", { name: "Enter the asset" }).click();
  const panel = page.getByRole("complementary", { name: "Asset" });
  await panel.getByRole("heading", { name: "dc01" }).waitFor();
  await panel.getByText("When is another record the same asset?").click();
  await panel.getByText("The same host at that time.").waitFor();
  await picture(page, "ledger-asset");

  await page.getByRole("button", { name: "New asset" }).click();
  await dialog.getByLabel("Host name", { exact: true }).fill("DC01");
  await dialog.getByRole("button", { name: "Enter the asset" }).click();
  await dialog.getByText("The ledger has this asset already.").waitFor();
  await dialog.getByRole("link", { name: "Show the asset that has it" }).click();
  await page.getByText("1 shown", { exact: true }).waitFor();

  const { operator } = hub;
  const card = { kind: "mac", value: "00:1b:63:84:45:e6" };
  for (const name of ["old-server", "new-server"])
    ASSET.parse(
      await operator.json("POST", "/api/v1/ledger/assets", {
        organisationId: operator.organisationId,
        kind: "host",
        identifiers: [{ kind: "hostname", value: name }, card],
      }),
    );
  await page.goto(`${hub.origin}/ledger/proposals?view=pairs`);
  await page.locator(".list button.opens").first().click();
  await page.getByRole("heading", { name: /old-server · new-server|new-server · old-server/ }).waitFor();
  await picture(page, "ledger-pair");
  await page.getByRole("button", { name: "They are one: merge" }).click();
  await page.getByText("No pair waits").waitFor();

  const { organisationId } = operator;
  const found = (await operator.alerts()).filter(({ entity }) => entity === "ws01").map(({ id }) => id);
  const newCase = { organisationId, title: "Who asks?", alertIds: found };
  const made = CASE_DETAIL.parse(await operator.json("POST", "/api/v1/cases", newCase));
  await operator.json("POST", "/api/v1/orders", {
    organisationId,
    orderedId: organisationId,
    caseId: made.case.id,
    title: "Take whoami away",
    measure: "Remove it.",
    reason: "Nobody needs it.",
    deadline: { at: new Date(Date.now() + 86_400_000).toISOString() },
    timeZone: "Asia/Shanghai",
  });
  await page.goto(`${hub.origin}/alerts?host=ws01`);
  await page.locator(".list button.opens").first().click();
  const alert = page.getByRole("complementary", { name: "Alert" });
  await alert.getByRole("link", { name: "Patient records" }).waitFor();
  await alert.getByText("Level 3 · Critical").waitFor();
  await alert.getByText("Wang Fang").waitFor();
  await picture(page, "alert-with-ledger");
  await alert.getByRole("link", { name: "Patient records" }).click();
  const system = page.getByRole("complementary", { name: "System" });
  await system.getByRole("region", { name: "Open alerts" }).getByText("Whoami").first().waitFor();
  await system
    .getByRole("region", { name: "Open cases" })
    .getByRole("link", { name: /Who asks\?/ })
    .waitFor();
  await system
    .getByRole("region", { name: "Orders under way" })
    .getByRole("link", { name: /Take whoami away/ })
    .waitFor();
  await system.getByRole("region", { name: "Assets" }).getByRole("link", { name: "ws01" }).waitFor();
  await picture(page, "ledger-system-page");
  const ways = system.getByRole("link", { name: "All", exact: true });
  await ways.nth(2).click();
  await page.getByRole("table", { name: "Orders" }).getByText("Take whoami away").waitFor();
  await page.goBack();
  await ways.nth(1).click();
  await page.getByRole("table", { name: "Cases" }).getByText("Who asks?").waitFor();
  await page.goBack();
  await ways.first().click();
  await page.getByRole("button", { name: "Remove the filter: Patient records" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("assets that are chosen are retired together, and that is undone", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/ledger/assets?text=ws");
  await page.getByRole("checkbox", { name: "Choose all shown" }).check();
  await page.getByRole("button", { name: "Retire", exact: true }).click();
  await page.getByText(/^Done: \d · refused: 0$/).waitFor();
  await page.getByText("No asset fits these filters").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("table", { name: "Assets" }).getByText("ws01").waitFor();
  assert.deepEqual(complaints, []);
});

test("a table is pasted, its columns corrected, looked at line by line, imported, and its refused rows taken away", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/ledger/import");
  const table = [
    "Computer;IPv4;Belongs to;Remark",
    "WS01;10.1.0.1;Patient records;ward 3",
    "lab-1;10.1.0.9;Patient records;",
    "lab-2;10.1.0.10;Nowhere;",
    "lab-1;10.1.0.9;;twice",
  ].join("\n");
  await page.getByLabel("Or paste the table").fill(table);
  await picture(page, "ledger-import-paste");
  await page.getByRole("button", { name: "Upload and look at it" }).click();
  await page.getByRole("heading", { name: "pasted table rows: 4" }).waitFor();
  await choose(page, "What the column Computer is", "Host name");
  await page.getByRole("cell", { name: "lab-1" }).first().waitFor();
  await choose(page, "What the column Belongs to is", "System");
  await page.getByText("There is no such system: import systems first.").waitFor();
  await page.getByText("Another row is about the same.").waitFor();
  await picture(page, "ledger-import-preview");
  await page.getByRole("button", { name: "Refused 2" }).click();
  await page.getByRole("cell", { name: "WS01" }).waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Import rows: 2" }).click();
  await page.getByText("New: 1 · changed: 1 · unchanged: 0 · refused: 2").waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Refused rows as CSV" }).click(),
  ]);
  let refused = "";
  for await (const chunk of await download.createReadStream()) refused += String(chunk);
  assert.match(refused, /^.?line,reason,Computer/);
  assert.match(refused, /4,"?unknown_system.*lab-2/);
  await page.getByRole("link", { name: "To the assets" }).click();
  await page.getByRole("table", { name: "Assets" }).getByText("lab-1").waitFor();
  await page.goto(`${hub.origin}/ledger/import`);
  await page.getByRole("table", { name: "Imports of before" }).getByText("refused: 2").waitFor();
  assert.deepEqual(complaints, []);
});

test("a file of systems is read by its Chinese headers, and the same again changes nothing", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/ledger/import");
  const buffer = Buffer.from("系统名称,安全保护等级,责任人,联系电话\n挂号系统,三级,王芳,010-5555 0101\n");
  const upload = async () => {
    await page.getByRole("button", { name: "Systems", exact: true }).click();
    const file = { name: "systems.csv", mimeType: "text/csv", buffer };
    await page.getByLabel("CSV file", { exact: true }).setInputFiles([file]);
    await page.getByRole("button", { name: "Upload and look at it" }).click();
  };
  await upload();
  await page.getByRole("button", { name: "Import rows: 1" }).click();
  await page.getByText("New: 1 · changed: 0 · unchanged: 0 · refused: 0").waitFor();
  await page.getByRole("button", { name: "Another import" }).click();
  await upload();
  await page.getByRole("button", { name: "Unchanged 1" }).waitFor();
  assert.ok(await page.getByRole("button", { name: "Import rows: 0" }).isDisabled());
  await page.getByRole("button", { name: "Discard the upload" }).click();
  await page.getByRole("button", { name: "Upload and look at it" }).waitFor();
  await page.getByRole("link", { name: "Systems" }).click();
  await page.locator(".list button.opens", { hasText: "挂号系统" }).click();
  const panel = page.getByRole("complementary", { name: "System" });
  await panel.getByText("Level 3").waitFor();
  await panel.getByRole("link", { name: "010-5555 0101" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("the ledger works in Chinese, in the dark, on a phone", { skip: SKIP }, async () => {
  const { page, complaints } = await hub.open("/situation", {
    size: "phone",
    locale: "zh-CN",
    shade: "dark",
  });
  for (const name of [...PAGES, "import"]) {
    await page.goto(`${hub.origin}/ledger/${name}`);
    await page.locator(".list tbody tr:not(.skeleton), .empty").first().waitFor();
    await assertFits(page, name);
    await picture(page, `ledger-${name.replace(/\W/g, "-")}-zh-phone-dark`);
  }
  assert.deepEqual(complaints, []);
});
