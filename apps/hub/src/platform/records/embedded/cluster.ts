// SPDX-License-Identifier: Apache-2.0
/** Makes the database cluster, and says who may connect to it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { FengsuiError } from "@fengsui/contract";
import { syncDirectory } from "../../sync-directory.ts";
import { messageOf } from "../failures.ts";
import { type Account, identityOf } from "./account.ts";
import type { Binaries } from "./binaries.ts";

/** The only superuser. It is used to make the other roles and the database, and never after. */
export const SUPERUSER = "postgres";
const MAJOR_VERSION = "18";

/**
 * The collation is PostgreSQL's own: that of the system or of ICU changes with an update of theirs, and indexes made
 * before are then silently wrong.
 */
const INITDB_OPTIONS = [
  `--username=${SUPERUSER}`,
  "--auth=reject",
  "--encoding=UTF8",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--locale=C",
  "--data-checksums",
  "--no-instructions",
];

/** A cluster is whole or has another name, whenever we are killed. */
export async function makeCluster(cluster: string, binaries: Binaries, account: Account): Promise<void> {
  if (!existsSync(cluster)) {
    const partial = `${cluster}.partial`;
    rmSync(partial, { recursive: true, force: true });
    await runInitdb(binaries.initdb, partial, account);
    renameSync(partial, cluster);
    syncDirectory(dirname(cluster)); // initdb has synced what is inside
  }
  requireVersion(cluster);
  allowConnections(cluster, account);
}

async function runInitdb(initdb: string, directory: string, account: Account): Promise<void> {
  const child = spawn(initdb, [...INITDB_OPTIONS, `--pgdata=${directory}`], {
    ...identityOf(account),
    cwd: "/",
    env: { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const failed = once(child, "close");
  const [, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await failed;
  if (child.exitCode === 0) return;
  throw new FengsuiError("records.start_failed", `initdb: ${stderr.trim() || `signal ${child.signalCode}`}`, {
    hint: "Check that the disk of the data directory has at least 200 MB free and takes links and locks.",
  });
}

function requireVersion(cluster: string): void {
  const version = readVersion(cluster);
  if (version === MAJOR_VERSION) return;
  throw new FengsuiError(
    "records.start_failed",
    `${cluster} was made by PostgreSQL ${version}; this hub brings PostgreSQL ${MAJOR_VERSION}`,
    { hint: "Use the version of the hub that made it, or move the data with that version's export." },
  );
}

function readVersion(cluster: string): string {
  try {
    return readFileSync(join(cluster, "PG_VERSION"), "utf8").trim();
  } catch (cause) {
    throw new FengsuiError("records.start_failed", `${cluster} is no whole cluster: ${messageOf(cause)}`, {
      hint: "Put back what was taken away, or restore a backup. Only a directory without records begins anew.",
      cause,
    });
  }
}

/**
 * Only over the socket, and only as who the operating system says one is: the hub and the account of the server. That
 * they may then be any role is no loss, since they own the files.
 */
function allowConnections(cluster: string, account: Account): void {
  const names = new Set([userInfo().username, account.name]);
  const map = [...names].map((name) => `hub "${name}" all\n`).join("");
  writeOwn(join(cluster, "pg_ident.conf"), map, account);
  writeOwn(join(cluster, "pg_hba.conf"), "local all all peer map=hub\n", account);
}

function writeOwn(path: string, content: string, { isOther, uid, gid }: Account): void {
  const partial = `${path}.partial`;
  writeFileSync(partial, content, { mode: 0o600, flush: true });
  if (isOther) chownSync(partial, uid, gid);
  renameSync(partial, path);
}
