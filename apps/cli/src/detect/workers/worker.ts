// SPDX-License-Identifier: Apache-2.0
/** A worker: reads and matches the shares that it is given, and sends what the main thread needs of them. */
import { parentPort, workerData } from "node:worker_threads";
import { type FoundProblems, readLog, type StretchBatch, StretchReader } from "@fengsui/logs";
import { compileRules, LEVELS } from "@fengsui/sigma";
import type { FoundFile } from "../../find-files.ts";
import { Correlating, type FoundMatch } from "../correlate.ts";
import { makeFormat } from "../format.ts";
import { SourceBytes } from "../inputs.ts";
import { loadIndicators, requireRules } from "../load.ts";
import type { MatchFormat } from "../match-record.ts";
import { type Matching, matchBatch, readOptions } from "../run.ts";
import { Summary } from "../summary.ts";
import {
  type BatchResult,
  type CorrelatedMatch,
  type CountedMatch,
  MAX_HELD,
  type Share,
  type Told,
  type ToldError,
  type WorkerTask,
} from "./protocol.ts";

/** What is held of a result beside its text, and of each thing in it. */
const WEIGHT_OF_ITEM = 256;

const task: WorkerTask = workerData;
const { options, rules } = task;
const loaded =
  rules === undefined
    ? requireRules(options)
    : { ruleset: compileRules(rules.rules), correlations: rules.correlations };
const indicators = await loadIndicators(options);
const format: MatchFormat | undefined = task.choice === undefined ? undefined : makeFormat(task.choice);
const correlating = new Correlating(loaded);
const limits = { maxRecordBytes: options.maxRecord };
/** The reader of the stretches of one input, in which some may belong together. */
let stretches: { readonly path: string; readonly reader: StretchReader } | undefined;

let work = Promise.resolve();
parentPort?.on("message", (share: Share) => {
  work = work.then(() => doShare(share));
});

function post(told: Told): void {
  parentPort?.postMessage(told);
}

async function doShare(share: Share): Promise<void> {
  if (share.is === "figures") postFigures();
  else if (share.is === "whole") await readWhole(share.file);
  else {
    const reader = readerOf(share.file);
    for (const batch of reader.read(share.stretch)) postMatched(batch, share.file.path);
  }
  post(undefined);
}

function readerOf(file: FoundFile): StretchReader {
  if (stretches?.path !== file.path)
    stretches = { path: file.path, reader: new StretchReader(readOptions(limits, file)) };
  return stretches.reader;
}

async function readWhole(file: FoundFile): Promise<void> {
  let byteCount = 0;
  const bytes = new SourceBytes(file, new AbortController().signal, (count) => {
    byteCount += count;
  });
  let problemsTold = 0;
  for await (const { problemCount, ...batch } of readLog(bytes, readOptions(limits, file))) {
    const found = { problemCount: problemCount - problemsTold, toldOnce: [] };
    problemsTold = problemCount;
    postMatched({ ...batch, ...found }, file.path, byteCount);
  }
  post({
    is: "end",
    bytes: byteCount,
    failure: bytes.failure === undefined ? undefined : told(bytes.failure),
  });
}

/** Posts what was found, and waits while the main thread has too much of it. */
function postMatched(batch: StretchBatch, file: string, bytes?: number): void {
  const { held, number } = task;
  const result = matched(batch, file, bytes);
  Atomics.add(held, number, result.weight);
  post(result);
  for (;;) {
    const weight = Atomics.load(held, number);
    if (weight <= MAX_HELD) return;
    Atomics.wait(held, number, weight);
  }
}

function matched(batch: StretchBatch, file: string, bytes: number | undefined): BatchResult {
  const summary = new Summary();
  const correlated: CorrelatedMatch[] = [];
  const plan: Matching = {
    loaded,
    indicators,
    range: { from: options.from, to: options.to },
    logsource: options.logsource,
    summary,
    correlating: {
      isPartOnly: (id) => correlating.isPartOnly(id),
      add: (found) => {
        const wanted = toCorrelated(found);
        if (wanted !== undefined) correlated.push(wanted);
      },
    },
  };
  const matches: CountedMatch[] = [];
  let text = "";
  for (const record of matchBatch(plan, file, batch)) {
    if (LEVELS.indexOf(record.rule.level) < LEVELS.indexOf(options.level)) continue;
    if (format !== undefined) text += format.format(record);
    const { id, title, level, file: ruleFile, tags, techniques } = record.rule;
    const rule = { id, title, level, file: ruleFile, tags, techniques };
    matches.push({ rule, time: record.time, host: record.host });
  }
  const { events, eventsOutOfRange, eventsWithoutTime, eventsUnrecognised, unrecognisedPlaces } = summary;
  const { problems, problemCount, toldOnce }: FoundProblems = batch;
  const items = 1 + matches.length + correlated.length + problems.length;
  return {
    is: "batch",
    ...{ text, matches, correlated, problems, problemCount, toldOnce, bytes },
    ...{ events, eventsOutOfRange, eventsWithoutTime, eventsUnrecognised, unrecognisedPlaces },
    weight: text.length + items * WEIGHT_OF_ITEM,
  };
}

function toCorrelated({
  match: { rule, read },
  time,
  host,
  file,
  position,
}: FoundMatch): CorrelatedMatch | undefined {
  const fields = correlating.fieldsOf(rule.id);
  if (fields === undefined) return undefined;
  return { ruleId: rule.id, time, host, file, position, fields: fields.map((field) => [field, read(field)]) };
}

function told(error: unknown): ToldError {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  return { message, code };
}

function postFigures(): void {
  const numbers = new Map(loaded.ruleset.rules.map((rule, number) => [rule, number]));
  const figures = [...loaded.ruleset.figures()].flatMap(([rule, of]) => {
    const number = numbers.get(rule);
    return number === undefined ? [] : [[number, of] as const];
  });
  post({ is: "figures", figures });
}
