// SPDX-License-Identifier: Apache-2.0
/** One run of the server program: from its start to its end, whichever way it ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { FengsuiError } from "@fengsui/contract";
import type { Logger } from "../../telemetry/logger.ts";
import { type Account, identityOf } from "./account.ts";
import { waitUntil } from "./wait.ts";

export interface PostmasterOptions {
  readonly postgres: string;
  readonly cluster: string;
  readonly socket: string;
  readonly account: Account;
  readonly logger: Logger;
  /** Settings of the server beside ours. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** What is acknowledged is on the disk; what is not needed on one machine takes no memory. */
const SETTINGS = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  max_connections: "50",
  shared_buffers: "64MB",
  work_mem: "8MB",
  maintenance_work_mem: "64MB",
  max_wal_size: "512MB",
  autovacuum_max_workers: "2",
  io_method: "sync",
  max_parallel_workers_per_gather: "0", // needs /dev/shm, which is 64 MB in a container
  jit: "off",
  wal_compression: "on",
  lc_messages: "C",
  timezone: "UTC",
  log_timezone: "UTC",
  log_line_prefix: "",
  log_error_verbosity: "terse", // details and statements hold values, which are not for a log
  log_min_error_statement: "panic",
  log_checkpoints: "off",
};

/** Recovery after a crash reads at most `max_wal_size`. */
const START_LIMIT_MS = 120_000;
const FAST_STOP_MS = 30_000;
const KILLED_MS = 5_000;
const KEPT_LINES = 20;
/** Said to everybody who asks while it starts or stops. */
const NOT_YET = /^FATAL: {2}the database system is /;

export class Postmaster {
  /** Settles when the program has ended. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #options: PostmasterOptions;
  readonly #lines: string[] = [];
  #hasEnded = false;

  constructor(options: PostmasterOptions) {
    this.#options = options;
    const { postgres, cluster, socket, account, settings } = options;
    const all = { ...SETTINGS, unix_socket_directories: socket, ...settings };
    const args = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    this.#child = spawn(postgres, ["-D", cluster, ...args], {
      ...identityOf(account),
      cwd: "/",
      env: { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" },
      stdio: ["ignore", "ignore", "pipe"],
      detached: true, // Ctrl-C is for the hub alone, which then ends it in order
    });
    this.ended = once(this.#child, "exit").then(
      () => this.#end(),
      (error: unknown) => this.#end(error),
    );
    if (this.#child.stderr !== null) this.#log(this.#child.stderr);
    process.once("exit", this.#endWithUs);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  async ready(): Promise<void> {
    const pidFile = join(this.#options.cluster, "postmaster.pid");
    const isSettled = () => this.#hasEnded || isReady(pidFile, this.pid);
    const inTime = await waitUntil(isSettled, START_LIMIT_MS);
    if (inTime && !this.#hasEnded) return;
    const reason = this.#hasEnded ? "it ended at once" : `it was not ready after ${START_LIMIT_MS / 1000} s`;
    throw new FengsuiError("records.start_failed", [`PostgreSQL: ${reason}`, ...this.#lines].join("\n"));
  }

  /** The work of others is rolled back, and the cluster is left so that it needs no recovery. */
  async stop(): Promise<void> {
    const steps = [
      ["SIGINT", FAST_STOP_MS],
      ["SIGQUIT", KILLED_MS],
      ["SIGKILL", KILLED_MS],
    ] as const;
    for (const [signal, limitMs] of steps) {
      if (this.#hasEnded) return;
      this.#child.kill(signal);
      await waitUntil(() => this.#hasEnded, limitMs);
    }
  }

  /** For a hub that ends without closing what it has. */
  readonly #endWithUs = () => {
    if (!this.#hasEnded) this.#child.kill("SIGINT");
  };

  #end(error?: unknown): void {
    this.#hasEnded = true;
    process.removeListener("exit", this.#endWithUs);
    if (error !== undefined) this.#lines.push(String(error));
  }

  #log(stderr: Readable): void {
    const { logger } = this.#options;
    createInterface({ input: stderr }).on("line", (line) => {
      if (this.#lines.push(line) > KEPT_LINES) this.#lines.shift();
      const [, severity] = /^([A-Z]+): {2}/.exec(line) ?? [];
      if (severity === "PANIC") logger.error({}, line);
      else if (severity === undefined || severity === "LOG" || NOT_YET.test(line)) logger.debug({}, line);
      else logger.warn({}, line);
    });
  }
}

/** The eighth line of the file says it, to `pg_ctl` and to us. */
function isReady(pidFile: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(pidFile, "utf8").split("\n");
    return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
  } catch {
    return false; // not written yet
  }
}
