// SPDX-License-Identifier: Apache-2.0
/** The machine: its Node, platform, memory, limits and clock. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempDisposableSync,
  readFileSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fail, type Look, ok, warn } from "./finding.ts";

const MIB = 1024 * 1024;
const LEAST_NODE = [24, 12] as const;
const PLATFORMS = new Set(["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"]);
const LEAST_MEMORY_MIB = 2048;
const LEAST_SHARED_MIB = 32;
const FEW_FILES = 4096;
const MAX_SKEW_MS = 2_000;
/** Before this the program did not exist. */
const BORN = Date.UTC(2026, 0, 1);

export const MACHINE: readonly Look[] = [
  { name: "node", look: lookAtNode },
  { name: "platform", look: lookAtPlatform },
  { name: "memory", look: lookAtMemory },
  { name: "memory.shared", look: lookAtSharedMemory },
  { name: "files", look: lookAtFiles },
  { name: "clock", look: lookAtClock },
];

function lookAtNode() {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split(".").map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return ok(`Node ${node}`);
  return fail(
    `Node ${node}, of ${LEAST_NODE.join(".")} at least`,
    "Start the hub with `npm start`, which uses the Node that `npm ci` installed.",
  );
}

/** Of the C library that this Node runs on; nothing on macOS and on musl. */
function glibcVersion(): string | undefined {
  const report: unknown = process.report.getReport();
  const header =
    typeof report === "object" && report !== null && "header" in report ? report.header : undefined;
  const isText = (value: unknown): value is string => typeof value === "string";
  const version =
    typeof header === "object" && header !== null && "glibcVersionRuntime" in header
      ? header.glibcVersionRuntime
      : undefined;
  return isText(version) ? version : undefined;
}

function lookAtPlatform() {
  const name = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.has(name))
    return fail(`${name} is not supported`, "Use Linux (x64 or arm64, glibc) or macOS; on Windows, WSL.");
  const glibc = process.platform === "linux" ? glibcVersion() : undefined;
  if (process.platform === "linux" && glibc === undefined)
    return fail(
      `${name} without glibc (Alpine?)`,
      "Use a distribution with glibc, or give DATABASE_URL and CLICKHOUSE_URL.",
    );
  return ok(glibc === undefined ? name : `${name}, glibc ${glibc}`);
}

function lookAtMemory() {
  const limit = process.constrainedMemory();
  const mib = Math.floor(Math.min(totalmem(), limit > 0 ? limit : totalmem()) / MIB);
  if (mib >= LEAST_MEMORY_MIB) return ok(`${mib} MiB`);
  return warn(`${mib} MiB`, `Give it ${LEAST_MEMORY_MIB} MiB: the stores work in memory.`);
}

/** What PostgreSQL's processes share; in a container it is a file system of its own, and small. */
function lookAtSharedMemory() {
  if (process.platform !== "linux") return ok("of the operating system");
  if (!existsSync("/dev/shm"))
    return fail("/dev/shm does not exist", "Mount a tmpfs there; in a container, --shm-size=256m.");
  const { bsize, bavail } = statfsSync("/dev/shm");
  const mib = Math.floor((bsize * bavail) / MIB);
  if (mib >= LEAST_SHARED_MIB) return ok(`${mib} MiB in /dev/shm`);
  return warn(`${mib} MiB in /dev/shm`, "Give it more; in a container, --shm-size=256m.");
}

/** Node raises it to what it may at its start, so this is what the hub has. */
function lookAtFiles() {
  const limits = existsSync("/proc/self/limits") ? readFileSync("/proc/self/limits", "utf8") : "";
  const inProc = /^Max open files\s+(\S+)/m.exec(limits)?.[1];
  const text = inProc ?? spawnSync("/bin/sh", ["-c", "ulimit -n"], { encoding: "utf8" }).stdout.trim();
  const count = text === "unlimited" ? Number.POSITIVE_INFINITY : Number(text);
  if (count >= FEW_FILES) return ok(`${text} files may be open`);
  return warn(
    `${text} files may be open`,
    "Raise it: `ulimit -n 65536`, or LimitNOFILE=65536 in the unit of systemd.",
  );
}

function lookAtClock() {
  if (Date.now() < BORN)
    return fail(
      `the clock says ${new Date().toISOString()}`,
      "Set it, and have NTP keep it (timedatectl set-ntp true).",
    );
  using folder = mkdtempDisposableSync(join(tmpdir(), "fengsui-doctor-"));
  const file = join(folder.path, "now");
  const before = Date.now();
  writeFileSync(file, "");
  const skew = Math.abs(statSync(file).mtimeMs - before);
  if (skew > MAX_SKEW_MS)
    return warn(
      `the clock and that of the file system are ${Math.round(skew)} ms apart`,
      "Let one NTP keep both machines' clocks.",
    );
  const { stdout } = spawnSync("timedatectl", ["show", "--property=NTPSynchronized", "--value"], {
    encoding: "utf8",
  });
  if (stdout?.trim() === "no")
    return warn(
      `${new Date().toISOString()}, kept by no NTP`,
      "Run `timedatectl set-ntp true`: alerts stand in the order of clocks.",
    );
  return ok(new Date().toISOString());
}
