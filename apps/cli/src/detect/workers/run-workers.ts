// SPDX-License-Identifier: Apache-2.0
/** The run with several workers: their results are taken in the order of one, so that what is found is the same. */
import { on } from "node:events";
import { Worker } from "node:worker_threads";
import { type FoundFile, fileProblem } from "../../find-files.ts";
import { Correlating } from "../correlate.ts";
import type { FormatChoice } from "../format.ts";
import type { MatchedRule } from "../match-record.ts";
import type { DetectOptions } from "../options.ts";
import { nameOf, print, type RunPlan } from "../run.ts";
import {
  type BatchResult,
  type InputResult,
  IS_OVER,
  type LastResult,
  type Result,
  TAKEN,
  type WorkerTask,
} from "./protocol.ts";

export async function runWorkers(
  plan: RunPlan,
  options: DetectOptions,
  choice: FormatChoice | undefined,
): Promise<void> {
  const correlating = new Correlating(plan.loaded);
  const workers = new Workers(options.workers, plan.files, options, choice);
  plan.signal.addEventListener("abort", () => workers.end());
  const taking = new Taking(plan, correlating);
  try {
    await plan.write(plan.format?.header ?? "");
    for (const file of plan.files) {
      if (plan.signal.aborted) break;
      plan.summary.files += 1;
      await taking.input(file, workers);
      if (plan.signal.aborted) break;
      plan.summary.filesDone += 1;
      plan.onProgress();
    }
    if (!plan.signal.aborted) for (const last of await workers.lasts()) taking.last(last);
    await print(plan, correlating.finish());
    if (plan.loaded.correlations.length > 0) plan.summary.correlated = correlating.statistics;
  } finally {
    await workers.terminate();
  }
}

/** The results of all workers, in the order of batches. */
class Workers {
  readonly #workers: readonly Worker[];
  readonly #results: readonly AsyncIterator<unknown[]>[];
  readonly #taken = new Int32Array(new SharedArrayBuffer(8));
  #next = 0;

  constructor(
    of: number,
    files: readonly FoundFile[],
    options: DetectOptions,
    choice: FormatChoice | undefined,
  ) {
    const entry = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);
    this.#workers = Array.from({ length: of }, (_, number) => {
      const task: WorkerTask = { number, of, files, options, choice, taken: this.#taken };
      return new Worker(entry, { workerData: task });
    });
    this.#results = this.#workers.map((worker) => on(worker, "message", { close: ["exit"] }));
  }

  /** The next result, or undefined where all was ended. */
  async next(): Promise<Result | undefined> {
    const result = await this.#of(this.#next++ % this.#workers.length);
    Atomics.store(this.#taken, TAKEN, this.#next);
    Atomics.notify(this.#taken, TAKEN);
    return result;
  }

  async lasts(): Promise<readonly Result[]> {
    const lasts = await Promise.all(this.#workers.map((_, number) => this.#of(number)));
    return lasts.filter((last) => last !== undefined);
  }

  async #of(number: number): Promise<Result | undefined> {
    const { value, done } = (await this.#results[number]?.next()) ?? { value: undefined, done: true };
    if (done !== true) return readResult(value?.[0]);
    if (Atomics.load(this.#taken, IS_OVER) !== 0) return undefined;
    throw new Error("A worker ended before its work was done.");
  }

  end(): void {
    Atomics.store(this.#taken, IS_OVER, 1);
    Atomics.notify(this.#taken, TAKEN);
    void this.terminate();
  }

  async terminate(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

function isResult(value: unknown): value is Result {
  return typeof value === "object" && value !== null && "kind" in value;
}

function readResult(value: unknown): Result {
  if (isResult(value)) return value;
  throw new TypeError("A worker sent what is no result.");
}

/** Takes results into the summary, the output and the correlations. */
class Taking {
  readonly #plan: RunPlan;
  readonly #correlating: Correlating;
  /** One object for each rule, by which the summary counts. */
  readonly #rules = new Map<string, MatchedRule>();

  constructor(plan: RunPlan, correlating: Correlating) {
    this.#plan = plan;
    this.#correlating = correlating;
  }

  async input(file: FoundFile, workers: Workers): Promise<void> {
    const { summary, signal } = this.#plan;
    const before = summary.bytes;
    let problems = 0;
    for (;;) {
      const result = await workers.next();
      if (result === undefined || signal.aborted) return;
      if (result.kind === "last") throw new Error("A worker read less than the others did.");
      summary.bytes = before + result.bytes;
      if (result.kind === "input") return this.#end(file, result);
      summary.problems += result.problemCount - problems;
      problems = result.problemCount;
      await this.#batch(file.path, result);
    }
  }

  async #batch(path: string, result: BatchResult): Promise<void> {
    const { summary, write, onProgress } = this.#plan;
    for (const problem of result.problems) summary.addProblem(path, problem);
    summary.events += result.events;
    summary.eventsOutOfRange += result.eventsOutOfRange;
    summary.eventsWithoutTime += result.eventsWithoutTime;
    summary.takeUnrecognised(result.eventsUnrecognised, result.unrecognisedPlaces);
    for (const { rule, time, host } of result.matches)
      summary.addMatch({ rule: this.#one(rule), time, host });
    for (const { ruleId, fields, ...found } of result.correlated) {
      const values = new Map(fields);
      this.#correlating.add({
        ...found,
        match: { rule: { id: ruleId }, read: (field) => values.get(field) },
      });
    }
    await write(result.text);
    await print(this.#plan, this.#correlating.workOut(false));
    onProgress();
  }

  #end(file: FoundFile, { failure }: InputResult): void {
    if (failure === undefined) return;
    const error = Object.assign(
      new Error(failure.message),
      failure.code === undefined ? {} : { code: failure.code },
    );
    this.#plan.summary.unreadable.push(fileProblem(nameOf(file.path), error));
  }

  last(result: Result): void {
    if (result.kind !== "last") return;
    this.#figures(result);
  }

  #figures({ figures }: LastResult): void {
    const { loaded, summary } = this.#plan;
    for (const [number, of] of figures) {
      const rule = loaded.ruleset.rules[number];
      if (rule !== undefined) summary.addFigures(rule, of);
    }
  }

  #one(rule: MatchedRule): MatchedRule {
    const key = `${rule.file}\0${rule.id}\0${rule.title}\0${rule.level}`;
    const known = this.#rules.get(key);
    if (known !== undefined) return known;
    this.#rules.set(key, rule);
    return rule;
  }
}
