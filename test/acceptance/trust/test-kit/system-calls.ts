// SPDX-License-Identifier: Apache-2.0
/** What processes ask of the operating system while something is done, in one order over all of them. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./hub-process.ts";

export interface SystemCall {
  readonly pid: number;
  readonly name: string;
  /** As strace writes its arguments: files and sockets by their path, texts cut off. */
  readonly what: string;
  /** Positions in the trace. Another process sees of it nothing before `begin`, and all from `end` on. */
  readonly begin: number;
  readonly end: number;
}

const CALLS =
  "read,recvfrom,write,writev,sendto,sendmsg,pwrite64,pwritev,fsync,fdatasync,rename,renameat,renameat2";

export function canTrace(): boolean {
  return spawnSync("strace", ["-V"]).error === undefined;
}

/** Undefined where they may not be watched, as in some containers. */
export async function traceWhile(
  pids: readonly number[],
  act: () => Promise<unknown>,
  last: RegExp,
): Promise<SystemCall[] | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "fengsui-trace-"));
  const file = join(folder, "calls");
  const attach = pids.flatMap((pid) => ["-p", String(pid)]);
  const strace = spawn("strace", ["-f", "-y", "-s", "2000", "-e", `trace=${CALLS}`, "-o", file, ...attach]);
  try {
    if (!(await isAttached(strace, pids.length))) return undefined;
    await act();
    // Whoever is answered may know of it before the trace does.
    await until("the trace shows the last call", () => last.test(readFileSync(file, "latin1")));
    const end = once(strace, "exit");
    strace.kill("SIGINT");
    await end;
    return readCalls(readFileSync(file, "latin1").split("\n"));
  } finally {
    strace.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

async function isAttached(strace: ChildProcess, count: number): Promise<boolean> {
  let said = "";
  strace.stderr?.on("data", (chunk) => {
    said += String(chunk);
  });
  const attached = () => new Set([...said.matchAll(/Process (\d+) attached/g)].map(([, pid]) => pid)).size;
  await until("strace is attached or has ended", () => attached() >= count || strace.exitCode !== null);
  return strace.exitCode === null;
}

const WHOLE = /^(\d+) +(\w+)\((.*)\) += /;
const BEGUN = /^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$/;
const RESUMED = /^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += /;

/** A call that another one came between is on two lines. */
export function readCalls(lines: readonly string[]): SystemCall[] {
  const calls: SystemCall[] = [];
  const begun = new Map<string, SystemCall>();
  for (const [at, line] of lines.entries()) {
    const [, pid = "", name = "", what = ""] =
      WHOLE.exec(line) ?? BEGUN.exec(line) ?? RESUMED.exec(line) ?? [];
    if (pid === "") continue;
    const call = { pid: Number(pid), name, what, begin: at, end: at };
    if (BEGUN.test(line)) begun.set(pid, call);
    else if (RESUMED.test(line)) {
      const first = begun.get(pid);
      begun.delete(pid);
      calls.push({ ...call, what: `${first?.what ?? ""}${what}`, begin: first?.begin ?? 0 });
    } else calls.push(call);
  }
  // The watching may end within a call: that of the very answer that ends it.
  for (const call of begun.values()) calls.push({ ...call, end: lines.length });
  return calls.sort((one, other) => one.begin - other.begin);
}
