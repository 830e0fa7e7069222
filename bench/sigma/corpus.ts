// SPDX-License-Identifier: Apache-2.0
/** Rules and events that the benchmark runs on, from the corpus folder. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { parseRules, type SigmaRule } from "@fengsui/sigma";

const CORPUS = resolve(process.env["FENGSUI_CORPUS"] ?? join(import.meta.dirname, "../../../shared/data"));

export const RULES_FOLDER: string = join(CORPUS, "sigma");

export function requireCorpus(): void {
  if (existsSync(RULES_FOLDER)) return;
  console.error(`No corpus at ${CORPUS}: set FENGSUI_CORPUS to the folder that holds sigma/ and events/.`);
  process.exit(4);
}

export function loadRules(): SigmaRule[] {
  const files = readdirSync(RULES_FOLDER, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".yml"),
  );
  return files
    .sort()
    .flatMap((name) => parseRules(readFileSync(join(RULES_FOLDER, name), "utf8"), name).rules);
}

export interface EventFile {
  readonly path: string;
  /** One JSON text a line, as bytes: what a program that reads a file or a socket has. */
  readonly lines: readonly Buffer[];
}

/** Unpacks an event file into `folder`, for programs that read plain NDJSON. */
export function unpackEvents(name: string, folder: string): EventFile {
  const path = join(folder, `${name}.ndjson`);
  const bytes = zstdDecompressSync(readFileSync(join(CORPUS, "events", `${name}.ndjson.zst`)));
  writeFileSync(path, bytes);
  const lines: Buffer[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(NEWLINE, from);
    const to = end < 0 ? bytes.length : end;
    if (to > from) lines.push(bytes.subarray(from, to));
    from = to + 1;
  }
  return { path, lines };
}

const NEWLINE = 10;
