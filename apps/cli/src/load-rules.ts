// SPDX-License-Identifier: Apache-2.0
/** Rule files from disk to a compiled ruleset, with everything that was wrong with them. */
import { FengsuiError } from "@fengsui/contract";
import {
  applyFilters,
  type Correlation,
  Correlator,
  compileRules,
  DIAGNOSTICS,
  type Diagnostic,
  type Filter,
  LEVELS,
  type Level,
  type ParseOptions,
  parseRules,
  type Ruleset,
  type SigmaRule,
} from "@fengsui/sigma";
import { fileProblem, findFiles } from "./find-files.ts";
import type { LoadedPipelines } from "./load-pipelines.ts";
import { readRuleText } from "./rule-text.ts";

export interface LoadedRules {
  /** The files that were looked at. */
  readonly files: readonly string[];
  readonly ruleset: Ruleset;
  readonly correlations: readonly Correlation[];
  /** How many of the files hold no rule that could be used. */
  readonly rejectedFiles: number;
  /** In the order of the files; of each, from top to bottom. */
  readonly diagnostics: readonly Diagnostic[];
  /** Files and folders that the operating system did not let us read. */
  readonly problems: readonly FengsuiError[];
}

/** Loads the rules of the files and folders; with `minimumLevel`, those that can make a match of that level or above. */
export function loadRules(
  paths: readonly string[],
  through: LoadedPipelines,
  minimumLevel: Level = "informational",
): LoadedRules {
  const found = findFiles(paths, (name) => /\.ya?ml$/i.test(name));
  const files = found.files.map((file) => file.path);
  const parsed = parseFiles(files, through);
  const filtered = applyFilters(parsed.rules, parsed.filters);
  const correlator = new Correlator(parsed.correlations, filtered.rules);
  const isOfLevel = ({ level }: SigmaRule) => LEVELS.indexOf(level) >= LEVELS.indexOf(minimumLevel);
  const ruleset = compileRules(
    filtered.rules.filter((rule) => isOfLevel(rule) || correlator.watches(rule.id)),
  );
  const diagnostics = [through, parsed, filtered, correlator, ruleset].flatMap((part) => part.diagnostics);
  return {
    files,
    ruleset,
    correlations: parsed.correlations,
    rejectedFiles: parsed.rejectedFiles,
    diagnostics: sortDiagnostics(diagnostics, [...through.files, ...files]),
    problems: [...found.problems, ...parsed.problems],
  };
}

function parseFiles(files: readonly string[], options: ParseOptions) {
  const rules: SigmaRule[] = [];
  const correlations: Correlation[] = [];
  const filters: Filter[] = [];
  const diagnostics: Diagnostic[] = [];
  const problems: FengsuiError[] = [];
  let rejectedFiles = 0;
  for (const path of files) {
    try {
      const parsed = parseRuleFile(path, options);
      for (const rule of parsed.rules) rules.push(rule);
      for (const correlation of parsed.correlations) correlations.push(correlation);
      for (const filter of parsed.filters) filters.push(filter);
      for (const diagnostic of parsed.diagnostics) diagnostics.push(diagnostic);
      if (parsed.diagnostics.some((diagnostic) => diagnostic.severity === "error")) rejectedFiles += 1;
    } catch (error) {
      problems.push(fileProblem(path, error));
    }
  }
  return { rules, correlations, filters, diagnostics, problems, rejectedFiles };
}

export function noRuleFileError(paths: readonly string[], problems: readonly FengsuiError[]): FengsuiError {
  const reasons = problems.map((problem) => problem.detail);
  const detail = reasons.length > 0 ? reasons.join("; ") : `no *.yml or *.yaml file in ${paths.join(", ")}`;
  return new FengsuiError("rules.none_found", detail);
}

function parseRuleFile(path: string, options: ParseOptions): ReturnType<typeof parseRules> {
  const read = readRuleText(path);
  if ("text" in read) return parseRules(read.text, path, options);
  const { severity, title, hint } = DIAGNOSTICS[read.rejected];
  const nothing = { rules: [], correlations: [], filters: [] };
  return { ...nothing, diagnostics: [{ code: read.rejected, severity, message: title, hint, file: path }] };
}

function sortDiagnostics(
  diagnostics: readonly Diagnostic[],
  files: readonly string[],
): readonly Diagnostic[] {
  const order = new Map(files.map((file, index) => [file, index]));
  const place = (diagnostic: Diagnostic): number => order.get(diagnostic.file) ?? files.length;
  const line = ({ span }: Diagnostic): number => span?.line ?? Number.MAX_SAFE_INTEGER;
  return diagnostics.toSorted((a, b) => place(a) - place(b) || line(a) - line(b));
}
