// SPDX-License-Identifier: Apache-2.0
/**
 * The account of the operating system that the embedded PostgreSQL runs as. It refuses to be root; so as root we give
 * it an account of its own, `fengsui`, and make that where it is absent. It shares with nobody: whoever runs as the
 * same account can read its files.
 */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { FengsuiError } from "@fengsui/contract";

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** We are root, and start its programs as this account. */
  readonly isOther: boolean;
}

const OWN_NAME = "fengsui";
const USERADD = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"];

/** A cluster that exists keeps its account: files do not change their owner. */
export function chooseAccount(cluster: string): Account {
  if (process.getuid?.() !== 0) return ourselves();
  const owner = existsSync(cluster) ? statSync(cluster).uid : 0;
  const account = owner === 0 ? (lookUp(OWN_NAME) ?? makeAccount()) : lookUp(String(owner));
  if (account !== undefined) return account;
  throw new FengsuiError(
    "records.no_account",
    `the account ${owner}, which owns ${cluster}, does not exist`,
    {
      hint: `Give the directory to an account that exists (chown -R ${OWN_NAME} ${cluster}), or restore the account.`,
    },
  );
}

/** The account that a start would choose; undefined where it would have to make it. */
export function findAccount(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return ourselves();
  const owner = existsSync(cluster) ? statSync(cluster).uid : 0;
  return lookUp(owner === 0 ? OWN_NAME : String(owner));
}

function ourselves(): Account {
  try {
    const { username, uid, gid } = userInfo();
    return { name: username, uid, gid, isOther: false };
  } catch (cause) {
    throw new FengsuiError("records.no_account", `the user ${process.getuid?.()} has no name`, {
      hint: "Run the hub as a user that /etc/passwd knows, or give DATABASE_URL.",
      cause,
    });
  }
}

function lookUp(who: string): Account | undefined {
  const ask = (flag: string) => {
    const { status, stdout } = spawnSync("id", [flag, "--", who], { encoding: "utf8" });
    return status === 0 ? stdout.trim() : undefined;
  };
  const uid = ask("-u");
  const gid = ask("-g");
  const name = ask("-un");
  if (uid === undefined || gid === undefined || name === undefined) return undefined;
  return { name, uid: Number(uid), gid: Number(gid), isOther: true };
}

function makeAccount(): Account {
  const shell = ["/usr/sbin/nologin", "/sbin/nologin"].find((path) => existsSync(path)) ?? "/bin/false";
  const { status, stderr, error } = spawnSync("useradd", [...USERADD, "--shell", shell, OWN_NAME], {
    encoding: "utf8",
  });
  // Another start may have made it at the same moment.
  const account = lookUp(OWN_NAME);
  if (account !== undefined) return account;
  throw new FengsuiError(
    "records.no_account",
    `the account "${OWN_NAME}" does not exist and could not be made: ${error?.message ?? stderr.trim()} (${status})`,
  );
}

/** What `spawn` needs, to run a program as the account. */
export function identityOf({ isOther, uid, gid }: Account): { uid?: number; gid?: number } {
  return isOther ? { uid, gid } : {};
}
