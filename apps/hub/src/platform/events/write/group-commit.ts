// SPDX-License-Identifier: Apache-2.0
/**
 * Many callers, one insert: an insert costs the same fsyncs for one row as for ten thousand. What comes while one is
 * under way goes together into the next, and each caller is answered when the insert that held its rows is durable.
 * If more is on its way, a small group waits a moment for it; if nothing is, not at all. What waits is limited in
 * bytes; who comes beyond is told to come back.
 */
import { setTimeout as pause } from "node:timers/promises";
import { busy } from "../failures.ts";

export interface Weighed {
  readonly rowCount: number;
  readonly bytes: number;
}

export interface GroupLimits {
  /** How long a group of less than `enoughBytes` waits for what is being made ready for it. */
  readonly lingerMs: number;
  readonly enoughBytes: number;
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly maxWaitingBytes: number;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

const LOOK_AGAIN_MS = 2;

export class GroupCommit<Item extends Weighed, Answer> {
  readonly #limits: GroupLimits;
  /** Gives the answers in the order of the items. */
  readonly #commit: (items: readonly Item[]) => Promise<readonly Answer[]>;
  readonly #isExpecting: () => boolean;
  #waiting: Waiting<Item, Answer>[] = [];
  /** Bytes of all that is not answered yet. */
  #bytes = 0;
  #draining: Promise<void> | undefined;
  #isClosed = false;

  /** `isExpecting`: whether somebody makes an item ready now. */
  constructor(
    limits: GroupLimits,
    commit: (items: readonly Item[]) => Promise<readonly Answer[]>,
    isExpecting: () => boolean = () => false,
  ) {
    this.#limits = limits;
    this.#commit = commit;
    this.#isExpecting = isExpecting;
  }

  get waitingBytes(): number {
    return this.#bytes;
  }

  /** An item larger than the limit is taken when nothing else waits, else it never could be. */
  add(item: Item): Promise<Answer> {
    if (this.#isClosed) return Promise.reject(busy("it is closing"));
    if (this.#bytes > 0 && this.#bytes + item.bytes > this.#limits.maxWaitingBytes)
      return Promise.reject(busy(`${this.#bytes} bytes wait to be stored`));
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#waiting.push({ item, resolve, reject });
    this.#bytes += item.bytes;
    this.#draining ??= this.#drain();
    return promise;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      if (this.#shouldGather()) await this.#gather();
      await this.#commitGroup(this.#takeGroup());
    }
    // In the same turn as the look: who comes later starts anew.
    this.#draining = undefined;
  }

  #shouldGather(): boolean {
    const bytes = this.#waiting.reduce((sum, { item }) => sum + item.bytes, 0);
    return bytes < this.#limits.enoughBytes && !this.#isClosed && this.#isExpecting();
  }

  async #gather(): Promise<void> {
    const end = performance.now() + this.#limits.lingerMs;
    while (performance.now() < end && this.#shouldGather()) await pause(LOOK_AGAIN_MS);
  }

  #takeGroup(): Waiting<Item, Answer>[] {
    const { maxRows, maxBytes } = this.#limits;
    let rows = 0;
    let bytes = 0;
    const firstLeft = this.#waiting.findIndex(({ item }, index) => {
      rows += item.rowCount;
      bytes += item.bytes;
      return index > 0 && (rows > maxRows || bytes > maxBytes);
    });
    const size = firstLeft === -1 ? this.#waiting.length : firstLeft;
    return this.#waiting.splice(0, size);
  }

  async #commitGroup(group: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.#commit(group.map(({ item }) => item));
      for (const [index, { resolve, reject }] of group.entries()) {
        const answer = answers[index];
        if (answer === undefined) reject(new TypeError("a commit gave fewer answers than it had items"));
        else resolve(answer);
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      this.#bytes -= group.reduce((sum, { item }) => sum + item.bytes, 0);
    }
  }

  /** Takes nothing more, and waits until all is answered. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#draining;
  }
}
