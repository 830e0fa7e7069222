// SPDX-License-Identifier: Apache-2.0
/** Whether the event store can be used now, for who asks and for who waits. */
import { unavailable } from "./failures.ts";

export type StoreState =
  | { readonly kind: "starting" }
  | { readonly kind: "up" }
  | { readonly kind: "down"; readonly reason: string };

export class StateCell {
  #value: StoreState;
  readonly #waiting = new Set<() => void>();

  constructor(value: StoreState) {
    this.#value = value;
  }

  get value(): StoreState {
    return this.#value;
  }

  set(value: StoreState): void {
    this.#value = value;
    if (value.kind !== "up") return;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Rejects as unavailable when it is not up in time. */
  async whenUp(limitMs: number): Promise<void> {
    if (this.#value.kind === "up") return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.#waiting.delete(resolve);
      reject(unavailable(this.#value.kind === "down" ? this.#value.reason : "it is still starting"));
    }, limitMs);
    this.#waiting.add(resolve);
    await promise.finally(() => clearTimeout(timer));
  }
}
