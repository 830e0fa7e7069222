// SPDX-License-Identifier: Apache-2.0
/** The run: each input to batches of events, each event to matches, each match to the output and the summary. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { type LogBatch, type ReadOptions, readLog } from "@fengsui/logs";
import { describeEvent, type JsonObject, LEVELS, type Level, type LogSource } from "@fengsui/sigma";
import { type FoundFile, fileProblem } from "../find-files.ts";
import type { LoadedRules } from "../load-rules.ts";
import { Correlating } from "./correlate.ts";
import type { IndicatorMatcher } from "./indicators/match.ts";
import { SourceBytes, STANDARD_INPUT } from "./inputs.ts";
import type { MatchFormat, MatchRecord } from "./match-record.ts";
import type { Summary } from "./summary.ts";
import type { TimeRange } from "./time-range.ts";

export interface RunPlan {
  readonly files: readonly FoundFile[];
  readonly loaded: LoadedRules;
  /** Undefined: no indicators are given. */
  readonly indicators: IndicatorMatcher | undefined;
  /** Matches below are not shown; correlations may still be made of them. */
  readonly level: Level;
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

/** What matching one event needs; a worker has it, too. */
export interface Matching extends Pick<RunPlan, "indicators" | "range" | "logsource"> {
  readonly loaded: Pick<LoadedRules, "ruleset">;
  readonly summary: Summary;
  readonly correlating: Pick<Correlating, "add" | "isPartOnly">;
}

/** A plan that is under way. */
interface Run extends RunPlan {
  readonly correlating: Correlating;
}

export async function run(plan: RunPlan): Promise<void> {
  const run = { ...plan, correlating: new Correlating(plan.loaded) };
  await plan.write(plan.format?.header ?? "");
  for (const file of plan.files) {
    if (plan.signal.aborted) break;
    plan.summary.files += 1;
    await readInput(run, file);
    if (plan.signal.aborted) break;
    plan.summary.filesDone += 1;
    plan.onProgress();
  }
  await print(run, run.correlating.finish());
  if (plan.loaded.correlations.length > 0) plan.summary.correlated = run.correlating.statistics;
}

/**
 * Reads one input. When the run is interrupted its bytes end: of a pipe, which cannot be read again, what had come in
 * is still matched, and the record that was cut off is no problem of the input.
 */
async function readInput(plan: Run, file: FoundFile): Promise<void> {
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
    await print(plan, matchBatch(plan, file.path, batch));
    await print(plan, plan.correlating.workOut(isLive));
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

export function readOptions(plan: Pick<RunPlan, "maxRecordBytes">, file: FoundFile): ReadOptions {
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

export function nameOf(path: string): string {
  return path === STANDARD_INPUT ? "standard input" : path;
}

/** Prints what was found, in pieces: one huge event may match a hundred rules. */
export async function print(
  { summary, format, level, write }: Pick<RunPlan, "summary" | "format" | "level" | "write">,
  records: Iterable<MatchRecord>,
): Promise<void> {
  let text = "";
  for (const record of records) {
    if (LEVELS.indexOf(record.rule.level) < LEVELS.indexOf(level)) continue;
    summary.addMatch(record);
    if (format !== undefined) text += format.format(record);
    if (text.length < PIECE_CHARACTERS) continue;
    await write(text);
    text = "";
  }
  await write(text);
}

export function* matchBatch(
  plan: Matching,
  file: string,
  batch: Pick<LogBatch, "events" | "positions">,
): Generator<MatchRecord> {
  plan.summary.events += batch.events.length;
  for (const [index, event] of batch.events.entries())
    yield* matchEvent(plan, event, file, batch.positions[index] ?? 0);
}

function matchEvent(
  plan: Matching,
  event: JsonObject,
  file: string,
  position: number,
): readonly MatchRecord[] {
  const { time, host, logsource: recognised } = describeEvent(event);
  if (!isInRange(plan, time)) return [];
  const logsource = plan.logsource ?? recognised;
  if (logsource === undefined) plan.summary.addUnrecognised(file, position);
  // The engine recognises an event more exactly than a log source can say, so it is told only what the user says.
  const matches = plan.loaded.ruleset.match(event, plan.logsource);
  for (const match of matches) plan.correlating.add({ match, time, host, file, position });
  const found = { time, host, logsource, event, file, position };
  const records = matches
    .filter(({ rule }) => !plan.correlating.isPartOnly(rule.id))
    .map(({ rule, fields }): MatchRecord => ({ ...found, rule, fields }));
  return plan.indicators === undefined ? records : [...records, ...plan.indicators.match(found)];
}

function isInRange({ range, summary }: Matching, time: number | undefined): boolean {
  if (range.from === undefined && range.to === undefined) return true;
  if (time === undefined) {
    summary.eventsWithoutTime += 1;
    return true;
  }
  const isInside = time >= (range.from ?? -Infinity) && time <= (range.to ?? Infinity);
  if (!isInside) summary.eventsOutOfRange += 1;
  return isInside;
}
