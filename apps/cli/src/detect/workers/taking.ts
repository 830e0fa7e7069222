// SPDX-License-Identifier: Apache-2.0
/** Takes what workers found, in the order of the input, into the summary, the output and the correlations. */
import { type FoundProblems, JoinedProblems } from "@fengsui/logs";
import { type FoundFile, fileProblem } from "../../find-files.ts";
import type { Correlating } from "../correlate.ts";
import type { MatchedRule } from "../match-record.ts";
import { nameOf, print, type RunPlan } from "../run.ts";
import type { BatchResult, FiguresResult, Result, ToldError } from "./protocol.ts";

/** What is known of an input that is read in parts. */
export class Input {
  readonly file: FoundFile;
  readonly problems = new JoinedProblems();
  events = 0;
  bytes = 0;
  failure: unknown;

  constructor(file: FoundFile) {
    this.file = file;
  }
}

export type Step = { readonly input: Input } & (
  | { readonly is: "begin" }
  /** `bytes`: of the input up to the end of the share; undefined where the worker says so. */
  | { readonly is: "share"; readonly results: AsyncIterable<Result>; readonly bytes?: number }
  /** What was wrong in framing, before the next share. */
  | ({ readonly is: "problems" } & FoundProblems)
  | { readonly is: "end"; readonly failure: unknown }
);

export class Taking {
  readonly #plan: RunPlan;
  readonly #correlating: Correlating;
  /** One object for each rule, by which the summary counts. */
  readonly #rules = new Map<string, MatchedRule>();

  constructor(plan: RunPlan, correlating: Correlating) {
    this.#plan = plan;
    this.#correlating = correlating;
  }

  async step(step: Step | undefined): Promise<void> {
    const { summary, signal } = this.#plan;
    if (step === undefined || signal.aborted) return;
    const { input } = step;
    if (step.is === "begin") summary.files += 1;
    else if (step.is === "problems") this.#takeProblems(input, step);
    else if (step.is === "end") this.#end(input, step.failure);
    else {
      for await (const result of step.results) await this.#take(input, result);
      this.#count(input, step.bytes);
    }
  }

  async figures(results: AsyncIterable<Result>): Promise<void> {
    for await (const result of results) if (result.is === "figures") this.#takeFigures(result);
  }

  async #take(input: Input, result: Result): Promise<void> {
    if (this.#plan.signal.aborted || result.is === "figures") return;
    this.#count(input, result.bytes);
    if (result.is === "batch") await this.#takeBatch(input, result);
    else if (result.failure !== undefined) input.failure = errorOf(result.failure);
  }

  #count(input: Input, bytes = input.bytes): void {
    this.#plan.summary.bytes += bytes - input.bytes;
    input.bytes = bytes;
    this.#plan.onProgress();
  }

  #takeProblems({ file, problems }: Input, found: FoundProblems): void {
    const { summary } = this.#plan;
    const before = problems.count;
    for (const problem of problems.take(found)) summary.addProblem(file.path, problem);
    summary.problems += problems.count - before;
  }

  async #takeBatch(input: Input, result: BatchResult): Promise<void> {
    const { summary, write } = this.#plan;
    this.#takeProblems(input, result);
    input.events += result.events;
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
  }

  #end(input: Input, failure: unknown): void {
    const { summary, onProgress } = this.#plan;
    const isUnreadable = input.events === 0 && input.problems.count > 0;
    const reason =
      failure ?? input.failure ?? (isUnreadable ? new Error("no event could be read from it") : undefined);
    if (reason !== undefined) summary.unreadable.push(fileProblem(nameOf(input.file.path), reason));
    summary.filesDone += 1;
    onProgress();
  }

  #takeFigures({ figures }: FiguresResult): void {
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

function errorOf({ message, code }: ToldError): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}
