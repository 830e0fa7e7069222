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

/** The data directory itself is ours to open for passing through; what is above it is not. */
export function requirePassable(account: Account, dataDir: string): void {
  if (canEnter(account, dataDir)) return;
  const barrier = [...ancestorsOf(dataDir)].reverse().find((directory) => !canEnter(account, directory));
  if (barrier === dataDir || barrier === undefined) {
    if (process.getuid?.() === statSync(dataDir).uid) {
      chmodSync(dataDir, statSync(dataDir).mode | 0o111);
      if (canEnter(account, dataDir)) return;
    }
  }
  const closed = barrier ?? dataDir;
  throw new FengsuiError(
    "records.directory_unusable",
    `${closed}: the account "${account.name}", which PostgreSQL runs as, may not pass through it`,
    { hint: `Run: chmod o+x ${closed}, or choose another FENGSUI_DATA_DIR, such as /var/lib/fengsui.` },
  );
}

/** The directory, its parent, and so on up to the root. */
function* ancestorsOf(directory: string): Generator<string> {
  for (let at = directory; ; at = dirname(at)) {
    yield at;
    if (at === dirname(at)) return;
  }
}
