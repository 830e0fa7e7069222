// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the process of the embedded engine running: starts it, asks it whether it still answers, and starts it again
 * when it ended, after a pause that grows. What was sent to it and not answered is sent again by who sent it.
 */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "../telemetry/logger.ts";
import type { EngineArguments } from "./engine/messages.ts";
import { failureOf, hasEnded, type Launch, launchEngine } from "./launch-engine.ts";
import { StateCell, type StoreState } from "./state.ts";

export interface SupervisorOptions extends EngineArguments {
  readonly logger: Logger;
  /** A former hub's engine finishes its inserts before it leaves the directory. */
  readonly lockWaitMs: number;
  /** The longest pause before the engine is started again. */
  readonly maxRestartPauseMs: number;
  readonly probe: () => Promise<boolean>;
}

const PROBE_INTERVAL_MS = 5_000;
const PROBES_MISSED = 3;
const FIRST_PAUSE_MS = 100;
/** Who ran, if shortly, is not kept away for longer than it takes to come back. */
const LONGEST_PAUSE_AFTER_RUN_MS = 1_000;
const LOCK_PAUSE_MS = 100;
/** Who has run as long is taken to be well. */
const WELL_AFTER_MS = 30_000;
const STOP_LIMIT_MS = 20_000;

export class Supervisor implements AsyncDisposable {
  readonly #options: SupervisorOptions;
  readonly #state = new StateCell({ kind: "starting" });
  readonly #closing = new AbortController();
  #child: ChildProcess | undefined;
  #watching: Promise<void> = Promise.resolve();

  /** Rejects when the first start fails: later ones are repeated. */
  static async start(options: SupervisorOptions): Promise<Supervisor> {
    const supervisor = new Supervisor(options);
    const child = await supervisor.#startFirst(performance.now() + options.lockWaitMs);
    supervisor.#watching = supervisor.#watch(child);
    return supervisor;
  }

  private constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get state(): StoreState {
    return this.#state.value;
  }

  get processId(): number | undefined {
    return this.#child?.pid;
  }

  whenUp(limitMs: number): Promise<void> {
    return this.#state.whenUp(limitMs);
  }

  async #startFirst(deadline: number): Promise<ChildProcess> {
    for (;;) {
      const { child, failed } = await this.#startOnce();
      if (failed === undefined) return child;
      if (failed.why !== "locked" || performance.now() >= deadline)
        throw failureOf(failed, this.#options.directory);
      await pause(LOCK_PAUSE_MS);
    }
  }

  async #startOnce(): Promise<Launch> {
    const launch = await launchEngine(this.#options, this.#options.logger, (child) => {
      this.#child = child;
    });
    if (launch.failed === undefined) {
      this.#state.set({ kind: "up" });
      this.#options.logger.info({ processId: launch.child.pid }, "the event store is up");
    } else this.#state.set({ kind: "down", reason: launch.failed.reason });
    return launch;
  }

  /** One life of the process after the other. */
  async #watch(first: ChildProcess): Promise<void> {
    let launch: Launch = { child: first };
    let pauseMs = FIRST_PAUSE_MS;
    while (!this.#closing.signal.aborted) {
      const since = performance.now();
      await this.#liveThrough(launch.child);
      if (performance.now() - since > WELL_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
      await pause(pauseMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      if (this.#closing.signal.aborted) return;
      launch = await this.#startOnce();
      const longest = launch.failed === undefined ? LONGEST_PAUSE_AFTER_RUN_MS : Number.POSITIVE_INFINITY;
      pauseMs = Math.min(pauseMs * 2, longest, this.#options.maxRestartPauseMs);
    }
  }

  async #liveThrough(child: ChildProcess): Promise<void> {
    if (!hasEnded(child)) {
      const probing = new AbortController();
      const probes = this.#probe(child, probing.signal);
      await once(child, "exit");
      probing.abort();
      await probes;
    }
    if (this.#closing.signal.aborted) return;
    const reason = `the engine ended (${child.signalCode ?? child.exitCode})`;
    if (this.#state.value.kind === "up") this.#state.set({ kind: "down", reason });
    this.#options.logger.error({ state: this.#state.value }, "the event store is down; it is started again");
  }

  /** A process that lives and does not answer is ended, so that it is started again. */
  async #probe(child: ChildProcess, signal: AbortSignal): Promise<void> {
    let missed = 0;
    while (missed < PROBES_MISSED) {
      await pause(PROBE_INTERVAL_MS, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      missed = (await this.#options.probe()) ? 0 : missed + 1;
    }
    this.#options.logger.error({}, "the event store does not answer and is ended");
    child.kill("SIGKILL");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.#state.set({ kind: "down", reason: "the hub is closing" });
    const child = this.#child;
    if (child !== undefined && !hasEnded(child)) {
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      const killer = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
      await exit;
      clearTimeout(killer);
    }
    await this.#watching;
  }
}
