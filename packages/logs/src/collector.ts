// SPDX-License-Identifier: Apache-2.0
/**
 * Collects what the readers find until a batch is full. Readers are synchronous: they are pushed a piece of the
 * input and add events and problems here; the caller takes batches out between pieces, so that what is held is
 * bounded by one piece and one batch.
 */
import type { JsonObject } from "./json.ts";
import {
  excerptOf,
  LOG_PROBLEMS,
  type LogProblem,
  type LogProblemCode,
  MAX_DETAILED_PROBLEMS,
} from "./problems.ts";

export interface LogBatch {
  readonly events: readonly JsonObject[];
  /** Parallel to events, from 1: the line of a text, the ordinal of a JSON value, the record number of EVTX. */
  readonly positions: readonly number[];
  readonly problems: readonly LogProblem[];
  /** All problems of this input so far, with those that are no longer listed in detail. */
  readonly problemCount: number;
  /** Bytes of the input as it came (compressed, if it is) consumed so far. */
  readonly bytesRead: number;
}

/** A batch of large records is handed over before it has its number of events. */
const MAX_BATCH_BYTES = 8 * 1024 * 1024;

export class Collector {
  readonly #batchEvents: number;
  #events: JsonObject[] = [];
  #positions: number[] = [];
  #problems: LogProblem[] = [];
  #problemCount = 0;
  #countTold = 0;
  #bytes = 0;

  constructor(batchEvents: number) {
    this.#batchEvents = batchEvents;
  }

  addEvent(event: JsonObject, position: number, bytes: number): void {
    this.#events.push(event);
    this.#positions.push(position);
    this.#bytes += bytes;
  }

  addProblem(code: LogProblemCode, message: string, position: number, text: string): void {
    this.#problemCount++;
    if (this.#problemCount > MAX_DETAILED_PROBLEMS) return;
    this.#problems.push({ code, message, hint: LOG_PROBLEMS[code].hint, position, excerpt: excerptOf(text) });
  }

  get isFull(): boolean {
    return this.#events.length >= this.#batchEvents || this.#bytes >= MAX_BATCH_BYTES;
  }

  get isEmpty(): boolean {
    return this.#events.length === 0 && this.#problems.length === 0 && this.#countTold === this.#problemCount;
  }

  get problemCount(): number {
    return this.#problemCount;
  }

  take(bytesRead: number): LogBatch {
    const problems = this.#problems;
    this.#problems = [];
    this.#countTold = this.#problemCount;
    const { events, positions } = this.#takeEvents();
    return { events, positions, problems, problemCount: this.#problemCount, bytesRead };
  }

  #takeEvents(): { events: JsonObject[]; positions: number[] } {
    if (this.#events.length > this.#batchEvents) {
      const count = this.#batchEvents;
      return { events: this.#events.splice(0, count), positions: this.#positions.splice(0, count) };
    }
    const taken = { events: this.#events, positions: this.#positions };
    this.#events = [];
    this.#positions = [];
    this.#bytes = 0;
    return taken;
  }
}
