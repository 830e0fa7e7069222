// SPDX-License-Identifier: Apache-2.0
/** The tour of the demo, in a browser: it says what is next, ticks what the hub says is done, and goes on where it was. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openBrowser, openPageIn, picture, whyNoBrowser } from "@fengsui/console";
import type { Locator, Page } from "playwright-core";
import { Stage } from "../loop/test-kit/stage.ts";
import { STEPS } from "../loop/test-kit/steps.ts";
import { buildConsole } from "./test-kit/console-hub.ts";

const SKIP = whyNoBrowser() ?? false;

async function signInHere(page: Page, stage: Stage): Promise<void> {
  await page.getByLabel("Password").fill(stage.password);
  await page.keyboard.press("Enter");
}

function tourOf(page: Page): Locator {
  return page.getByRole("region", { name: "Demo and tour" });
}

async function press(within: Locator, name: string): Promise<void> {
  await within.getByRole("button", { name, exact: true }).press("Enter");
}

test("the tour leads from the situation to the proof, and ticks what the hub says is done", {
  skip: SKIP,
}, async () => {
  await buildConsole();
  await using stage = await Stage.open();
  await using stack = new AsyncDisposableStack();
  const browser = stack.adopt(await openBrowser(), async (opened) => await opened.close());
  const { page, complaints } = await openPageIn(browser);
  await page.goto(`${stage.hub.origin}/sign-in?email=lu.heng@cert.xingzhu.example`);
  await signInHere(page, stage);
  const tour = tourOf(page);
  await tour.getByText("1 of 9").waitFor();
  await tour.getByText("✓ done").waitFor();
  await picture(page, "tour-situation");

  // With the keyboard alone, to the alert that the hub has; it is done when somebody has taken it.
  await press(tour, "Next");
  await press(tour, "Go there");
  await page.waitForURL(/\/alerts\?open=/);
  assert.equal(await tour.getByText("✓ done").count(), 0);
  const { id } = new URL(page.url()).searchParams.get("open") === null ? assert.fail() : await worst(stage);
  await stage.investigator.alerts.assign(id, (await stage.investigator.access.session()).person.id);
  await tour.getByText("✓ done").waitFor();
  await picture(page, "tour-alert");

  // On a phone, what is open covers the page from its top to its end, whatever stands above the page.
  await page.setViewportSize({ width: 390, height: 844 });
  const covered = await page.getByRole("complementary", { name: "Alert" }).boundingBox();
  assert.deepEqual([covered?.y, covered?.height], [0, 844]);
  await page.setViewportSize({ width: 1440, height: 900 });

  // What is done elsewhere is ticked here, and is so after a reload; hidden, it stays hidden.
  for (const step of STEPS) await step.act(stage);
  await page.reload();
  for (const name of [
    "Make a case of the alerts",
    "Keep evidence",
    "A second person reviews, and it is proven",
  ])
    await tour.getByRole("button", { name: `${name} (done)` }).waitFor();
  await tour.getByText("2 of 9").waitFor();
  await press(tour, "Hide the tour");
  await page.reload();
  await press(tour, "Show the tour");

  // The step of somebody else leads over signing in as them.
  await tour.getByRole("button", { name: "The hospital answers (done)" }).press("Enter");
  await press(tour, "Sign in as 唐越 Tang Yue");
  await page.waitForURL(/\/sign-in/);
  assert.equal(await page.getByLabel("Email address").inputValue(), "tang.yue@hospital.xingzhu.example");
  await signInHere(page, stage);
  await page.waitForURL(/\/orders\//);
  await tour.getByText("8 of 9").waitFor();
  await picture(page, "tour-order");
  assert.deepEqual(complaints, []);
});

async function worst(stage: Stage): Promise<{ readonly id: string }> {
  const [critical] = (await stage.alerts()).filter(({ level }) => level === "critical");
  return critical ?? assert.fail("nothing is critical");
}
