// SPDX-License-Identifier: Apache-2.0
/**
 * Ends what an earlier hub left running on a cluster: a postmaster that outlived its hub, or backends that outlived
 * their postmaster. We hold the lock of the directory, so nobody else's are there. Every process of PostgreSQL has
 * the cluster as its working directory, which is how they are found.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Layout, SOCKET } from "./layout.ts";
import { waitUntil } from "./wait.ts";

/** A fast shutdown spares the recovery, but is not worth waiting for long. */
const FAST_SHUTDOWN_MS = 10_000;
const KILL_MS = 10_000;

export async function endOrphans({ cluster, socket }: Pick<Layout, "cluster" | "socket">): Promise<number> {
  const found = processesOn(cluster);
  if (found.length > 0) {
    const postmaster = readPostmasterPid(cluster);
    if (postmaster !== undefined && found.includes(postmaster)) send(postmaster, "SIGINT");
    const isGone = () => processesOn(cluster).length === 0;
    if (postmaster === undefined || !(await waitUntil(isGone, FAST_SHUTDOWN_MS))) {
      await waitUntil(() => {
        for (const pid of processesOn(cluster)) send(pid, "SIGKILL");
        return isGone();
      }, KILL_MS);
    }
  }
  dropStaleLocks(cluster, socket);
  return found.length;
}

/**
 * PostgreSQL takes a process of the number in its files for a postmaster: a zombie that nobody buried, or a stranger
 * that got the number. Nothing runs on the cluster now, so the files say nothing any more.
 */
function dropStaleLocks(cluster: string, socket: string): void {
  if (process.platform !== "linux" || processesOn(cluster).length > 0) return;
  const stale = [join(cluster, "postmaster.pid"), join(socket, SOCKET), join(socket, `${SOCKET}.lock`)];
  for (const path of stale) rmSync(path, { force: true });
}

function readPostmasterPid(cluster: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(cluster, "postmaster.pid"), "utf8"), 10);
    return pid > 1 ? pid : undefined;
  } catch {
    return undefined; // no file: none runs, or it is about to end
  }
}

function processesOn(cluster: string): number[] {
  if (process.platform !== "linux") return processesByCommand(cluster);
  const directory = realPathOf(cluster);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && workingDirectoryOf(name) === directory && isPostgres(name))
    .map(Number);
}

/** An administrator's shell may stand in the directory, too. */
function isPostgres(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("postgres");
  } catch {
    return false; // it has ended meanwhile
  }
}

/** Without /proc only the postmaster is found; its backends end when they see that it is gone. */
function processesByCommand(cluster: string): number[] {
  const pid = readPostmasterPid(cluster);
  if (pid === undefined) return [];
  const { stdout } = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.includes(cluster) ? [pid] : [];
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** A zombie has none, and one of another user shows none. */
function workingDirectoryOf(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended meanwhile
  }
}
