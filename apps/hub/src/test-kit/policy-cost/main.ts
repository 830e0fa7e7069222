// SPDX-License-Identifier: Apache-2.0
/**
 * What it costs that the database itself decides who sees what: the product's own queries over a million alerts, with
 * its policies, beside the same queries with the reader's filter written into them, and without any.
 *
 *     npm run bench:policy -- [--alerts 1000000] [--cases 200000] [--assets 200000] [--rounds 15] [--only embedded|served]
 *
 * It measures on the embedded PostgreSQL, and on one that is served: `--postgres` is the address of its superuser (what
 * is made there is dropped again); without it one is started where this machine has the programs. The ways take turns,
 * and what is compared is the median of the ratios of neighbours.
 */
import { availableParallelism, cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { withClient } from "../../platform/records/connections.ts";
import { fill, READERS } from "./fill.ts";
import { type Kind, QUESTIONS, type Question } from "./questions.ts";
import { type MeasuredServer, reachServed, startEmbedded, startServed } from "./servers.ts";
import { Reader, WAYS, type Way } from "./ways.ts";

const { values } = parseArgs({
  options: {
    alerts: { type: "string", default: "1000000" },
    cases: { type: "string", default: "200000" },
    assets: { type: "string", default: "200000" },
    rounds: { type: "string", default: "15" },
    only: { type: "string" },
    postgres: { type: "string" },
    question: { type: "string" },
  },
});
const AIMS: Readonly<Record<Kind, number>> = { list: 1.2, count: 1.2, search: 2 };
/** A question that takes longer is asked less often. */
const LONG_MS = 30_000;

type Times = Record<Way, number[]>;

async function measure(reader: Reader, question: Question): Promise<Times> {
  const times: Times = { policy: [], filter: [], nothing: [] };
  for (const way of WAYS) await reader.ask(way, question); // warm
  const start = performance.now();
  for (let round = 0; round < Number(values.rounds); round++) {
    // Each way comes first as often as the others.
    const ways = WAYS.map((_, index) => WAYS[(index + round) % WAYS.length] ?? "policy");
    for (const way of ways) times[way].push(await reader.ask(way, question));
    if (round >= 4 && performance.now() - start > LONG_MS) break;
  }
  return times;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

function ratio(times: Times, than: Way): number {
  return median(times.policy.map((ms, round) => ms / (times[than][round] ?? Number.NaN)));
}

function printTimes(name: string, kind: Kind, times: Times): void {
  const ms = WAYS.map((way) => median(times[way]).toFixed(1).padStart(9)).join("");
  const [filter, nothing] = [ratio(times, "filter"), ratio(times, "nothing")];
  const isMissed = filter > AIMS[kind] ? "  MISSED" : "";
  console.log(
    `  ${name.padEnd(32)}${ms}${filter.toFixed(2).padStart(9)}${nothing.toFixed(2).padStart(9)}${isMissed}`,
  );
}

async function measureServer(server: MeasuredServer): Promise<void> {
  const amounts = {
    alerts: Number(values.alerts),
    cases: Number(values.cases),
    assets: Number(values.assets),
  };
  const start = performance.now();
  await withClient(server.unbound, (client) => fill(client, amounts));
  const filled = `filled in ${((performance.now() - start) / 1000).toFixed(0)} s`;
  console.log(`\n${server.name}: ${JSON.stringify(amounts)}, ${filled}`);
  for (const [name, number] of Object.entries(READERS)) {
    await using reader = await Reader.open(server, number);
    const ratios: Record<Kind, number[]> = { list: [], count: [], search: [] };
    const { first, again } = await reader.rule();
    console.log(
      `\n  The rule in an empty transaction: ${first.toFixed(1)} ms at first, ${again.toFixed(1)} ms again`,
    );
    console.log(`  A reader ${name.padEnd(23)}   policy   filter  nothing /filter /nothing`);
    for (const question of QUESTIONS) {
      if (values.question !== undefined && !question.name.includes(values.question)) continue;
      const times = await measure(reader, question);
      ratios[question.kind].push(ratio(times, "filter"));
      printTimes(question.name, question.kind, times);
    }
    const medians = Object.entries(ratios).map(([kind, all]) => `${kind} ${median(all).toFixed(2)}`);
    console.log(`  policy / filter, the median of each kind: ${medians.join(", ")}`);
  }
}

const machine = `${cpus()[0]?.model ?? "unknown"}, ${availableParallelism()} cores`;
console.log(
  `${machine}, Node ${process.version}, load ${loadavg()
    .map((one) => one.toFixed(1))
    .join(" ")}`,
);
console.log(
  "Times in ms, medians; ratios are medians of the ratios of neighbours; aims 1.20, 1.20 and 2.00 × filter.",
);
if (values.only !== "served") {
  await using server = await startEmbedded();
  await measureServer(server);
}
if (values.only !== "embedded") {
  const { postgres } = values;
  await using server = postgres === undefined ? await startServed() : await reachServed(postgres);
  if (server === undefined)
    console.log("\nserved: skipped, as there is no postgres in the PATH and no --postgres");
  else await measureServer(server);
}
console.log(
  `load at the end ${loadavg()
    .map((one) => one.toFixed(1))
    .join(" ")}`,
);
