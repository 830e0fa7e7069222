// SPDX-License-Identifier: Apache-2.0
/** Rule files from disk to a compiled ruleset, with everything that was wrong with them. */
import { closeSync, openSync, readSync } from "node:fs";
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
  parseRules,
  type Ruleset,
  type SigmaRule,
} from "@fengsui/sigma";
import { fileProblem, findFiles } from "./find-files.ts";
import { systemPath } from "./system-path.ts";

export const MAX_RULE_FILE_BYTES = 1024 * 1024;

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
export function loadRules(paths: readonly string[], minimumLevel: Level = "informational"): LoadedRules {
  const found = findFiles(paths, (name) => /\.ya?ml$/i.test(name));
  const files = found.files.map((file) => file.path);
  const parsed = parseFiles(files);
  const filtered = applyFilters(parsed.rules, parsed.filters);
  const correlator = new Correlator(parsed.correlations, filtered.rules);
  const isOfLevel = ({ level }: SigmaRule) => LEVELS.indexOf(level) >= LEVELS.indexOf(minimumLevel);
  const ruleset = compileRules(
    filtered.rules.filter((rule) => isOfLevel(rule) || correlator.watches(rule.id)),
  );
  const diagnostics = [parsed, filtered, correlator, ruleset].flatMap((part) => part.diagnostics);
  return {
    files,
    ruleset,
    correlations: parsed.correlations,
    rejectedFiles: parsed.rejectedFiles,
    diagnostics: sortDiagnostics(diagnostics, files),
    problems: [...found.problems, ...parsed.problems],
  };
}

function parseFiles(files: readonly string[]) {
  const rules: SigmaRule[] = [];
  const correlations: Correlation[] = [];
  const filters: Filter[] = [];
  const diagnostics: Diagnostic[] = [];
  const problems: FengsuiError[] = [];
  let rejectedFiles = 0;
  for (const path of files) {
    try {
      const parsed = parseRuleFile(path);
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

type RuleText = { readonly text: string } | { readonly rejected: "file.too_large" | "file.not_utf8" };

/** The text of a rule file, or what is wrong with the file as a whole; throws what the operating system says. */
export function readRuleText(path: string): RuleText {
  const bytes = readWhole(path);
  if (bytes === undefined) return { rejected: "file.too_large" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { rejected: "file.not_utf8" };
  }
}

function parseRuleFile(path: string): ReturnType<typeof parseRules> {
  const read = readRuleText(path);
  if ("text" in read) return parseRules(read.text, path);
  const { severity, title, hint } = DIAGNOSTICS[read.rejected];
  const nothing = { rules: [], correlations: [], filters: [] };
  return { ...nothing, diagnostics: [{ code: read.rejected, severity, message: title, hint, file: path }] };
}

/** One for all files: what is read is decoded before the next file is. */
const buffer = Buffer.allocUnsafe(MAX_RULE_FILE_BYTES + 1);

/** Reads one byte more than allowed at most, whatever the file is or becomes; undefined where it is larger. */
function readWhole(path: string): Buffer | undefined {
  const descriptor = openSync(systemPath(path), "r");
  try {
    let length = 0;
    for (;;) {
      const count = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += count;
      if (length > MAX_RULE_FILE_BYTES) return undefined;
      if (count === 0) return buffer.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
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
