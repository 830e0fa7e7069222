// SPDX-License-Identifier: Apache-2.0
/** A look at a page as it is: for barriers always, as a picture where `FENGSUI_SCREENSHOTS` names a folder. */
import assert from "node:assert/strict";
import { join } from "node:path";
import axe from "axe-core";
import type { Page } from "playwright-core";

// biome-ignore lint/style/noProcessEnv: an option of whoever runs the tests
const PICTURES = process.env["FENGSUI_SCREENSHOTS"];

/** What is serious to somebody who does not see, or not well (WCAG 2.2 AA). */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then((r) => r.violations.map((v) => v.impact + ' ' + v.id + ': ' + v.nodes[0].html))",
  );
  assert.ok(Array.isArray(found));
  return found.map(String).filter((barrier) => /^(serious|critical)/.test(barrier));
}

/** Each state that is worth a picture is worth a look for barriers. */
export async function picture(page: Page, name: string): Promise<void> {
  assert.deepEqual(await barriers(page), [], name);
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}
