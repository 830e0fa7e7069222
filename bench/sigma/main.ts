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
import { loadRules, RULES_FOLDER, requireCorpus, unpackEvents } from "./corpus.ts";
import { buildRsigma, type Engine, runRsigma } from "./rsigma.ts";

/** Events matched between two looks at the clock. */
const CHUNK = 500;
/** The plain evaluator is slow: it sees every n-th event only. */
const NAIVE_STEP = 100;

interface Timing {
  readonly parseSeconds: number;
  readonly matchSeconds: number;
  readonly matches: number;
}

function pass(ruleset: Ruleset, lines: readonly string[]): Timing {
  let [parseMs, matchMs, matches] = [0, 0, 0];
  for (let from = 0; from < lines.length; from += CHUNK) {
    const chunk = lines.slice(from, from + CHUNK);
    const start = performance.now();
    const events = chunk.map((line): JsonObject => JSON.parse(line));
    const parsed = performance.now();
    for (const event of events) matches += ruleset.match(event).length;
    parseMs += parsed - start;
    matchMs += performance.now() - parsed;
  }
  return { parseSeconds: parseMs / 1000, matchSeconds: matchMs / 1000, matches };
}

function naivePass(rules: readonly SigmaRule[], lines: readonly string[]): number {
  const ruleset = compileRules(rules);
  const events = lines
    .filter((_, index) => index % NAIVE_STEP === 0)
    .map((line): JsonObject => JSON.parse(line));
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

function report(
  name: string,
  lines: readonly string[],
  path: string,
  rules: readonly SigmaRule[],
  rounds: number,
): void {
  const ruleset = compileRules(rules);
  const first = pass(ruleset, lines);
  const total = ({ parseSeconds, matchSeconds }: Timing): number => parseSeconds + matchSeconds;
  console.log(`first pass (tables built, code compiled)  ${rate(lines.length, total(first))}`);

  const missing = buildRsigma();
  const engines: readonly Engine[] = missing === undefined ? ["split", "single"] : [];
  const ours: Timing[] = [];
  const theirs = new Map<Engine, number[]>(engines.map((engine) => [engine, []]));
  let theirMatches = "";
  for (let round = 0; round < rounds; round++) {
    globalThis.gc?.();
    ours.push(pass(ruleset, lines));
    for (const engine of engines) {
      const { seconds, matches, version } = runRsigma(engine, RULES_FOLDER, path);
      theirs.get(engine)?.push(seconds);
      theirMatches = `RSigma ${version}: ${matches} matches`;
    }
  }
  const seconds = median(ours.map(total));
  const parseSeconds = median(ours.map((timing) => timing.parseSeconds));
  console.log(`JSON.parse alone                          ${rate(lines.length, parseSeconds)}`);
  console.log(
    `match alone, on parsed objects            ${rate(lines.length, median(ours.map((timing) => timing.matchSeconds)))}`,
  );
  console.log(
    `JSON.parse and match                      ${rate(lines.length, seconds)}   ${(parseSeconds / seconds).toFixed(2)} x JSON.parse alone`,
  );
  for (const [engine, times] of theirs) {
    const ratio = median(ours.map((timing, round) => (times[round] ?? 0) / total(timing)));
    console.log(
      `RSigma, ${engine.padEnd(6)} engines, parse and match  ${rate(lines.length, median(times))}   ours is ${ratio.toFixed(2)} x`,
    );
  }
  if (missing !== undefined)
    console.log(`RSigma                                    not measured: ${missing}`);
  console.log(
    `plain evaluator, every ${NAIVE_STEP}th event          ${Math.round(naivePass(rules, lines)).toLocaleString("en")} events/s`,
  );
  const { events, triggered, candidates, matches } = ruleset.statistics();
  console.log(
    `matches ${first.matches} of ${name}; an event has ${(triggered / events).toFixed(2)} branches triggered, ${(candidates / events).toFixed(3)} rules tested, ${(matches / events).toFixed(3)} matched. ${theirMatches}`,
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
  const { path, lines } = unpackEvents(values.events, folder);
  const bytes = lines.reduce((sum, line) => sum + line.length, 0);
  console.log(`${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}, one core`);
  console.log(
    `${rules.length} rules, ${lines.length} events of ${values.events}, ${(bytes / 1e6).toFixed(0)} MB; loaded in ${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
  report(values.events, lines, path, rules, Number(values.rounds));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
