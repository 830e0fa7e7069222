// SPDX-License-Identifier: Apache-2.0
/**
 * How many statements run at once, for each kind of work: a slow search or a hunt through all history must not keep
 * an insert waiting. Who finds a lane full waits in line; who finds the line full is told so at once.
 */
import { EngineFailure, QUERY_WAS_CANCELLED, TOO_MANY_SIMULTANEOUS_QUERIES } from "./failure.ts";

/** `health` is for the question whether the engine still answers, which no other work may delay. */
const WIDTHS = { ingest: 2, search: 2, background: 1, backup: 1, health: 1 } as const;
export type LaneName = keyof typeof WIDTHS;

const MAX_WAITING = 100;

/** Statements that can run at once. */
export const TOTAL_WIDTH = Object.values(WIDTHS).reduce((sum, width) => sum + width, 0);

export function isLaneName(name: string): name is LaneName {
  return Object.hasOwn(WIDTHS, name);
}

class Lane {
  readonly #name: LaneName;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(name: LaneName) {
    this.#name = name;
    this.#free = WIDTHS[name];
  }

  async enter(signal: AbortSignal): Promise<Disposable> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(signal);
    return { [Symbol.dispose]: () => this.#leave() };
  }

  async #wait(signal: AbortSignal): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING)
      throw new EngineFailure(TOO_MANY_SIMULTANEOUS_QUERIES, `${MAX_WAITING} wait in "${this.#name}"`, 503);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = () => {
      this.#waiting.splice(this.#waiting.indexOf(resolve), 1);
      reject(new EngineFailure(QUERY_WAS_CANCELLED, "the client went away before its turn"));
    };
    this.#waiting.push(resolve);
    signal.addEventListener("abort", giveUp, { once: true });
    await promise.finally(() => signal.removeEventListener("abort", giveUp));
  }

  /** The place passes to who waits longest. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}

export class Lanes {
  readonly #lanes: Readonly<Record<LaneName, Lane>> = {
    ingest: new Lane("ingest"),
    search: new Lane("search"),
    background: new Lane("background"),
    backup: new Lane("backup"),
    health: new Lane("health"),
  };

  enter(name: LaneName, signal: AbortSignal): Promise<Disposable> {
    return this.#lanes[name].enter(signal);
  }
}
