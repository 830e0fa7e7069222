// SPDX-License-Identifier: Apache-2.0
/** A real browser out of the registry, for Linux x64. */
import chromiumFiles from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

export function whyNoBrowser(): string | undefined {
  return process.platform === "linux" && process.arch === "x64" ? undefined : "not on Linux";
}

/** Its own for a service that runs one short task are not ours: one process for all, and a GPU that is computed. */
const UNWANTED =
  /^--(headless|single-process|disable-web-security|use-gl|use-angle|in-process-gpu|enable-unsafe-swiftshader|ignore-gpu-blocklist)/;

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: await chromiumFiles.executablePath(),
    args: [...chromiumFiles.args.filter((arg) => !UNWANTED.test(arg)), "--disable-gpu"],
  });
}
