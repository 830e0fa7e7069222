// SPDX-License-Identifier: Apache-2.0
/** Prints what each first view costs, and fails where one is too large. */
import { join } from "node:path";
import { MAX_FIRST_VIEW_BYTES, measureViews } from "./bundle-size.ts";

for (const { view, scriptBytes, chunks } of measureViews(join(import.meta.dirname, "../dist"))) {
  const isTooLarge = scriptBytes > MAX_FIRST_VIEW_BYTES;
  console.log(
    `${view}: ${(scriptBytes / 1000).toFixed(1)} kB gzip in ${chunks} chunks${isTooLarge ? " (too large)" : ""}`,
  );
  if (isTooLarge) process.exitCode = 1;
}
