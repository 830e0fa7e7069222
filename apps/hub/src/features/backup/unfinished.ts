// SPDX-License-Identifier: Apache-2.0
/** A data directory into which a backup is being restored says so, as half of a hub must not be started. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FengsuiError } from "@fengsui/contract";
import { syncDirectory } from "../../platform/sync-directory.ts";

const NAME = "restore.unfinished";

export function requireRestored(dataDir: string): void {
  const marker = join(dataDir, NAME);
  if (existsSync(marker)) throw new FengsuiError("restore.unfinished", marker);
}

/** Refuses a directory with anything in it. What is made in it meanwhile goes, unless it is restored to its end. */
export function beginRestore(dataDir: string): { finish(): void } & Disposable {
  mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const [found] = readdirSync(dataDir);
  if (found !== undefined) throw new FengsuiError("restore.not_empty", `${dataDir} holds ${found}`);
  const marker = join(dataDir, NAME);
  writeFileSync(marker, "A backup is being restored here.\n", { flush: true });
  syncDirectory(dataDir);
  let isWhole = false;
  return {
    finish() {
      rmSync(marker);
      syncDirectory(dataDir);
      isWhole = true;
    },
    [Symbol.dispose]() {
      if (isWhole) return;
      // The marker goes last, whenever this ends.
      for (const name of readdirSync(dataDir))
        if (name !== NAME) rmSync(join(dataDir, name), { recursive: true, force: true });
      rmSync(marker, { force: true });
    },
  };
}
