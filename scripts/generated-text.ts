// SPDX-License-Identifier: Apache-2.0
/** Documents that a script writes, as a whole or between markers, and the check that they are as it would write them. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { report } from "./source-tree.ts";

/** The text of a file; empty where there is none. */
export function readText(root: string, path: string): string {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "";
}

/** The document with what stands between the markers of that name replaced. */
export function replaceBetween(document: string, name: string, content: string): string {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const [start, stop] = [document.indexOf(begin), document.indexOf(end)];
  if (start < 0 || stop < start) throw new Error(`no "${begin}" followed by "${end}"`);
  return `${document.slice(0, start + begin.length)}\n\n${content}\n\n${document.slice(stop)}`;
}

/**
 * The command line of a script that writes documents: `[root] [--check]`. With `--check` nothing is written, and a
 * document that differs fails.
 */
export function writeOrCheck(name: string, generate: (root: string) => ReadonlyMap<string, string>): void {
  const argument = process.argv.slice(2).find((word) => !word.startsWith("--"));
  const root = argument ?? join(import.meta.dirname, "..");
  const documents = generate(root);
  const stale = [...documents].filter(([path, text]) => readText(root, path) !== text);
  if (process.argv.includes("--check")) {
    const problems = stale.map(([file]) => ({ file, message: "is stale", mend: "run: npm run docs" }));
    report(name, documents.size, problems);
    return;
  }
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}
