// SPDX-License-Identifier: Apache-2.0
/** The console as it is now, built into a folder of the test's own. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";

export async function buildConsole(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), "fengsui-console-"));
  const root = join(import.meta.dirname, "..");
  await build({
    root,
    configFile: join(root, "vite.config.ts"),
    logLevel: "error",
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}
