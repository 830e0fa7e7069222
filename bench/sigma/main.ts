// SPDX-License-Identifier: Apache-2.0
/**
 * How fast the Sigma engine matches, on one core, beside `JSON.parse` alone, the plain evaluator and RSigma.
 *
 *     npm run bench:sigma -- [--rounds 5] [--events windows-otrf]
 *
 * Rounds alternate between the engines, so that a machine whose speed drifts slows all alike; ratios are taken within
 * a round and their median is printed. The first pass, in which tables are built and code is compiled, stands apart.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compileRules, type JsonObject, type Ruleset, type SigmaRule } from "@fengsui/sigma";
import { type EventFile, loadRules, RULES_FOLDER, requireCorpus, unpackEvents } from "./corpus.ts";
import { buildRsigma, type Engine, type Pass, runRsigma } from "./rsigma.ts";

/** Events matched between two looks at the clock. */
const CHUNK = 64;
/** The plain evaluator is slow: it sees every n-th event only. */
const NAIVE_STEP = 100;

interface Timing {
  readonly parseSeconds: number;
  readonly matchSeconds: number;
  readonly matches: number;
}

function pass(ruleset: Ruleset, lines: readonly Buffer[]): Timing {
  let [parseMs, matchMs, matches] = [0, 0, 0];
  for (let from = 0; from < lines.length; from += CHUNK) {
    const chunk = lines.slice(from, from + CHUNK);
    const start = performance.now();
    const events = chunk.map((line): JsonObject => JSON.parse(line.toString("utf8")));
    const parsed = performance.now();
    for (const event of events) matches += ruleset.match(event).length;
    parseMs += parsed - start;
    matchMs += performance.now() - parsed;
  }
  return { parseSeconds: parseMs / 1000, matchSeconds: matchMs / 1000, matches };
}

function naivePass(rules: readonly SigmaRule[], lines: readonly Buffer[]): number {
  const ruleset = compileRules(rules);
  const events = lines
    .filter((_, index) => index % NAIVE_STEP === 0)
    .map((line): JsonObject => JSON.parse(line.toString("utf8")));
  const start = performance.now();
  for (const event of events) ruleset.matchNaively(event);
  return (events.length / (performance.now() - start)) * 1000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const rate = (events: number, seconds: number): string =>
  `${Math.round(events / seconds).toLocaleString("en")} events/s`;

/** Runs this program again on one processor, where the system has a way to. */
function pinToOneCore(): void {
  if (process.env["FENGSUI_BENCH_PINNED"] !== undefined || spawnSync("taskset", ["--version"]).status !== 0)
    return;
  const args = ["-c", "0", process.execPath, "--expose-gc", ...process.argv.slice(1)];
  const run = spawnSync("taskset", args, {
    stdio: "inherit",
    env: { ...process.env, FENGSUI_BENCH_PINNED: "1" },
  });
  process.exit(run.status ?? 1);
}

const total = ({ parseSeconds, matchSeconds }: Timing): number => parseSeconds + matchSeconds;

interface Rounds {
  readonly ours: readonly Timing[];
  readonly theirs: ReadonlyMap<Engine, readonly Pass[]>;
}

function runRounds(
  ruleset: Ruleset,
  { path, lines }: EventFile,
  engines: readonly Engine[],
  rounds: number,
): Rounds {
  const ours: Timing[] = [];
  const theirs = new Map<Engine, Pass[]>(engines.map((engine) => [engine, []]));
  for (let round = 0; round < rounds; round++) {
    globalThis.gc?.();
    ours.push(pass(ruleset, lines));
    for (const engine of engines) theirs.get(engine)?.push(runRsigma(engine, RULES_FOLDER, path));
  }
  return { ours, theirs };
}

function printRow(label: string, value: string, note = ""): void {
  console.log(`${label.padEnd(44)}${value.padStart(18)}   ${note}`.trimEnd());
}

function printOurs(ours: readonly Timing[], events: number): void {
  const parseSeconds = median(ours.map((timing) => timing.parseSeconds));
  const seconds = median(ours.map(total));
  printRow("JSON.parse alone", rate(events, parseSeconds));
  printRow("match alone, on parsed objects", rate(events, median(ours.map((timing) => timing.matchSeconds))));
  printRow(
    "JSON.parse and match",
    rate(events, seconds),
    `${(parseSeconds / seconds).toFixed(2)} x JSON.parse alone`,
  );
}

function printTheirs({ ours, theirs }: Rounds, events: number): void {
  for (const [engine, passes] of theirs) {
    const ratioOf = (theirSeconds: (pass: Pass) => number, ourSeconds: (timing: Timing) => number): string =>
      median(passes.map((pass, round) => theirSeconds(pass) / ourSeconds(ours[round] ?? NO_TIMING))).toFixed(
        2,
      );
    const name = `RSigma ${passes[0]?.version} (${engine}), ${passes[0]?.matches} matches`;
    const matchSeconds = (pass: Pass): number => pass.seconds - pass.parseSeconds;
    const whole = ratioOf((pass) => pass.seconds, total);
    const alone = ratioOf(matchSeconds, (timing) => timing.matchSeconds);
    printRow(
      name,
      rate(events, median(passes.map((pass) => pass.seconds))),
      `parse and match: ours is ${whole} x`,
    );
    printRow("", rate(events, median(passes.map(matchSeconds))), `match alone: ours is ${alone} x`);
  }
}

const NO_TIMING: Timing = { parseSeconds: Number.NaN, matchSeconds: Number.NaN, matches: 0 };

function report(file: EventFile, rules: readonly SigmaRule[], rounds: number): void {
  const ruleset = compileRules(rules);
  const count = file.lines.length;
  const first = pass(ruleset, file.lines);
  printRow("first pass (tables built, code compiled)", rate(count, total(first)), `${first.matches} matches`);
  const missing = buildRsigma();
  const measured = runRounds(ruleset, file, missing === undefined ? ["split", "single"] : [], rounds);
  printOurs(measured.ours, count);
  printTheirs(measured, count);
  if (missing !== undefined) printRow("RSigma", "not measured", missing);
  printRow(`plain evaluator, every ${NAIVE_STEP}th event`, rate(1, 1 / naivePass(rules, file.lines)));
  const { events, triggered, candidates, matches } = ruleset.statistics();
  const each = (sum: number): string => (sum / events).toFixed(3);
  console.log(
    `per event: ${each(triggered)} branches triggered, ${each(candidates)} rules tested, ${each(matches)} matched`,
  );
}

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, events: { type: "string", default: "windows-otrf" } },
});
requireCorpus();
pinToOneCore();
const folder = mkdtempSync(join(tmpdir(), "fengsui-bench-"));
try {
  const start = performance.now();
  const rules = loadRules();
  const file = unpackEvents(values.events, folder);
  const bytes = file.lines.reduce((sum, line) => sum + line.length, 0);
  console.log(`${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}, one core`);
  console.log(
    `${rules.length} rules, ${file.lines.length} events of ${values.events}, ${(bytes / 1e6).toFixed(0)} MB; loaded in ${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
  report(file, rules, Number(values.rounds));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
