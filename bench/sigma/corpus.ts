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

/** Unpacks an event file beside nothing of the corpus, for programs that read plain NDJSON. */
export function unpackEvents(
  name: string,
  folder: string,
): { readonly path: string; readonly lines: readonly string[] } {
  const path = join(folder, `${name}.ndjson`);
  const text = zstdDecompressSync(readFileSync(join(CORPUS, "events", `${name}.ndjson.zst`)));
  writeFileSync(path, text);
  return {
    path,
    lines: text
      .toString("utf8")
      .split("\n")
      .filter((line) => line !== ""),
  };
}
