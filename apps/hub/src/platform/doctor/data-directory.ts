// SPDX-License-Identifier: Apache-2.0
/** The data directory: whose it is, whether it can be used, how much room it has, who holds it. Nothing is changed. */
import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "../config/index.ts";
import { measureRoom, stateOf } from "../disk/disk-watch.ts";
import { findAccount } from "../records/embedded/account.ts";
import { findHolder } from "../records/embedded/directory-lock.ts";
import { layoutOf } from "../records/embedded/layout.ts";
import { findBarrier } from "../records/embedded/passable.ts";
import { fail, type Look, ok, warn } from "./finding.ts";

const MIB = 1024 * 1024;
const FEW_INODES = 10_000;
const USED_BY_RUNNING = "It is the running hub's; only one at a time uses it.";

export function lookAtDataDirectory(config: Pick<Config, "dataDir" | "databaseUrl">): readonly Look[] {
  const { dataDir } = config;
  return [
    { name: "data.directory", look: () => lookAtDirectory(dataDir) },
    { name: "data.passable", look: () => lookAtPassage(config) },
    { name: "data.room", look: () => lookAtRoom(dataDir) },
    { name: "data.inodes", look: () => lookAtInodes(dataDir) },
    { name: "data.lock", look: () => lookAtLock(dataDir) },
  ];
}

function nearest(path: string): string {
  return existsSync(path) || path === dirname(path) ? path : nearest(dirname(path));
}

function lookAtDirectory(dataDir: string) {
  const found = nearest(dataDir);
  const hint = `Give it to the user of the hub (chown), or choose another FENGSUI_DATA_DIR.`;
  try {
    accessSync(found, constants.W_OK | constants.X_OK);
  } catch {
    return fail(`${found} may not be written to by this user`, hint);
  }
  if (found !== dataDir) return ok(`${dataDir} will be made by the first start`);
  const { uid, mode } = statSync(dataDir);
  const mine = process.getuid?.();
  if (mine !== undefined && mine !== 0 && uid !== mine)
    return fail(`${dataDir} belongs to user ${uid}, and this is user ${mine}`, hint);
  if ((mode & 0o022) !== 0) return warn(`others may write into ${dataDir}`, `Run: chmod go-w ${dataDir}`);
  return ok(dataDir);
}

/** As root, PostgreSQL has an account of its own. */
function lookAtPassage({ dataDir, databaseUrl }: Pick<Config, "dataDir" | "databaseUrl">) {
  if (databaseUrl !== undefined) return ok("PostgreSQL is served");
  const account = findAccount(layoutOf(dataDir).cluster);
  if (account === undefined) return ok("the account of PostgreSQL, fengsui, will be made by the first start");
  const barrier = findBarrier(account, nearest(dataDir));
  if (barrier === undefined || barrier === dataDir)
    return ok(`PostgreSQL runs as ${account.name}, which can reach it`);
  return fail(
    `"${account.name}", which PostgreSQL runs as, may not pass through ${barrier}`,
    `Run: chmod o+x ${barrier}, or choose another FENGSUI_DATA_DIR, such as /var/lib/fengsui.`,
  );
}

function lookAtRoom(dataDir: string) {
  const room = measureRoom(dataDir);
  const detail = `${Math.floor(room.freeBytes / MIB)} MiB of ${Math.floor(room.totalBytes / MIB)} MiB are free`;
  const state = stateOf(room);
  if (state === "full") return fail(detail, "Free space: the hub takes nothing in until there is room.");
  return state === "low"
    ? warn(detail, "Free space, or give the disk more, before the hub has to refuse events.")
    : ok(detail);
}

function lookAtInodes(dataDir: string) {
  const { files, ffree } = statfsSync(nearest(dataDir));
  if (files === 0) return ok("the file system makes them as needed");
  if (ffree >= FEW_INODES) return ok(`${ffree} files can be made`);
  return warn(
    `only ${ffree} more files can be made`,
    "Remove small files, or use another file system (df -i).",
  );
}

function lookAtLock(dataDir: string) {
  const lock = layoutOf(dataDir).lock;
  if (!existsSync(lock)) return ok("nobody has used it yet");
  const holder = findHolder(lock);
  return holder === undefined
    ? ok("nobody holds it")
    : ok(`${holder} holds ${join(lock)}. ${USED_BY_RUNNING}`);
}
