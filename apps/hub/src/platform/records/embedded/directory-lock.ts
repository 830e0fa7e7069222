// SPDX-License-Identifier: Apache-2.0
/**
 * One process at a time uses a directory. The lock is one of the operating system, which lifts it when its holder
 * ends in whatever way: no stale lock, no process number taken for another, and it holds between containers. Node has
 * no call for it, but SQLite, which Node brings, takes one for a transaction; the file never holds a row.
 */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { FengsuiError } from "@fengsui/contract";

export function lockDirectory(path: string): Disposable {
  const holder = `${path}.holder`;
  const database = openLock(path);
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    if (!isBusy(cause)) throw unusable(path, cause);
    throw new FengsuiError("records.locked", `${path} is held by ${readHolder(holder)}`, { cause });
  }
  writeFileSync(holder, `process ${process.pid}\n`);
  return {
    [Symbol.dispose]: () => database.close(),
  };
}

/** Who holds a lock that exists; undefined where nobody does. Whoever looks holds it for that moment. */
export function findHolder(path: string): string | undefined {
  const database = openLock(path);
  try {
    database.exec("BEGIN EXCLUSIVE; ROLLBACK");
    return undefined;
  } catch (cause) {
    if (!isBusy(cause)) throw unusable(path, cause);
    return readHolder(`${path}.holder`);
  } finally {
    database.close();
  }
}

function openLock(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path);
    chmodSync(path, 0o600); // whoever can read it could hold it
    return database;
  } catch (cause) {
    throw unusable(path, cause);
  }
}

function unusable(path: string, cause: unknown): FengsuiError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FengsuiError("records.directory_unusable", `${path}: ${reason}`, { cause });
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}

/** Only for people; the lock itself does not depend on it. */
function readHolder(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "another process";
  }
}
