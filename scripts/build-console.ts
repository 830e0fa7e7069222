// SPDX-License-Identifier: Apache-2.0
/**
 * Builds the console when its sources are not those that the last build was made of; `npm start` runs it first. The
 * stamp of the sources lies within the build, and the build takes its place when it is complete: what is there is
 * whole, whoever starts at the same time or stops halfway.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readText } from "./generated-text.ts";
import { readJsonObject, recordAt } from "./json.ts";
import { isTestFile, listFiles } from "./source-tree.ts";

const CONSOLE = "apps/console";
const STAMP = "stamp.txt";
const SCOPE = "@fengsui/";

/** Folders of the packages of ours that the console is built with. */
function packagesOf(root: string, folder = CONSOLE, found = new Set<string>()): Set<string> {
  if (found.has(folder)) return found;
  found.add(folder);
  const dependencies = recordAt(readJsonObject(join(root, folder, "package.json")), "dependencies");
  for (const name of Object.keys(dependencies))
    if (name.startsWith(SCOPE)) packagesOf(root, `packages/${name.slice(SCOPE.length)}`, found);
  return found;
}

/** Changes with anything that the build is made of. */
export function stampOf(root: string): string {
  const isSource = (path: string) =>
    !isTestFile(path) && !path.endsWith(".md") && !path.endsWith(".tsbuildinfo");
  const paths = [...packagesOf(root)].flatMap((folder) => listFiles(root, folder)).filter(isSource);
  const hash = createHash("sha256");
  for (const path of [...paths.sort(), "package-lock.json"])
    hash.update(`${path}\0`).update(readText(root, path)).update("\0");
  return hash.digest("hex");
}

export function isCurrent(root: string, stamp: string): boolean {
  return readText(root, `${CONSOLE}/dist/${STAMP}`).trim() === stamp;
}

type Outcome = "current" | "built" | "kept" | "failed";

export function buildConsole(root: string, say: (text: string) => void): Outcome {
  const stamp = stampOf(root);
  if (isCurrent(root, stamp)) return "current";
  const vite = [join(root, CONSOLE), root].map((folder) => join(folder, "node_modules/vite/bin/vite.js"));
  const builder = vite.find((path) => existsSync(path));
  if (builder === undefined) {
    const state = existsSync(join(root, CONSOLE, "dist/index.html"))
      ? "The console is older than its sources"
      : "There is no console";
    say(
      `${state}: what builds it is not installed. Run \`npm ci\` without --omit=dev. The hub starts all the same.`,
    );
    return "kept";
  }
  say("Building the console, as its sources changed (once, some seconds) ...");
  return run(root, builder, stamp, say);
}

function run(root: string, builder: string, stamp: string, say: (text: string) => void): Outcome {
  const target = join(root, CONSOLE, "dist");
  const [fresh, stale] = [`${target}.new-${process.pid}`, `${target}.old-${process.pid}`];
  try {
    const args = [builder, "build", "--outDir", fresh, "--emptyOutDir", "--logLevel", "warn"];
    const { status, error } = spawnSync(process.execPath, args, {
      cwd: join(root, CONSOLE),
      stdio: ["ignore", 2, 2],
    });
    if (status !== 0) throw error ?? new Error(`the build ended with ${status}`);
    writeFileSync(join(fresh, STAMP), `${stamp}\n`);
    if (existsSync(target)) renameSync(target, stale);
    renameSync(fresh, target);
    return "built";
  } catch (error) {
    if (isCurrent(root, stamp)) return "built"; // by another start, at the same time
    say(`The console could not be built: ${error instanceof Error ? error.message : String(error)}`);
    say(`Mend what is said above, or give this user the right to write into ${join(root, CONSOLE)}.`);
    return "failed";
  } finally {
    for (const folder of [fresh, stale]) rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const root = process.argv[2] ?? join(import.meta.dirname, "..");
  const outcome = buildConsole(root, (text) => console.error(text));
  if (outcome === "failed") process.exitCode = 1;
}
