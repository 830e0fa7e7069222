// SPDX-License-Identifier: Apache-2.0
/** The pictures of the READMEs, taken anew: the demo, its loop done, in both languages. `npm run screenshots`. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { openBrowser, openPageIn } from "@fengsui/console";
import type { Browser, Page } from "playwright-core";
import { buildConsole } from "../console/test-kit/console-hub.ts";
import { Stage } from "../loop/test-kit/stage.ts";
import { ownCase, ownOrder, STEPS } from "../loop/test-kit/steps.ts";

const FOLDER = join(import.meta.dirname, "../../../docs/images");
const MAX_BYTES = 300_000;

interface Wording {
  readonly locale: string;
  /** Of the file, before its ending. */
  readonly suffix: string;
  readonly hide: string;
}

const WORDINGS: readonly Wording[] = [
  { locale: "en-GB", suffix: "", hide: "Hide the tour" },
  { locale: "zh-CN", suffix: ".zh-CN", hide: "收起导览" },
];

/** By the name of the picture, in this order; the first shows the tour, too. */
async function addressesOf(stage: Stage): Promise<ReadonlyMap<string, string>> {
  const alerts = await stage.alerts();
  const worst = alerts.find(({ level }) => level === "critical")?.id ?? "";
  return new Map([
    ["situation", "/situation"],
    ["alert", `/alerts?open=${worst}`],
    ["case", `/cases/${(await ownCase(stage))?.id}`],
    ["order", `/orders/${(await ownOrder(stage))?.id}`],
  ]);
}

async function signIn(page: Page, stage: Stage): Promise<void> {
  const { email } = (await stage.investigator.access.session()).person;
  await page.goto(`${stage.hub.origin}/sign-in?email=${email}`);
  await page.locator("input[type=password]").fill(stage.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/situation/);
}

async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path, animations: "disabled" });
  const { size } = statSync(path);
  process.stdout.write(`${name}: ${size} bytes\n`);
  if (size > MAX_BYTES) throw new Error(`${name} has more than ${MAX_BYTES} bytes`);
}

async function takeAll(browser: Browser, stage: Stage, { locale, suffix, hide }: Wording): Promise<void> {
  const { page } = await openPageIn(browser, { locale });
  await signIn(page, stage);
  for (const [name, address] of await addressesOf(stage)) {
    await page.goto(`${stage.hub.origin}${address}`);
    await take(page, `${name}${suffix}`);
    if (name === "situation") await page.getByRole("button", { name: hide }).click();
  }
}

await buildConsole();
await using stage = await Stage.open();
for (const step of STEPS) await step.act(stage);
const browser = await openBrowser();
for (const wording of WORDINGS) await takeAll(browser, stage, wording);
await browser.close();
