// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded PostgreSQL, kept running: started on a cluster that is made where absent, started again when it ends
 * by itself, stopped with the hub. What outlived an earlier hub is ended first.
 */
import { rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { type Logger, silentLogger } from "../../telemetry/logger.ts";
import { type Account, chooseAccount } from "./account.ts";
import { type Binaries, prepareBinaries } from "./binaries.ts";
import { makeCluster } from "./cluster.ts";
import { lockDirectory } from "./directory-lock.ts";
import { type Layout, layoutOf, makeDataDir, prepareFolders } from "./layout.ts";
import { endOrphans } from "./orphans.ts";
import { Postmaster } from "./postmaster.ts";

export interface EmbeddedOptions {
  readonly logger?: Logger;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A run shorter than this was no success, and the next try waits twice as long. */
const STEADY_MS = 5_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;
/** Who ran, if shortly, is not kept away for longer than it takes to come back. */
const LONGEST_PAUSE_AFTER_RUN_MS = 1_000;
const FIRST_TRIES = 4;

export class EmbeddedServer implements AsyncDisposable {
  readonly #layout: Layout;
  readonly #logger: Logger;
  readonly #lock: Disposable;
  readonly #start: () => Promise<Postmaster>;
  readonly #stopping = new AbortController();
  #postmaster: Postmaster | undefined;
  #watch: Promise<void> = Promise.resolve();

  private constructor(layout: Layout, logger: Logger, lock: Disposable, start: () => Promise<Postmaster>) {
    this.#layout = layout;
    this.#logger = logger;
    this.#lock = lock;
    this.#start = start;
  }

  static async start(dataDir: string, options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
    const logger = options.logger ?? silentLogger;
    const layout = layoutOf(dataDir);
    makeDataDir(dataDir);
    const lock = lockDirectory(layout.lock);
    try {
      const account = chooseAccount(layout.cluster);
      prepareFolders(layout, account);
      const binaries = prepareBinaries(layout.folder, account);
      const begun = await endOrphans(layout);
      if (begun > 0) logger.warn({ processes: begun }, "ended what an earlier hub left running");
      await makeCluster(layout.cluster, binaries, account);
      const server = new EmbeddedServer(layout, logger, lock, () => run(layout, binaries, account, options));
      await server.#begin();
      return server;
    } catch (error) {
      lock[Symbol.dispose]();
      throw error;
    }
  }

  /** The directory of its socket, which is what a client connects to. */
  get socket(): string {
    return this.#layout.socket;
  }

  get cluster(): string {
    return this.#layout.cluster;
  }

  /** The process of the postmaster, while one runs. */
  get pid(): number | undefined {
    return this.#postmaster?.hasEnded === false ? this.#postmaster.pid : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#watch;
    await this.#postmaster?.stop();
    if (!this.#layout.socket.startsWith(this.#layout.folder))
      rmSync(this.#layout.socket, { recursive: true, force: true });
    this.#lock[Symbol.dispose]();
  }

  async #begin(): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        this.#postmaster = await this.#start();
        break;
      } catch (error) {
        if (tries >= FIRST_TRIES) throw error;
        this.#logger.warn({ error }, "PostgreSQL did not start, and is tried again");
        await delay(FIRST_PAUSE_MS * 2 ** tries);
      }
    }
    this.#watch = this.#keepRunning();
  }

  async #keepRunning(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    let hasRun = true;
    const stop = new Promise<void>((resolve) =>
      this.#stopping.signal.addEventListener("abort", () => resolve(), { once: true }),
    );
    while (!this.#stopping.signal.aborted) {
      const since = performance.now();
      await Promise.race([this.#postmaster?.ended, stop]);
      if (this.#stopping.signal.aborted) return;
      const longest = hasRun ? LONGEST_PAUSE_AFTER_RUN_MS : LONGEST_PAUSE_MS;
      pause = performance.now() - since > STEADY_MS ? FIRST_PAUSE_MS : Math.min(pause * 2, longest);
      this.#logger.error({ pauseMs: pause }, "PostgreSQL ended by itself, and is started again");
      await delay(pause, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      hasRun = await this.#startAgain();
    }
  }

  async #startAgain(): Promise<boolean> {
    if (this.#stopping.signal.aborted) return false;
    try {
      this.#postmaster = await this.#start();
      this.#logger.info({ pid: this.pid }, "PostgreSQL runs again");
      return true;
    } catch (error) {
      this.#logger.error({ error }, "PostgreSQL did not start");
      return false;
    }
  }
}

async function run(
  layout: Layout,
  binaries: Binaries,
  account: Account,
  options: EmbeddedOptions,
): Promise<Postmaster> {
  await endOrphans(layout);
  const postmaster = new Postmaster({
    postgres: binaries.postgres,
    cluster: layout.cluster,
    socket: layout.socket,
    account,
    logger: options.logger ?? silentLogger,
    ...(options.settings !== undefined && { settings: options.settings }),
  });
  try {
    await postmaster.ready();
  } catch (error) {
    await postmaster.stop();
    throw error;
  }
  return postmaster;
}
