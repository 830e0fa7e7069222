// SPDX-License-Identifier: Apache-2.0
/**
 * What `npm test` runs: every *.test.ts of the repository, or those of the named files, folders or patterns. The
 * counts come last. On CI a skipped test fails the run unless its reason is allowed: a test that quietly stops
 * running proves nothing.
 */
import { existsSync, globSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { type EventData, run } from "node:test";
import { spec, type TestEvent } from "node:test/reporters";

const ROOT = join(import.meta.dirname, "..");
const FOLDERS = ["packages", "apps", "scripts", "test/acceptance"];
/** A test that takes longer is taken to hang, and so is the run: a process that a test left behind may keep it open. */
const TEST_LIMIT_MS = 6 * 60_000;
const RUN_LIMIT_MS = 40 * 60_000;

/** Why a test may be skipped on CI. */
const ALLOWED_SKIPS = [
  /^not on (Linux|macOS)$/,
  /^cargo absent$/,
  /^strace (absent|not permitted)$/,
  /^mount not permitted$/,
];

/** The corpus of real rules and logs, where it lies if nobody says otherwise. */
const CORPUS = join(ROOT, "../shared/data");

export function findTestFiles(root: string, patterns: readonly string[]): string[] {
  const found = patterns.flatMap((pattern) => {
    const path = resolve(root, pattern);
    const isFolder = existsSync(path) && statSync(path).isDirectory();
    return globSync(isFolder ? join(pattern, "**/*.test.ts") : pattern, {
      cwd: root,
      exclude: (name) => /(^|\/)(node_modules|dist|testdata)$/.test(name),
    });
  });
  return [...new Set(found)].sort().map((path) => resolve(root, path));
}

interface Tally {
  /** The runner's own closing lines ("tests 12"), kept back so that they come last. */
  readonly closing: string[];
  readonly refusedSkips: string[];
  summary: EventData.TestSummary | undefined;
}

function mayBeSkipped(reason: string | boolean): boolean {
  return typeof reason === "string" && ALLOWED_SKIPS.some((allowed) => allowed.test(reason));
}

/** Passes the events on to the reporter, except the runner's closing lines, and keeps the tally. */
async function* watch(events: AsyncIterable<TestEvent>, tally: Tally): AsyncGenerator<TestEvent> {
  for await (const event of events) {
    if (event.type === "test:summary" && event.data.file === undefined) tally.summary = event.data;
    if (event.type === "test:pass" && event.data.skip && !mayBeSkipped(event.data.skip))
      tally.refusedSkips.push(`${event.data.file}: "${event.data.name}" (${event.data.skip})`);
    if (event.type === "test:diagnostic" && event.data.file === undefined)
      tally.closing.push(event.data.message);
    else yield event;
  }
}

export async function runTests(files: string[], isCi: boolean): Promise<boolean> {
  const tally: Tally = { closing: [], refusedSkips: [], summary: undefined };
  const events = run({
    files,
    concurrency: availableParallelism(),
    timeout: TEST_LIMIT_MS,
    signal: AbortSignal.timeout(RUN_LIMIT_MS),
  });
  const reporter = Readable.from(watch(events, tally)).pipe(new spec());
  reporter.pipe(process.stdout, { end: false });
  await finished(reporter);
  const { summary, refusedSkips } = tally;
  if (summary === undefined || summary.counts.tests === 0) {
    console.error("no test was run");
    return false;
  }
  for (const skip of isCi ? refusedSkips : []) console.error(`may not be skipped on CI: ${skip}`);
  for (const line of tally.closing) console.log(`ℹ ${line}`);
  return summary.success && !(isCi && refusedSkips.length > 0);
}

if (import.meta.main) {
  if (process.env["FENGSUI_CORPUS"] === undefined && existsSync(CORPUS))
    process.env["FENGSUI_CORPUS"] = CORPUS;
  const patterns = process.argv.slice(2);
  const files = findTestFiles(ROOT, patterns.length === 0 ? FOLDERS : patterns);
  const passed = await runTests(files, process.env["CI"] === "true");
  process.exitCode = passed ? 0 : 1;
}
