// SPDX-License-Identifier: Apache-2.0
/** The workers: each does its shares one after the other, and the results of each share come as a stream of their own. */
import { ReadableStream, type ReadableStreamDefaultController } from "node:stream/web";
import { Worker } from "node:worker_threads";
import type { Result, Share, Told, WorkerTask } from "./protocol.ts";

/** A whole file may be large: whoever has one gets nothing else while others have less. */
const WEIGHT_OF_WHOLE = 8;

export class Pool {
  readonly members: readonly Member[];

  constructor(size: number, task: Omit<WorkerTask, "number" | "held">) {
    const held = new Int32Array(new SharedArrayBuffer(size * Int32Array.BYTES_PER_ELEMENT));
    this.members = Array.from({ length: size }, (_, number) => new Member({ ...task, number, held }));
  }

  get idlest(): Member {
    return this.members.reduce((least, other) => (other.load < least.load ? other : least));
  }

  async end(): Promise<void> {
    await Promise.all(this.members.map((member) => member.end()));
  }
}

interface Open {
  readonly results: ReadableStreamDefaultController<Result>;
  readonly weight: number;
}

export class Member {
  readonly #worker: Worker;
  readonly #task: WorkerTask;
  /** Shares that are not done, in their order. */
  readonly #open: Open[] = [];
  #failure: Error | undefined;
  #isEnding = false;

  constructor(task: WorkerTask) {
    this.#task = task;
    const entry = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);
    this.#worker = new Worker(entry, { workerData: task });
    this.#worker.on("message", (told: Told) => {
      if (told === undefined) this.#open.shift()?.results.close();
      else this.#open[0]?.results.enqueue(told);
    });
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error("A worker ended before its work was done.")));
  }

  get load(): number {
    return this.#open.reduce((sum, { weight }) => sum + weight, 0);
  }

  give(share: Share): AsyncIterable<Result> {
    const results = new ReadableStream<Result>({ start: (controller) => this.#begin(share, controller) });
    return this.#take(results);
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#worker.terminate();
  }

  #begin(share: Share, results: ReadableStreamDefaultController<Result>): void {
    if (this.#failure !== undefined) {
      this.#close(results, this.#failure);
      return;
    }
    this.#open.push({ results, weight: share.is === "whole" ? WEIGHT_OF_WHOLE : 1 });
    this.#worker.postMessage(share, share.is === "stretch" ? [share.stretch.bytes.buffer] : []);
  }

  async *#take(results: ReadableStream<Result>): AsyncGenerator<Result> {
    const { held, number } = this.#task;
    // Whoever takes no more may leave while the worker is still telling.
    for await (const result of results.values({ preventCancel: true })) {
      if (result.is === "batch") {
        Atomics.sub(held, number, result.weight);
        Atomics.notify(held, number);
      }
      yield result;
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { results } of this.#open.splice(0)) this.#close(results, this.#failure);
  }

  #close(results: ReadableStreamDefaultController<Result>, failure: Error): void {
    if (this.#isEnding) results.close();
    else results.error(failure);
  }
}
