// SPDX-License-Identifier: Apache-2.0
/**
 * Where the embedded PostgreSQL keeps what, within the data directory:
 *
 *     records.lock        held by the hub that uses the directory
 *     records/            belongs to the account of PostgreSQL, and nobody else may look inside
 *       cluster/          the database
 *       socket/           where it listens; elsewhere if the path is too long for a socket
 *       binaries-<v>/     a copy of the programs, only where those in node_modules cannot be run
 */
import { createHash } from "node:crypto";
import { chmodSync, chownSync, lstatSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FengsuiError } from "@fengsui/contract";
import { makeUsableFolder } from "../../usable-folder.ts";
import type { Account } from "./account.ts";
import { requirePassable } from "./passable.ts";

export interface Layout {
  readonly dataDir: string;
  readonly lock: string;
  readonly folder: string;
  readonly cluster: string;
  readonly socket: string;
}

/** PostgreSQL's name for it, by the number of its port. */
export const SOCKET = ".s.PGSQL.5432";
/** What fits into sockaddr_un on Linux (108) and on macOS (104), with the name of the socket and its lock file. */
const MAX_SOCKET_PATH = 103 - `/${SOCKET}.lock`.length;

export function layoutOf(dataDir: string): Layout {
  const folder = join(dataDir, "records");
  const inside = join(folder, "socket");
  const isShort = Buffer.byteLength(inside) <= MAX_SOCKET_PATH;
  const name = createHash("sha256").update(folder).digest("hex").slice(0, 16);
  return {
    dataDir,
    lock: join(dataDir, "records.lock"),
    folder,
    cluster: join(folder, "cluster"),
    socket: isShort ? inside : join(tmpdir(), `fengsui-${name}`),
  };
}

/** Makes the data directory, before anybody knows which account PostgreSQL has. */
export function makeDataDir(dataDir: string): void {
  try {
    makeUsableFolder(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FengsuiError("records.directory_unusable", reason, { cause });
  }
}

/** Makes what is missing, and gives it to the account. */
export function prepareFolders(layout: Layout, account: Account): void {
  requirePassable(account, layout.dataDir);
  for (const folder of [layout.folder, layout.socket]) makeOwn(folder, account);
}

/** The folder of the socket may lie where others could have made one of its name. */
function makeOwn(folder: string, { uid, gid, name, isOther }: Account): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
    if (isOther) chownSync(folder, uid, gid);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST"))
      throw new FengsuiError("records.directory_unusable", `${folder}: ${String(cause)}`, { cause });
  }
  const found = lstatSync(folder);
  if (!found.isDirectory() || (found.uid !== uid && !(isOther && found.uid === 0)))
    throw new FengsuiError(
      "records.directory_unusable",
      `${folder} is not a directory of the account "${name}"`,
      {
        hint: `Run the hub as the user that ran it before, or give the directory to "${name}" (chown -R).`,
      },
    );
  // A start that ended between making it and giving it away left it to root.
  if (found.uid !== uid) chownSync(folder, uid, gid);
  chmodSync(folder, 0o700);
}
