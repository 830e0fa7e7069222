// SPDX-License-Identifier: Apache-2.0
/** A page as somebody has it: their screen, language and shade. Whatever it complains of is kept. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** The narrowest phone that has to work, too. */
const SIZES = {
  wide: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  narrow: { width: 360, height: 740 },
};

export interface Visit {
  readonly size?: keyof typeof SIZES;
  readonly locale?: string;
  readonly shade?: "light" | "dark";
  /** Of somebody who is signed in already. */
  readonly storage?: BrowserContextOptions["storageState"];
}

export interface OpenPage {
  readonly page: Page;
  /** Refused styles and scripts are among them. */
  readonly complaints: string[];
}

export async function openPageIn(browser: Browser, visit: Visit = {}): Promise<OpenPage> {
  const { size = "wide", locale = "en-GB", shade = "light", storage } = visit;
  const context = await browser.newContext({
    viewport: SIZES[size],
    locale,
    colorScheme: shade,
    timezoneId: "Asia/Shanghai",
    ...(storage !== undefined && { storageState: storage }),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // The browser itself writes a line for each answer that is no success; those are wanted here.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(message.text());
  });
  return { page, complaints };
}
