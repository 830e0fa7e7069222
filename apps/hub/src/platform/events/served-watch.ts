// SPDX-License-Identifier: Apache-2.0
/** Knows whether a served ClickHouse answers, by asking it from time to time. */
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "../telemetry/logger.ts";
import { StateCell, type StoreState } from "./state.ts";

const INTERVAL_WHEN_UP_MS = 5_000;
const INTERVAL_WHEN_DOWN_MS = 500;
const DOWN: StoreState = { kind: "down", reason: "the ClickHouse of CLICKHOUSE_URL does not answer" };

export class ServedWatch implements AsyncDisposable {
  readonly #probe: () => Promise<boolean>;
  readonly #logger: Logger;
  readonly #state = new StateCell({ kind: "starting" });
  readonly #closing = new AbortController();
  #watching: Promise<void> = Promise.resolve();
  readonly processId: number | undefined = undefined;

  /** It must answer at the start: the tables are looked at before anything else. */
  static async start(probe: () => Promise<boolean>, logger: Logger): Promise<ServedWatch> {
    const watch = new ServedWatch(probe, logger);
    await watch.#look();
    watch.#watching = watch.#watch();
    return watch;
  }

  private constructor(probe: () => Promise<boolean>, logger: Logger) {
    this.#probe = probe;
    this.#logger = logger;
  }

  get state(): StoreState {
    return this.#state.value;
  }

  whenUp(limitMs: number): Promise<void> {
    return this.#state.whenUp(limitMs);
  }

  async #look(): Promise<void> {
    const state: StoreState = (await this.#probe()) ? { kind: "up" } : DOWN;
    if (state.kind !== this.#state.value.kind)
      this.#logger.info({ state }, "the event store changed its state");
    this.#state.set(state);
  }

  async #watch(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const interval = this.state.kind === "up" ? INTERVAL_WHEN_UP_MS : INTERVAL_WHEN_DOWN_MS;
      await pause(interval, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await this.#look();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#watching;
  }
}
