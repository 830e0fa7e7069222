// SPDX-License-Identifier: Apache-2.0
/** A worker: reads all inputs, matches the batches that are its own, and sends what the main thread needs of them. */
import { parentPort, workerData } from "node:worker_threads";
import { type LogBatch, readLog } from "@fengsui/logs";
import { LEVELS } from "@fengsui/sigma";
import type { FoundFile } from "../../find-files.ts";
import { Correlating, type FoundMatch } from "../correlate.ts";
import { makeFormat } from "../format.ts";
import { SourceBytes } from "../inputs.ts";
import { loadIndicators, requireRules } from "../load.ts";
import type { MatchFormat } from "../match-record.ts";
import { type Matching, matchBatch, readOptions } from "../run.ts";
import { Summary } from "../summary.ts";
import {
  type CorrelatedMatch,
  type CountedMatch,
  IS_OVER,
  MAX_AHEAD,
  type Result,
  TAKEN,
  type WorkerTask,
} from "./protocol.ts";

const task: WorkerTask = workerData;
const { options } = task;
const loaded = requireRules(options);
const indicators = await loadIndicators(options);
const format: MatchFormat | undefined = task.choice === undefined ? undefined : makeFormat(task.choice);
const correlating = new Correlating(loaded);
let next = 0;

function post(result: Result): void {
  parentPort?.postMessage(result);
}

/** Whether the next batch, or end of an input, is this worker's; waits where it is too far ahead. */
function isMine(): boolean {
  const number = next++;
  for (;;) {
    const taken = Atomics.load(task.taken, TAKEN);
    if (number - taken < MAX_AHEAD * task.of || isOver()) break;
    Atomics.wait(task.taken, TAKEN, taken);
  }
  return number % task.of === task.number;
}

function isOver(): boolean {
  return Atomics.load(task.taken, IS_OVER) !== 0;
}

async function readInput(file: FoundFile): Promise<void> {
  let byteCount = 0;
  const bytes = new SourceBytes(file, new AbortController().signal, (count) => {
    byteCount += count;
  });
  const seen = { events: 0, problems: 0 };
  for await (const batch of readLog(bytes, readOptions({ maxRecordBytes: options.maxRecord }, file))) {
    if (isOver()) return;
    seen.events += batch.events.length;
    seen.problems = batch.problemCount;
    if (isMine()) post(matched(batch, file.path, byteCount));
  }
  const isUnreadable = seen.events === 0 && seen.problems > 0;
  const failure = bytes.failure ?? (isUnreadable ? new Error("no event could be read from it") : undefined);
  if (isMine())
    post({ kind: "input", bytes: byteCount, failure: failure === undefined ? undefined : told(failure) });
}

function matched(batch: LogBatch, file: string, bytes: number): Result {
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
  const { problems, problemCount } = batch;
  return {
    kind: "batch",
    ...{ text, matches, correlated, problems, problemCount, bytes },
    ...{ events, eventsOutOfRange, eventsWithoutTime, eventsUnrecognised, unrecognisedPlaces },
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

function told(error: unknown): { readonly message: string; readonly code: string | undefined } {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  return { message, code };
}

for (const file of task.files) if (!isOver()) await readInput(file);
const numbers = new Map(loaded.ruleset.rules.map((rule, number) => [rule, number]));
post({
  kind: "last",
  figures: [...loaded.ruleset.figures()].flatMap(([rule, figures]) => {
    const number = numbers.get(rule);
    return number === undefined ? [] : [[number, figures] as const];
  }),
});
