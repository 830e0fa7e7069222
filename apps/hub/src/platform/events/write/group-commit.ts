// SPDX-License-Identifier: Apache-2.0
/**
 * Many callers, one insert: an insert costs the same fsyncs for one row as for ten thousand. What comes while one is
 * under way goes together into the next, and each caller is answered when the insert that held its rows is durable.
 * What waits is limited in bytes; who comes beyond is told to come back.
 */
import { setTimeout as pause } from "node:timers/promises";
import { busy } from "../failures.ts";

export interface Weighed {
  readonly rowCount: number;
  readonly bytes: number;
}

export interface GroupLimits {
  /** How long the first of a group waits for others. */
  readonly lingerMs: number;
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly maxWaitingBytes: number;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export class GroupCommit<Item extends Weighed, Answer> {
  readonly #limits: GroupLimits;
  /** Gives the answers in the order of the items. */
  readonly #commit: (items: readonly Item[]) => Promise<readonly Answer[]>;
  #waiting: Waiting<Item, Answer>[] = [];
  /** Bytes of all that is not answered yet. */
  #bytes = 0;
  #draining: Promise<void> | undefined;
  #isClosed = false;

  constructor(limits: GroupLimits, commit: (items: readonly Item[]) => Promise<readonly Answer[]>) {
    this.#limits = limits;
    this.#commit = commit;
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
    if (this.#limits.lingerMs > 0) await pause(this.#limits.lingerMs);
    while (this.#waiting.length > 0) await this.#commitGroup(this.#takeGroup());
    // In the same turn as the look: who comes later starts anew.
    this.#draining = undefined;
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
