// SPDX-License-Identifier: Apache-2.0
/**
 * How many events a second the hub takes in, from HTTP to acknowledgement (matched, stored, fsynced, alerts written),
 * beside the same hub without rules. Everything shares the machine: shippers, hub, event store and PostgreSQL.
 *
 *     npm run bench:ingest -- [--seconds 20] [--rounds 4] [--batch 2000] [--connections 8] [--clone] [--profile DIR]
 *
 * The two take turns within the run. `--clone` measures the way from a clone of this repository to the first alert.
 */
import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { requireCorpus } from "./corpus.ts";
import { BenchHub, type HubOptions } from "./hub.ts";
import type { LoadOrder, LoadResult } from "./load.ts";
import { type Watch, watching } from "./processes.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    rounds: { type: "string", default: "4" },
    batch: { type: "string", default: "2000" },
    connections: { type: "string", default: "8" },
    only: { type: "string" },
    clone: { type: "boolean", default: false },
    profile: { type: "string" },
  },
});
/** What one of them leaves to be merged is not to burden the other. */
const SETTLE_MS = 5_000;
const PORTS = { matching: 7491, plain: 7492 };

interface Turn {
  readonly load: LoadResult;
  readonly watches: readonly Watch[];
}

function print(label: string, value: string, note = ""): void {
  console.log(`${label.padEnd(44)}${value.padStart(18)}   ${note}`.trimEnd());
}

const rounded = (value: number): string => Math.round(value).toLocaleString("en");
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

async function order(load: ChildProcess, what: LoadOrder): Promise<LoadResult> {
  const given = new AbortController();
  const ended = once(load, "exit", { signal: given.signal }).then(() => {
    throw new Error("the shippers ended");
  });
  load.send(what);
  try {
    const [result] = await Promise.race([once(load, "message", { signal: given.signal }), ended]);
    return result;
  } finally {
    given.abort();
    await ended.catch(() => undefined);
  }
}

async function takeTurn(load: ChildProcess, hub: BenchHub, length: LoadOrder["seconds"]): Promise<Turn> {
  const { origin, sourceKey: key } = hub;
  const connections = Number(values.connections);
  const { result, watches } = await watching(hub.processes, () =>
    order(load, { origin, key, seconds: length, connections }),
  );
  return { load: result, watches };
}

const rateOf = (turns: readonly Turn[]): number =>
  sum(turns, ({ load }) => load.accepted) / sum(turns, ({ load }) => load.seconds);

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function printTurns(label: string, turns: readonly Turn[]): void {
  const events = sum(turns, ({ load }) => load.accepted);
  const latencies = turns.flatMap(({ load }) => load.latencies).sort((one, other) => one - other);
  const bytes = sum(turns, ({ load }) => load.bytes) / sum(turns, ({ load }) => load.seconds);
  print(label, `${rounded(rateOf(turns))} events/s`, `${(bytes / 2 ** 20).toFixed(1)} MiB/s`);
  const [p50, p99, last] = [quantile(latencies, 0.5), quantile(latencies, 0.99), latencies.at(-1) ?? 0];
  print("  a batch, p50 / p99 / longest", `${[p50, p99, last].map(rounded).join(" / ")} ms`);
  const names = turns[0]?.watches.map(({ name }) => name) ?? [];
  const used = (cpuSeconds: number) =>
    `${((cpuSeconds / events) * 1e6).toFixed(1).padStart(6)} us of a core for an event`;
  for (const [index, name] of names.entries()) {
    const watches = turns.flatMap(({ watches: all }) => all[index] ?? []);
    const peak = Math.max(...watches.map(({ peakMebibytes }) => peakMebibytes));
    print(`  ${name}`, `${rounded(peak)} MiB`, used(sum(watches, ({ cpuSeconds }) => cpuSeconds)));
  }
  print("  shippers", "", used(sum(turns, ({ load }) => load.cpuSeconds)));
  const whole = cpuOf(turns);
  const share = whole / (sum(turns, ({ load }) => load.seconds) * availableParallelism());
  print("  all of them", "", `${used(whole)}, ${Math.round(share * 100)} % of the machine`);
}

function cpuOf(turns: readonly Turn[]): number {
  return sum(turns, ({ load, watches }) => load.cpuSeconds + sum(watches, ({ cpuSeconds }) => cpuSeconds));
}

/** What another load of the machine does not change much. */
const costOf = (turns: readonly Turn[]): number => cpuOf(turns) / sum(turns, ({ load }) => load.accepted);

async function printCounts(label: string, hub: BenchHub, turns: readonly Turn[]): Promise<void> {
  const accepted = sum(turns, ({ load }) => load.accepted);
  const [stored, alerts] = [await hub.countEvents(), await hub.countAlerts()];
  const { duplicate, rejected, refused } = {
    duplicate: sum(turns, ({ load }) => load.duplicate),
    rejected: sum(turns, ({ load }) => load.rejected),
    refused: sum(turns, ({ load }) => load.refused),
  };
  const isSame = stored === accepted ? "the same" : "NOT THE SAME";
  print(`${label}: acknowledged, found by search`, rounded(accepted), `${rounded(stored)}, ${isSame}`);
  print(
    "  duplicate, rejected, told to wait",
    [duplicate, rejected, refused].join(", "),
    `${rounded(alerts)} alerts`,
  );
  if (stored !== accepted) process.exitCode = 1;
}

/** From an empty directory to an alert that a person sees, on the hub that goes on to be measured. */
async function startMatching(
  load: ChildProcess,
  options: HubOptions,
): Promise<{ hub: BenchHub; first: Turn }> {
  const begin = performance.now();
  const hub = await BenchHub.start(options);
  const up = performance.now();
  const rules = await hub.loadRules();
  const loaded = performance.now();
  const first = await takeTurn(load, hub, 0);
  const acknowledged = performance.now();
  if ((await hub.countAlerts()) === 0) throw new Error("the first batch raised no alert");
  const seen = performance.now();
  print("from start to first alert", seconds(seen - begin), `${rules} rules`);
  print("  hub up, administrator and source made", seconds(up - begin));
  print("  rules loaded", seconds(loaded - up));
  print("  first batches acknowledged, alert seen", seconds(seen - loaded), seconds(acknowledged - loaded));
  return { hub, first };
}

/** What a person does who has only the address of the repository: clone, install, start. */
function clone(): { readonly root: string } & Disposable {
  const root = mkdtempSync(join(tmpdir(), "fengsui-clone-"));
  const begin = performance.now();
  const steps = [
    ["git", "clone", "--quiet", join(import.meta.dirname, "../.."), root],
    ["npm", "ci", "--silent"],
  ] as const;
  for (const [program, ...args] of steps)
    if (spawnSync(program, args, { cwd: root, stdio: "inherit" }).status !== 0)
      throw new Error(`${program} failed`);
  print("git clone and npm ci", seconds(performance.now() - begin));
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}

async function measure(load: ChildProcess): Promise<void> {
  const flags = values.profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${values.profile}`];
  const length = Number(values.seconds);
  const { hub: matching, first } = await startMatching(load, { port: PORTS.matching, flags });
  await using _matching = matching;
  await using plain = await BenchHub.start({ port: PORTS.plain, flags: [] });
  const hubs = [
    { name: "matching", hub: matching, turns: [] as Turn[], all: [first] },
    { name: "without rules", hub: plain, turns: [] as Turn[], all: [] as Turn[] },
  ].filter(({ name }) => values.only === undefined || name === values.only);
  for (const { hub, all } of hubs) all.push(await takeTurn(load, hub, "once"));
  for (let round = 0; round < Number(values.rounds); round++)
    for (const { hub, turns } of hubs) {
      await pause(SETTLE_MS);
      turns.push(await takeTurn(load, hub, length));
    }
  for (const { name, turns } of hubs) printTurns(name, turns);
  const [one, other] = hubs;
  if (one !== undefined && other !== undefined)
    print(
      "matching / without rules",
      (rateOf(one.turns) / rateOf(other.turns)).toFixed(2),
      `by processor time ${(costOf(other.turns) / costOf(one.turns)).toFixed(2)}`,
    );
  for (const { name, hub, turns, all } of hubs) await printCounts(name, hub, [...all, ...turns]);
}

async function main(): Promise<void> {
  requireCorpus();
  console.log(
    `${availableParallelism()} cores of ${cpus()[0]?.model ?? "?"}, Node ${process.version}, load average before ${loadavg()[0]?.toFixed(1)}`,
  );
  console.log(
    `54,808 Windows events replayed, ${values.rounds} rounds of ${values.seconds} s each, ${values.connections} connections, ${values.batch} events a batch`,
  );
  const load = fork(join(import.meta.dirname, "load.ts"), [values.batch]);
  await once(load, "message");
  try {
    if (values.clone) {
      using fresh = clone();
      const { hub } = await startMatching(load, { port: PORTS.matching, root: fresh.root });
      await hub[Symbol.asyncDispose]();
    }
    await measure(load);
  } finally {
    load.disconnect();
  }
  console.log(
    `load average after ${loadavg()
      .map((value) => value.toFixed(1))
      .join(", ")}`,
  );
}

await main();
