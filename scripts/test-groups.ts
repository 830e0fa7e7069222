// SPDX-License-Identifier: Apache-2.0
/**
 * Test files that share a process. Each test of a feature loads the whole hub; eight that run one after the other in
 * one process load it once. Each file is a suite there, so that its hooks are its own: what it starts is there for its
 * own tests alone. Nothing in a file knows of it, and each can still be run by itself.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const SHARING = "apps/hub/src/features/";
/** Few enough that the cores are busy to the end. */
const FILES_A_PROCESS = 8;
/** One that changes its process, or starts and ends others, has it to itself. */
const HAS_ITS_OWN = /\bprocess\.|node:child_process|\bmock\b/;

/** The given files, but for those that share a process: in the place of each eight is the file that loads them. */
export function groupTests(root: string, files: readonly string[], folder: string): string[] {
  const sharing = files.filter((file) => mayShare(root, file));
  return files.flatMap((file) => {
    const at = sharing.indexOf(file);
    if (at < 0 || sharing.length === 1) return [file];
    if (at % FILES_A_PROCESS > 0) return []; // the first of its group brought it
    return [writeGroup(root, sharing.slice(at, at + FILES_A_PROCESS), folder)];
  });
}

function mayShare(root: string, file: string): boolean {
  return relative(root, file).startsWith(SHARING) && !HAS_ITS_OWN.test(readFileSync(file, "utf8"));
}

/** Named by what it loads: whoever else tests here at the same time writes the same. */
function writeGroup(root: string, files: readonly string[], folder: string): string {
  const suites = files.map((file) => {
    const [name, url] = [relative(root, file), pathToFileURL(file).href].map((text) => JSON.stringify(text));
    return `suite(${name}, async () => { await import(${url}); });\n`;
  });
  const text = `import { suite } from "node:test";\n\n${suites.join("")}`;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${createHash("sha256").update(text).digest("hex").slice(0, 16)}.test.mjs`);
  writeFileSync(path, text);
  return path;
}
