// SPDX-License-Identifier: Apache-2.0
/** Threads that compare both matchers on the corpus, kept over all tests of a file. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Comparison, Share } from "./compare-worker.ts";

const MAX_THREADS = 4;
/** Fewer events than this are not worth a second thread, which must first read all rules. */
const EVENTS_PER_THREAD = 1_000;

export class Comparers implements AsyncDisposable {
  readonly #workers: Worker[] = [];

  /** One part of `parts` of the events of a file; all parts together are all of them. */
  async compare(
    folder: string,
    name: string,
    events: number,
    part: number,
    parts: number,
  ): Promise<Comparison> {
    const threads = Math.min(MAX_THREADS, availableParallelism(), Math.ceil(events / EVENTS_PER_THREAD));
    const compared = await Promise.all(
      Array.from({ length: threads }, (_, thread) =>
        ask(this.#worker(folder, thread), { name, share: thread * parts + part, shares: parts * threads }),
      ),
    );
    return {
      events: compared.reduce((sum, one) => sum + one.events, 0),
      matches: compared.reduce((sum, one) => sum + one.matches, 0),
      differences: compared.flatMap(({ differences }) => differences),
    };
  }

  #worker(folder: string, thread: number): Worker {
    this.#workers[thread] ??= new Worker(new URL("./compare-worker.ts", import.meta.url), {
      workerData: folder,
    });
    return this.#workers[thread];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }
}

function ask(worker: Worker, share: Share): Promise<Comparison> {
  const { promise, resolve, reject } = Promise.withResolvers<Comparison>();
  worker.once("message", resolve);
  worker.once("error", reject);
  worker.postMessage(share);
  return promise.finally(() => worker.off("error", reject));
}
