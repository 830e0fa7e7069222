// SPDX-License-Identifier: Apache-2.0
/**
 * Alerts of batches that are done together are raised together: counting their matches and writing them costs nearly
 * the same for one batch as for ten. What comes while some are raised goes into the next; alone, nothing waits.
 */
import { type Raise, type RaiseParts, raiseAlerts } from "./raise.ts";

interface Queue {
  /** What is under way. */
  readonly current: Promise<void>;
  /** What goes together after it. */
  next?: {
    readonly raise: Raise & { readonly matches: Raise["matches"][number][] };
    readonly done: Promise<void>;
  };
}

export class RaiseQueue {
  readonly #parts: RaiseParts;
  readonly #queues = new Map<string, Queue>();

  constructor(parts: RaiseParts) {
    this.#parts = parts;
  }

  /** Resolves when the alerts of these matches are written. */
  async add(raise: Raise): Promise<void> {
    const key = `${raise.organisationId} ${raise.isRetrospective} ${raise.retrospectionId ?? ""}`;
    const queue = this.#queues.get(key);
    if (queue === undefined) return await this.#run(key, raise);
    if (queue.next === undefined) {
      const together = { ...raise, matches: [...raise.matches] };
      const done = queue.current.then(() => this.#run(key, together));
      queue.next = { raise: together, done };
    } else {
      queue.next.raise.matches.push(...raise.matches);
    }
    await queue.next.done;
  }

  /** What fails, fails for those who wait for it; who comes after it tries anew. */
  async #run(key: string, raise: Raise): Promise<void> {
    const work = raiseAlerts(this.#parts, raise);
    const queue: Queue = { current: work.catch(() => undefined) };
    this.#queues.set(key, queue);
    try {
      await work;
    } finally {
      if (queue.next === undefined) this.#queues.delete(key);
    }
  }
}
