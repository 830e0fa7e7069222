// SPDX-License-Identifier: Apache-2.0
/** How a source is read, said at the console on the real hub: charset, time zone, and a mapping made from a sample. */
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
