// SPDX-License-Identifier: Apache-2.0
/**
 * What `npm test` runs: every *.test.ts of the repository, or those of the named files, folders or patterns. The
 * counts come last. On CI a skipped test fails the run unless its reason is allowed: a test that quietly stops
 * running proves nothing.
 */
import { existsSync, globSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative, resolve } from "node:path";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { type EventData, run } from "node:test";
import { spec, type TestEvent } from "node:test/reporters";
import { groupTests } from "./test-groups.ts";

const ROOT = join(import.meta.dirname, "..");
/** Those with the longest files first: at the end no core waits for one that began last. */
const FOLDERS = ["test/acceptance", "apps", "scripts", "packages"];
/** A test that takes longer is taken to hang, and so is the run: a process that a test left behind may keep it open. */
const TEST_LIMIT_MS = 6 * 60_000;
const RUN_LIMIT_MS = 40 * 60_000;
const SLOWEST_SHOWN = 40;
/** Each file is a process, and most load the whole hub: what one has compiled, the next need not. */
const COMPILED = join(ROOT, "node_modules/.cache/compiled");
const GROUPS = join(ROOT, "node_modules/.cache/test-groups");

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
    }).sort();
  });
  return [...new Set(found.map((path) => resolve(root, path)))];
}

interface Tally {
  /** The runner's own closing lines ("tests 12"), kept back so that they come last. */
  readonly closing: string[];
  readonly refusedSkips: string[];
  readonly files: { readonly path: string; readonly seconds: number }[];
  summary: EventData.TestSummary | undefined;
}

function mayBeSkipped(reason: string | boolean): boolean {
  return typeof reason === "string" && ALLOWED_SKIPS.some((allowed) => allowed.test(reason));
}

function keepSummary(summary: EventData.TestSummary, tally: Tally): void {
  if (summary.file === undefined) tally.summary = summary;
  else if (!summary.file.startsWith(GROUPS)) keepSeconds(relative(ROOT, summary.file), summary, tally);
}

function keepSeconds(path: string, { duration_ms }: { duration_ms: number }, tally: Tally): void {
  tally.files.push({ path, seconds: duration_ms / 1000 });
}

/** A file that shares its process is a suite there. */
function keepSuite({ nesting, name, details }: EventData.TestPass | EventData.TestFail, tally: Tally): void {
  if (nesting === 0 && details.type === "suite") keepSeconds(name, details, tally);
}

/** Where the time of the run went. */
function slowest({ files }: Tally): string[] {
  return files
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST_SHOWN)
    .map(({ path, seconds }) => `${seconds.toFixed(0).padStart(4)} s  ${path}`);
}

/** Passes the events on to the reporter, except the runner's closing lines, and keeps the tally. */
async function* watch(events: AsyncIterable<TestEvent>, tally: Tally): AsyncGenerator<TestEvent> {
  for await (const event of events) {
    if (event.type === "test:summary") keepSummary(event.data, tally);
    if (event.type === "test:pass" || event.type === "test:fail") keepSuite(event.data, tally);
    if (event.type === "test:pass" && event.data.skip && !mayBeSkipped(event.data.skip))
      tally.refusedSkips.push(`${event.data.file}: "${event.data.name}" (${event.data.skip})`);
    if (event.type === "test:diagnostic" && event.data.file === undefined)
      tally.closing.push(event.data.message);
    else yield event;
  }
}

export async function runTests(files: string[], isCi: boolean): Promise<boolean> {
  const tally: Tally = { closing: [], refusedSkips: [], files: [], summary: undefined };
  const events = run({
    files: groupTests(ROOT, files, GROUPS),
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
  if (isCi) console.log(["the slowest files:", ...slowest(tally)].join("\n"));
  for (const line of tally.closing) console.log(`ℹ ${line}`);
  return summary.success && !(isCi && refusedSkips.length > 0);
}

if (import.meta.main) {
  if (process.env["FENGSUI_CORPUS"] === undefined && existsSync(CORPUS))
    process.env["FENGSUI_CORPUS"] = CORPUS;
  process.env["NODE_COMPILE_CACHE"] ??= COMPILED;
  const patterns = process.argv.slice(2);
  const files = findTestFiles(ROOT, patterns.length === 0 ? FOLDERS : patterns);
  const passed = await runTests(files, process.env["CI"] === "true");
  process.exitCode = passed ? 0 : 1;
}
