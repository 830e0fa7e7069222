// SPDX-License-Identifier: Apache-2.0
/** The rules and events of the benchmark, from the corpus folder. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { zstdDecompressSync } from "node:zlib";

const CORPUS = resolve(process.env["FENGSUI_CORPUS"] ?? join(import.meta.dirname, "../../../shared/data"));
const RULES = join(CORPUS, "sigma");
const EVENTS = "windows-otrf.ndjson.zst";
const NEWLINE = 10;

export function requireCorpus(): void {
  if (existsSync(RULES)) return;
  console.error(`No corpus at ${CORPUS}: set FENGSUI_CORPUS to the folder that holds sigma/ and events/.`);
  process.exit(4);
}

export interface RuleFile {
  readonly name: string;
  readonly text: string;
}

export function loadRuleFiles(): RuleFile[] {
  return readdirSync(RULES, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yml"))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(RULES, name), "utf8") }));
}

/** One JSON text a line. */
export function loadEvents(): Buffer[] {
  const bytes = zstdDecompressSync(readFileSync(join(CORPUS, "events", EVENTS)));
  const lines: Buffer[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(NEWLINE, from);
    const to = end < 0 ? bytes.length : end;
    if (to > from) lines.push(bytes.subarray(from, to));
    from = to + 1;
  }
  return lines;
}
