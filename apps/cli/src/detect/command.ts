// SPDX-License-Identifier: Apache-2.0
/** `fengsui detect`: log files and Sigma rules in, matches and a summary out, without a server. */
import { FengsuiError } from "@fengsui/contract";
import { type Environment, readEnvironment } from "../environment.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { realPathOf } from "../find-files.ts";
import { Interruption } from "../interruption.ts";
import type { LoadedRules } from "../load-rules.ts";
import { Output } from "../output.ts";
import { type FormatChoice, makeFormat } from "./format.ts";
import { findInputs, type Inputs } from "./inputs.ts";
import { loadIndicators, requireRules } from "./load.ts";
import { type DetectOptions, isSummaryOnly, requireConsistent } from "./options.ts";
import type { TableOptions } from "./output/table.ts";
import { noProgress, type Progress, startProgress } from "./progress.ts";
import { type RunPlan, run } from "./run.ts";
import { Summary } from "./summary.ts";
import { renderSummaryJson } from "./summary-json.ts";
import { type RunFacts, renderSummary } from "./summary-text.ts";
import { runWorkers } from "./workers/run-workers.ts";

/** Where the output is no terminal: room for a long rule title, a host and a short command line. */
const WIDTH_WITHOUT_TERMINAL = 160;
const WIDTH_OF_UNKNOWN_TERMINAL = 80;

export async function detect(paths: readonly string[], options: DetectOptions): Promise<ExitCode> {
  requireConsistent(options);
  const environment = readEnvironment();
  const inputs = findInputs(paths);
  const loaded = requireRules(options);
  const indicators = await loadIndicators(options);
  requireOwnOutput(options.output, [...inputs.files.map((file) => file.path), ...readFiles(options, loaded)]);
  const output = options.output === undefined ? Output.standard() : await Output.file(options.output);
  const summary = new Summary();
  summary.unreadable.push(...loaded.problems, ...inputs.problems);

  using interruption = new Interruption();
  const progress = chooseProgress(options, environment, summary, inputs);
  interruption.signal.addEventListener("abort", () => {
    progress.stop();
    process.stderr.write("Interrupted: ending with what was found. Once more ends at once.\n");
  });
  const started = performance.now();
  const choice = chooseFormat(options, output, environment);
  try {
    const plan: RunPlan = {
      files: inputs.files,
      loaded,
      indicators,
      level: options.level,
      range: { from: options.from, to: options.to },
      logsource: options.logsource,
      maxRecordBytes: options.maxRecord,
      format: choice === undefined ? undefined : makeFormat(choice),
      write: (text) => print(text, output, progress),
      onProgress: progress.update,
      signal: interruption.signal,
      summary,
    };
    if (isForWorkers(options, inputs)) await runWorkers(plan, options, choice);
    else await run(plan);
  } finally {
    progress.stop();
  }
  const seconds = (performance.now() - started) / 1000;
  const facts = {
    loaded,
    seconds,
    isInterrupted: interruption.exitCode !== undefined,
    hasProfile: options.profile,
    indicators: indicators?.list,
    byTime: options.summary,
  };
  await printSummary(summary, facts, { options, output, environment });
  await output.close();
  return interruption.exitCode ?? exitCodeOf(summary);
}

/** What can be read once only is read by one. */
function isForWorkers({ workers }: DetectOptions, { files }: Inputs): boolean {
  return workers > 1 && files.every(({ size }) => size !== undefined);
}

function readFiles(options: DetectOptions, loaded: LoadedRules): readonly string[] {
  return [
    ...loaded.files,
    ...options.pipeline,
    ...options.placeholders,
    ...options.indicators,
    ...options.warninglist,
  ];
}

/** An output that is also an input would be emptied before it is read. */
function requireOwnOutput(path: string | undefined, inputs: readonly string[]): void {
  const real = path === undefined ? undefined : existingPath(path);
  if (real === undefined || !inputs.some((input) => existingPath(input) === real)) return;
  throw new FengsuiError("output.would_overwrite", `${path} is one of the files to be read`);
}

function existingPath(path: string): string | undefined {
  try {
    return realPathOf(path);
  } catch {
    return undefined; // it does not exist, so it cannot be the same file
  }
}

function chooseFormat(
  options: DetectOptions,
  output: Output,
  environment: Environment,
): FormatChoice | undefined {
  if (isSummaryOnly(options)) return undefined;
  const terminal = output.isTerminal ? process.stdout : undefined;
  return { format: options.format, table: tableOptionsOf(terminal, environment) };
}

function tableOptionsOf(terminal: NodeJS.WriteStream | undefined, environment: Environment): TableOptions {
  if (terminal === undefined) return { width: WIDTH_WITHOUT_TERMINAL, isTerminal: false, hasColour: false };
  const width = terminal.columns > 0 ? terminal.columns : WIDTH_OF_UNKNOWN_TERMINAL;
  return { width, isTerminal: true, hasColour: environment.allowsColour };
}

function chooseProgress(
  options: DetectOptions,
  environment: Environment,
  summary: Summary,
  inputs: Inputs,
): Progress {
  if (!options.progress || !process.stderr.isTTY || !environment.allowsProgress) return noProgress;
  return startProgress(summary, { files: inputs.files.length, bytes: inputs.totalBytes });
}

async function print(text: string, output: Output, progress: Progress): Promise<void> {
  if (text === "") return;
  if (output.isTerminal) await progress.aside(() => output.write(text));
  else await output.write(text);
}

interface Where {
  readonly options: DetectOptions;
  readonly output: Output;
  readonly environment: Environment;
}

/** To the output where it is what was asked for, or belongs to the table; else to standard error. */
async function printSummary(summary: Summary, facts: RunFacts, where: Where): Promise<void> {
  const { options, output, environment } = where;
  const isAskedFor = isSummaryOnly(options);
  if (isAskedFor && options.format === "json") {
    await output.write(renderSummaryJson(summary, facts));
  } else if (isAskedFor || (options.format === "table" && options.output === undefined)) {
    const terminal = output.isTerminal ? process.stdout : undefined;
    await output.write(renderSummary(summary, facts, tableOptionsOf(terminal, environment)));
  } else {
    const terminal = process.stderr.isTTY ? process.stderr : undefined;
    process.stderr.write(renderSummary(summary, facts, tableOptionsOf(terminal, environment)));
  }
}

function exitCodeOf(summary: Summary): ExitCode {
  if (summary.unreadable.length > 0) return EXIT.partial;
  return summary.matches > 0 ? EXIT.found : EXIT.ok;
}
