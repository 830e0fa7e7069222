// SPDX-License-Identifier: Apache-2.0
/** `fengsui rules check`: what is wrong with rule files, where, and how to mend it. */
import { type Diagnostic, linesOf, renderDiagnostic } from "@fengsui/sigma";
import { toSafeJson } from "../detect/output/json.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatNumberOf } from "../format-figures.ts";
import { loadPipelines, type PipelineOptions } from "../load-pipelines.ts";
import { type LoadedRules, loadRules, noRuleFileError } from "../load-rules.ts";
import { Output } from "../output.ts";
import { renderError } from "../report-error.ts";
import { readRuleText } from "../rule-text.ts";
import { escapeControls, maskControls } from "../terminal.ts";

export interface CheckOptions extends PipelineOptions {
  readonly format: "text" | "json";
  readonly lint?: boolean;
}

interface Counts {
  readonly files: number;
  readonly rules: number;
  readonly correlations: number;
  readonly errors: number;
  readonly warnings: number;
}

export async function checkRules(paths: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const loaded = loadRules(paths, { ...loadPipelines(options), lint: options.lint === true });
  if (loaded.files.length === 0) throw noRuleFileError(paths, loaded.problems);
  const counts: Counts = {
    files: loaded.files.length,
    rules: loaded.ruleset.rules.length,
    correlations: loaded.correlations.length,
    errors: loaded.diagnostics.filter(({ severity }) => severity === "error").length,
    warnings: loaded.diagnostics.filter(({ severity }) => severity === "warning").length,
  };
  const output = Output.standard();
  if (options.format === "json") await output.write(renderJson(loaded, counts));
  else for (const text of renderText(loaded, counts)) await output.write(text);
  await output.close();
  if (loaded.problems.length > 0) return EXIT.partial;
  return counts.errors > 0 ? EXIT.found : EXIT.ok;
}

function renderJson(loaded: LoadedRules, counts: Counts): string {
  const unreadable = loaded.problems.map(({ code, detail, hint }) => ({ code, detail, hint }));
  return `${toSafeJson({ ...counts, diagnostics: loaded.diagnostics, unreadable }, 2)}\n`;
}

function* renderText(loaded: LoadedRules, counts: Counts): Generator<string> {
  let source: { readonly file: string; readonly lines: readonly string[] | undefined } | undefined;
  for (const diagnostic of loaded.diagnostics) {
    if (source?.file !== diagnostic.file) source = { file: diagnostic.file, lines: sourceOf(diagnostic) };
    yield `${renderDiagnostic(escapeDiagnostic(diagnostic), source.lines)}\n\n`;
  }
  for (const problem of loaded.problems) yield `${renderError(problem)}\n`;
  const parts = [
    formatNumberOf(counts.files, "file"),
    formatNumberOf(counts.rules, "rule"),
    ...(counts.correlations === 0 ? [] : [formatNumberOf(counts.correlations, "correlation")]),
    formatNumberOf(counts.errors, "error"),
    formatNumberOf(counts.warnings, "warning"),
  ];
  if (loaded.problems.length > 0) parts.push(`${loaded.problems.length} unreadable`);
  yield `${parts.join(", ")}\n`;
}

/** The lines to show the place in, harmless for a terminal and with their columns where they were. */
function sourceOf({ file, span }: Diagnostic): readonly string[] | undefined {
  if (span === undefined) return undefined;
  try {
    const read = readRuleText(file);
    return "text" in read ? linesOf(maskControls(read.text)) : undefined;
  } catch {
    return undefined; // it went away since it was checked: the diagnostic is shown without its line
  }
}

function escapeDiagnostic(diagnostic: Diagnostic): Diagnostic {
  const { file, message, hint } = diagnostic;
  return {
    ...diagnostic,
    file: escapeControls(file),
    message: escapeControls(message),
    hint: escapeControls(hint),
  };
}
