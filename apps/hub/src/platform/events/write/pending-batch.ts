// SPDX-License-Identifier: Apache-2.0
/** A batch on its way into the store: its rows are made while it grows, so that what they were made of can go. */
import type { Clock } from "../../clock.ts";
import type { Match, NewEvent } from "../event.ts";
import type { Weighed } from "./group-commit.ts";
import { type EventRows, eventRows, matchRows } from "./rows.ts";

export interface Batch {
  readonly events: readonly NewEvent[];
  readonly matches: readonly Match[];
}

export interface Appended {
  readonly stored: number;
  /** Identifiers of the events that were stored before, or stand twice in what was given. */
  readonly duplicates: readonly string[];
}

export interface MatchRows extends Weighed {
  readonly pieces: readonly Buffer[];
}

export interface EventPieces extends Weighed {
  readonly pieces: readonly EventRows[];
}

export interface PendingBatchParts {
  readonly clock: Clock;
  readonly store: (events: EventPieces, matches: MatchRows) => Promise<Appended>;
  /** It is on its way to be stored, or never will be. */
  readonly onReady: () => void;
}

/** Others wait a moment for it to be stored with them, so it is disposed of where it will not be. */
export class PendingBatch implements Disposable {
  readonly #parts: PendingBatchParts;
  readonly #events: EventRows[] = [];
  readonly #matches: Buffer[] = [];
  #matchCount = 0;
  #isReady = false;

  constructor(parts: PendingBatchParts) {
    this.#parts = parts;
  }

  add({ events, matches }: Batch): void {
    const now = this.#parts.clock.now().getTime();
    if (events.length > 0) this.#events.push(eventRows(events, now));
    if (matches.length > 0) this.#matches.push(matchRows(matches, now));
    this.#matchCount += matches.length;
  }

  /** Resolves when all of it is durable. Rejects with `events.busy` and the like when it is to be sent again. */
  async store(): Promise<Appended> {
    const events = {
      pieces: this.#events,
      rowCount: this.#events.reduce((sum, { ids }) => sum + ids.length, 0),
      bytes: this.#events.reduce((sum, { bytes }) => sum + bytes.length, 0),
    };
    const matches = {
      pieces: this.#matches,
      rowCount: this.#matchCount,
      bytes: this.#matches.reduce((sum, { length }) => sum + length, 0),
    };
    this[Symbol.dispose]();
    return await this.#parts.store(events, matches);
  }

  [Symbol.dispose](): void {
    if (!this.#isReady) this.#parts.onReady();
    this.#isReady = true;
  }
}
