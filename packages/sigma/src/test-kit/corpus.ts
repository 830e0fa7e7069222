// SPDX-License-Identifier: Apache-2.0
/** The corpus of real rules and logs, which is not in the repository: FENGSUI_CORPUS, or where the house keeps it. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { type Diagnostic, type JsonObject, type ParseOptions, parseRules, type SigmaRule } from "../index.ts";

export const NO_CORPUS = "corpus absent: set FENGSUI_CORPUS";

export function corpusFolder(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const folder = environment["FENGSUI_CORPUS"] ?? join(import.meta.dirname, "../../../../../shared/data");
  return existsSync(join(folder, "sigma")) ? folder : undefined;
}

export interface CorpusRules {
  readonly fileCount: number;
  readonly rules: readonly SigmaRule[];
  readonly diagnostics: readonly Diagnostic[];
}

export function readCorpusRules(folder: string, options: ParseOptions = {}): CorpusRules {
  const files = globSync("sigma/**/*.yml", { cwd: folder }).sort();
  const rules: SigmaRule[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of files) {
    const parsed = parseRules(readFileSync(join(folder, file), "utf8"), file, options);
    rules.push(...parsed.rules);
    diagnostics.push(...parsed.diagnostics);
  }
  return { fileCount: files.length, rules, diagnostics };
}

/** The lines of a compressed file of events. */
export function readLines(folder: string, name: string): readonly string[] {
  const text = zstdDecompressSync(readFileSync(join(folder, "events", `${name}.ndjson.zst`))).toString();
  return text.split("\n").filter((line) => line !== "");
}

export function readEvents(folder: string, name: string): readonly JsonObject[] {
  return readLines(folder, name).map((line): JsonObject => JSON.parse(line));
}
