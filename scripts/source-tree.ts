// SPDX-License-Identifier: Apache-2.0
/** What the checkers stand on: the files of the repository, and the form in which a checker says what is wrong. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface SourceFile {
  /** Relative to the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Problem {
  readonly file: string;
  /** Counts from 1; absent where the whole file is meant. */
  readonly line?: number;
  readonly message: string;
  /** How to mend it. */
  readonly mend: string;
}

/** Nothing in these folders is written by hand. */
const SKIPPED_FOLDERS = new Set(["node_modules", "dist", "coverage", "target", ".git"]);
/** Of a build of the console that is under way, `dist.new-<process>`. */
const isSkipped = (name: string) => SKIPPED_FOLDERS.has(name) || name.startsWith("dist.");

/** All folders with code of ours. */
export const CODE_FOLDERS = ["packages", "apps", "bench", "test", "scripts"] as const;

export function listFiles(root: string, folder: string): string[] {
  const absolute = join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return isSkipped(entry.name) ? [] : listFiles(root, path);
    return entry.isFile() ? [path] : [];
  });
}

export function readSources(root: string, folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) => listFiles(root, folder))
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/** Tests, and what only tests use. */
export function isTestFile(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || /\/(test-kit|testing)\//.test(path) || path.startsWith("test/");
}

export function formatProblem({ file, line, message, mend }: Problem): string {
  return `${line === undefined ? file : `${file}:${line}`}: ${message}\n  mend: ${mend}`;
}

/** Prints what a check found, or that it found nothing, and sets the exit code. */
export function report(check: string, scanned: number, problems: readonly Problem[]): void {
  for (const problem of problems) console.error(formatProblem(problem));
  if (scanned === 0) console.error(`${check}: nothing was scanned; a check of nothing is no check`);
  const failed = problems.length > 0 || scanned === 0;
  if (failed) process.exitCode = 1;
  console.log(`${check}: ${scanned} scanned, ${problems.length === 0 ? "no" : problems.length} problems`);
}
