// SPDX-License-Identifier: Apache-2.0
/** The run: each input to batches of events, each event to matches, each match to the output and the summary. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { type LogBatch, type ReadOptions, readLog } from "@fengsui/logs";
import { describeEvent, type JsonObject, type LogSource, type Ruleset } from "@fengsui/sigma";
import { type FoundFile, fileProblem } from "../find-files.ts";
import { SourceBytes, STANDARD_INPUT } from "./inputs.ts";
import type { MatchFormat, MatchRecord } from "./match-record.ts";
import type { Summary } from "./summary.ts";
import type { TimeRange } from "./time-range.ts";

export interface RunPlan {
  readonly files: readonly FoundFile[];
  readonly ruleset: Ruleset;
  readonly range: TimeRange;
  /** What every event is taken to be from, instead of what it looks like. */
  readonly logsource: LogSource | undefined;
  readonly maxRecordBytes: number | undefined;
  /** Undefined: matches are counted and not printed. */
  readonly format: MatchFormat | undefined;
  readonly write: (text: string) => Promise<void>;
  readonly onProgress: () => void;
  readonly signal: AbortSignal;
  readonly summary: Summary;
}

const TURN_MS = 50;
const PIECE_CHARACTERS = 1024 * 1024;

export async function run(plan: RunPlan): Promise<void> {
  await plan.write(plan.format?.header ?? "");
  for (const file of plan.files) {
    if (plan.signal.aborted) return;
    plan.summary.files += 1;
    await readInput(plan, file);
    plan.summary.filesDone += 1;
    plan.onProgress();
  }
}

/**
 * Reads one input. When the run is interrupted its bytes end: of a pipe, which cannot be read again, what had come in
 * is still matched, and the record that was cut off is no problem of the input.
 */
async function readInput(plan: RunPlan, file: FoundFile): Promise<void> {
  const { summary, signal } = plan;
  const bytes = new SourceBytes(file, signal, (byteCount) => {
    summary.bytes += byteCount;
  });
  const isLive = file.size === undefined;
  const turns = new Turns();
  const seen: Seen = { events: 0, problems: 0 };
  for await (const batch of readLog(bytes, readOptions(plan, file))) {
    if (signal.aborted && !isLive) break;
    if (!signal.aborted) countProblems(summary, file.path, batch, seen);
    seen.events += batch.events.length;
    await matchBatch(plan, file.path, batch);
    plan.onProgress();
    await turns.pass();
  }
  if (signal.aborted) return;
  const isUnreadable = seen.events === 0 && seen.problems > 0;
  const failure = bytes.failure ?? (isUnreadable ? new Error("no event could be read from it") : undefined);
  if (failure !== undefined) summary.unreadable.push(fileProblem(nameOf(file.path), failure));
}

/** What was seen of one input. */
interface Seen {
  events: number;
  problems: number;
}

function readOptions(plan: RunPlan, file: FoundFile): ReadOptions {
  return {
    now: file.modified ?? Date.now(),
    ...(plan.maxRecordBytes === undefined ? {} : { maxRecordBytes: plan.maxRecordBytes }),
    // What a pipe brings is shown when it comes, and not when a batch is full.
    ...(file.size === undefined ? { batchEvents: 1 } : {}),
  };
}

function countProblems(summary: Summary, file: string, batch: LogBatch, seen: Seen): void {
  summary.problems += batch.problemCount - seen.problems;
  seen.problems = batch.problemCount;
  for (const problem of batch.problems) summary.addProblem(file, problem);
}

/** Gives the event loop, and so signals and the progress bar, a turn now and then. */
class Turns {
  #last = performance.now();

  async pass(): Promise<void> {
    if (performance.now() - this.#last < TURN_MS) return;
    await nextTurn();
    this.#last = performance.now();
  }
}

function nameOf(path: string): string {
  return path === STANDARD_INPUT ? "standard input" : path;
}

/** Matches a batch and prints what was found, in pieces: one huge event may match a hundred rules. */
async function matchBatch(plan: RunPlan, file: string, batch: LogBatch): Promise<void> {
  const { summary, format } = plan;
  let text = "";
  summary.events += batch.events.length;
  for (const [index, event] of batch.events.entries()) {
    for (const record of matchEvent(plan, event, file, batch.positions[index] ?? 0)) {
      summary.addMatch(record);
      if (format !== undefined) text += format.format(record);
      if (text.length < PIECE_CHARACTERS) continue;
      await plan.write(text);
      text = "";
    }
  }
  await plan.write(text);
}

function matchEvent(
  plan: RunPlan,
  event: JsonObject,
  file: string,
  position: number,
): readonly MatchRecord[] {
  const { time, host, logsource: recognised } = describeEvent(event);
  if (!isInRange(plan, time)) return [];
  const logsource = plan.logsource ?? recognised;
  if (logsource === undefined) plan.summary.addUnrecognised(file, position);
  // The engine recognises an event more exactly than a log source can say, so it is told only what the user says.
  const matches = plan.ruleset.match(event, plan.logsource);
  return matches.map(({ rule, fields }) => ({ time, host, logsource, rule, fields, event, file, position }));
}

function isInRange({ range, summary }: RunPlan, time: number | undefined): boolean {
  if (range.from === undefined && range.to === undefined) return true;
  if (time === undefined) {
    summary.eventsWithoutTime += 1;
    return true;
  }
  const isInside = time >= (range.from ?? -Infinity) && time <= (range.to ?? Infinity);
  if (!isInside) summary.eventsOutOfRange += 1;
  return isInside;
}
