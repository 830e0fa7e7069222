// SPDX-License-Identifier: Apache-2.0
/**
 * Can the account of the embedded PostgreSQL reach a directory? Permissions, groups, access lists and mount options
 * all have a say, so we do not compute it: we let the account try.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { FengsuiError } from "@fengsui/contract";
import { type Account, identityOf } from "./account.ts";

export function canEnter(account: Account, directory: string): boolean {
  return runsAs(account, "/bin/sh", ["-c", 'cd -- "$1"', "sh", directory]);
}

export function runsAs(account: Account, program: string, args: readonly string[]): boolean {
  const { status } = spawnSync(program, args, { ...identityOf(account), cwd: "/", stdio: "ignore", env: {} });
  return status === 0;
}

/** The uppermost directory on the way that the account cannot pass; undefined where it reaches the end. */
export function findBarrier(account: Account, directory: string): string | undefined {
  if (canEnter(account, directory)) return undefined;
  return [...ancestorsOf(directory)].reverse().find((above) => !canEnter(account, above)) ?? directory;
}

/** The data directory itself is ours to open for passing through; what is above it is not. */
export function requirePassable(account: Account, dataDir: string): void {
  const barrier = findBarrier(account, dataDir);
  if (barrier === undefined) return;
  if (barrier === dataDir) {
    if (process.getuid?.() === statSync(dataDir).uid) {
      chmodSync(dataDir, statSync(dataDir).mode | 0o111);
      if (canEnter(account, dataDir)) return;
    }
  }
  throw new FengsuiError(
    "records.directory_unusable",
    `${barrier}: the account "${account.name}", which PostgreSQL runs as, may not pass through it`,
    { hint: `Run: chmod o+x ${barrier}, or choose another FENGSUI_DATA_DIR, such as /var/lib/fengsui.` },
  );
}

/** The directory, its parent, and so on up to the root. */
function* ancestorsOf(directory: string): Generator<string> {
  for (let at = directory; ; at = dirname(at)) {
    yield at;
    if (at === dirname(at)) return;
  }
}
