// SPDX-License-Identifier: Apache-2.0
/** `fengsui explain`: for one event, which parts of a rule are true of it and which are not. */
import { FengsuiError } from "@fengsui/contract";
import { type LogProblem, readLog } from "@fengsui/logs";
import { type Explanation, explain, type JsonObject, type LogSource, type SigmaRule } from "@fengsui/sigma";
import { findInputs, SourceBytes } from "../detect/inputs.ts";
import { toSafeJson } from "../detect/output/json.ts";
import { readEnvironment } from "../environment.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { fileProblem } from "../find-files.ts";
import { type LoadedPipelines, type PipelineOptions, requirePipelines } from "../load-pipelines.ts";
import { loadRules, noRuleFileError } from "../load-rules.ts";
import { Output } from "../output.ts";
import { renderExplanation } from "./tree.ts";

export interface ExplainOptions extends PipelineOptions {
  readonly rule: readonly string[];
  readonly format: "text" | "json";
  readonly position?: number;
  readonly logsource?: LogSource;
}

export interface ExplainedRule {
  readonly rule: SigmaRule;
  readonly explanation: Explanation;
}

export async function explainRules(path: string, options: ExplainOptions): Promise<ExitCode> {
  const rules = requireRules(options.rule, requirePipelines(options));
  const event = await findEvent(path, options.position);
  const explained = rules.map((rule) => ({ rule, explanation: explain(rule, event, options.logsource) }));
  const output = Output.standard();
  const hasColour = output.isTerminal && readEnvironment().allowsColour;
  for (const one of explained)
    await output.write(options.format === "json" ? toLine(one) : `${renderExplanation(one, hasColour)}\n`);
  await output.close();
  return explained.some(({ explanation }) => explanation.matched) ? EXIT.found : EXIT.ok;
}

function requireRules(paths: readonly string[], through: LoadedPipelines): readonly SigmaRule[] {
  if (paths.length === 0)
    throw new FengsuiError("usage.invalid", "no rule is given", { hint: "Name a rule file with --rule." });
  const loaded = loadRules(paths, through);
  if (loaded.files.length === 0) throw noRuleFileError(paths, loaded.problems);
  if (loaded.ruleset.rules.length > 0) return loaded.ruleset.rules;
  throw new FengsuiError("rules.none_usable", `no rule in ${paths.join(", ")} is valid`);
}

/** The event at a position as `detect` prints it, or the first. */
async function findEvent(path: string, position: number | undefined): Promise<JsonObject> {
  const inputs = findInputs([path]);
  const [file] = inputs.files;
  if (file === undefined || inputs.files.length > 1)
    throw new FengsuiError("usage.invalid", `${path} is not one file`, {
      hint: "Name the file that holds the event, or - for standard input.",
    });
  const bytes = new SourceBytes(file, new AbortController().signal, () => undefined);
  let problem: LogProblem | undefined;
  for await (const batch of readLog(bytes, { now: Date.now() })) {
    problem ??= batch.problems[0];
    const at = position === undefined ? 0 : batch.positions.indexOf(position);
    const event = at < 0 ? undefined : batch.events[at];
    if (event !== undefined) return event;
  }
  if (bytes.failure !== undefined) throw fileProblem(path, bytes.failure);
  const wanted = position === undefined ? "no event" : `no event at position ${position}`;
  throw new FengsuiError(
    "input.none",
    `there is ${wanted} in ${path}${problem === undefined ? "" : `: ${problem.message}`}`,
  );
}

function toLine({ rule, explanation }: ExplainedRule): string {
  const { id, title, file, level } = rule;
  return `${toSafeJson({ rule: { id, title, file, level }, ...explanation })}\n`;
}
