// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface Outcome {
  readonly status: number | null;
  readonly output: string;
  /** The text of a file of the tree afterwards. */
  readonly after: Readonly<Record<string, string>>;
}

/** Writes a tree of files, runs a script on it as npm would, and says what came of it. */
export function runOnTree(
  script: string,
  files: Readonly<Record<string, string>>,
  ...flags: string[]
): Outcome {
  using folder = mkdtempDisposableSync(join(tmpdir(), "tree-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    writeFileSync(join(folder.path, path), text);
  }
  const program = join(import.meta.dirname, "..", script);
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, folder.path, ...flags], {
    encoding: "utf8",
  });
  const after = Object.keys(files).map((path) => [path, readFileSync(join(folder.path, path), "utf8")]);
  return { status, output: stdout + stderr, after: Object.fromEntries(after) };
}
