// SPDX-License-Identifier: Apache-2.0
/**
 * Ten million indicators of mixed kinds: bytes each beyond the records, lookups a second at 1 % hits, snapshot and
 * load; beside the same values in a JavaScript Set. Times are the processor's, of this process.
 *
 *     npm run bench:indicators [-- <how many>]
 */
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { IndicatorIndex, loadSnapshot, type Observable, snapshot } from "@fengsui/indicators";

const COUNT = Number(process.argv[2] ?? 10_000_000);
const QUESTIONS = 1_000_000;
const HITS = 100;
const ROUNDS = 5;

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function digits(seed: number, length: number): string {
  let [state, text] = [seed | 0, ""];
  while (text.length < length) {
    state = Math.imul(state ^ (state >>> 16), 0x45d9f3b) + 0x9e3779b9;
    text += (state >>> 0).toString(16).padStart(8, "0");
  }
  return text.slice(0, length);
}

/** A third each of names, of SHA-256 and of addresses; `word` keeps apart what is in and what is not. */
function observableOf(number: number, word: "in" | "out"): Observable {
  if (number % 3 === 0)
    return {
      kind: "domain-name",
      value: `h${number}.${word === "in" ? "bad" : "fine"}${number % 9973}.example`,
    };
  if (number % 3 === 1) return { kind: "sha256", value: digits(word === "in" ? number : -number, 64) };
  const first = word === "in" ? 11 : 43;
  return {
    kind: "ipv4-addr",
    value: `${first + (number >>> 24)}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`,
  };
}

/** The best of some rounds, in lookups a second: the machine may be busy with other things. */
function rate(questions: readonly Observable[], ask: (observable: Observable) => boolean): string {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = processorSeconds();
    let hits = 0;
    for (const question of questions) if (ask(question)) hits++;
    best = Math.max(best, questions.length / (processorSeconds() - before));
    if (hits === 0) throw new Error("No question was met: the measurement is void.");
  }
  return `${(best / 1e6).toFixed(2)} million/s`;
}

const JUST_READ = 10_000;

/** As `rate`, of values that were just parsed, as those of events are: they are in the caches, the index is not. */
function rateOfJustRead(questions: readonly Observable[], ask: (observable: Observable) => boolean): string {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let seconds = 0;
    let hits = 0;
    for (let from = 0; from < questions.length; from += JUST_READ) {
      const read: Observable[] = JSON.parse(JSON.stringify(questions.slice(from, from + JUST_READ)));
      const before = processorSeconds();
      for (const question of read) if (ask(question)) hits++;
      seconds += processorSeconds() - before;
    }
    best = Math.max(best, questions.length / seconds);
    if (hits === 0) throw new Error("No question was met: the measurement is void.");
  }
  return `${(best / 1e6).toFixed(2)} million/s`;
}

function print(what: string, figure: string): void {
  console.log(`${what.padEnd(44)} ${figure}`);
}

async function measureSnapshot(index: IndicatorIndex): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "fengsui-bench-"));
  try {
    const path = join(folder, "snapshot");
    let start = performance.now();
    const file = createWriteStream(path);
    for (const piece of snapshot(index)) if (!file.write(piece)) await once(file, "drain");
    file.end();
    await once(file, "finish");
    print("snapshot, written (time on the wall)", `${((performance.now() - start) / 1000).toFixed(2)} s`);
    start = performance.now();
    const handle = await open(path);
    const read = async (length: number) => {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await handle.read(bytes, 0, length);
      return bytes.subarray(0, bytesRead);
    };
    const loaded = await loadSnapshot(read);
    await handle.close();
    print("snapshot, loaded (time on the wall)", `${((performance.now() - start) / 1000).toFixed(2)} s`);
    if (loaded.size !== index.size) throw new Error("What was loaded is not what was written.");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function heapBytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

console.log(
  `${COUNT} indicators, ${QUESTIONS} questions, 1 % of them met; Node ${process.version}, ${cpus()[0]?.model}`,
);
const questions = Array.from({ length: QUESTIONS }, (_, number) =>
  observableOf((number * 7919) % COUNT, number % HITS === 0 ? "in" : "out"),
);
const index = new IndicatorIndex();
let start = processorSeconds();
for (let number = 0; number < COUNT; number++) index.add({ ...observableOf(number, "in"), reference: "" });
print("added", `${(COUNT / (processorSeconds() - start) / 1e6).toFixed(2)} million/s`);
print("beyond the records, bytes an indicator", (index.tableBytes / COUNT).toFixed(1));
print("records, bytes an indicator", ((index.parts.records.blocks.length * 2 ** 22) / COUNT).toFixed(1));
print(
  "lookups",
  rate(questions, (one) => index.find(one, 0).length > 0),
);
print(
  "lookups of values just read",
  rateOfJustRead(questions, (one) => index.find(one, 0).length > 0),
);
for (const kind of ["domain-name", "sha256", "ipv4-addr"] as const) {
  const some = questions.filter((one) => one.kind === kind);
  print(
    `  of ${kind}`,
    rate(some, (one) => index.find(one, 0).length > 0),
  );
}
await measureSnapshot(index);

const before = heapBytes();
const set = new Set<string>();
start = processorSeconds();
for (let number = 0; number < COUNT; number++) set.add(observableOf(number, "in").value);
print("Set: added", `${(COUNT / (processorSeconds() - start) / 1e6).toFixed(2)} million/s`);
print("Set: bytes an indicator, values included", ((heapBytes() - before) / COUNT).toFixed(1));
print(
  "Set: lookups",
  rate(questions, ({ value }) => set.has(value)),
);
print(
  "Set: lookups of values just read",
  rateOfJustRead(questions, ({ value }) => set.has(value)),
);
