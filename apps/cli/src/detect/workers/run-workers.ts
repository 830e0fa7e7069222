// SPDX-License-Identifier: Apache-2.0
/** The run with several workers: inputs are read here, shared out, and the results taken in the order of the shares. */
import { splitLog } from "@fengsui/logs";
import type { LoadedRules } from "../../load-rules.ts";
import { Correlating } from "../correlate.ts";
import type { FormatChoice } from "../format.ts";
import { SourceBytes } from "../inputs.ts";
import type { DetectOptions } from "../options.ts";
import { print, type RunPlan, readOptions } from "../run.ts";
import { type Member, Pool } from "./pool.ts";
import type { PlainRules } from "./protocol.ts";
import { Input, type Step, Taking } from "./taking.ts";

/** Steps of which the results are not taken in yet, for each worker: what is in memory is bounded by it. */
const STEPS_AHEAD = 8;

export async function runWorkers(
  plan: RunPlan,
  options: DetectOptions,
  choice: FormatChoice | undefined,
): Promise<void> {
  const correlating = new Correlating(plan.loaded);
  const pool = new Pool(options.workers, { options, choice, rules: plainRules(plan.loaded) });
  plan.signal.addEventListener("abort", () => void pool.end());
  const taking = new Taking(plan, correlating);
  const ahead: Step[] = [];
  try {
    await plan.write(plan.format?.header ?? "");
    for await (const step of readInputs(plan, pool)) {
      ahead.push(step);
      if (ahead.length >= STEPS_AHEAD * options.workers) await taking.step(ahead.shift());
    }
    for (const step of ahead) await taking.step(step);
    for (const member of pool.members) await taking.figures(member.give({ is: "figures" }));
    await print(plan, correlating.finish());
    if (plan.loaded.correlations.length > 0) plan.summary.correlated = correlating.statistics;
  } finally {
    await pool.end();
  }
}

/** Rules are plain data, unless pipelines renamed fields. */
function plainRules({ ruleset: { rules }, correlations }: LoadedRules): PlainRules | undefined {
  return rules.some(({ namesOf }) => namesOf !== undefined) ? undefined : { rules, correlations };
}

async function* readInputs(plan: RunPlan, pool: Pool): AsyncGenerator<Step> {
  for (const file of plan.files) {
    if (plan.signal.aborted) return;
    yield* readInput(plan, pool, new Input(file));
  }
}

/** Reads an input, and gives each part of it that is to be matched to a worker. */
async function* readInput(plan: RunPlan, pool: Pool, input: Input): AsyncGenerator<Step> {
  const { file } = input;
  yield { is: "begin", input };
  let bytesRead = 0;
  const source = new SourceBytes(file, plan.signal, (count) => {
    bytesRead += count;
  });
  let one: Member | undefined;
  for await (const part of splitLog(source, readOptions(plan, file))) {
    if (part.is === "problems") yield { ...part, input };
    else if (part.is === "whole") {
      yield { is: "share", input, results: pool.idlest.give({ is: "whole", file }) };
    } else {
      if (part.isJoined) one ??= pool.idlest;
      const results = (one ?? pool.idlest).give({ is: "stretch", file, stretch: part });
      yield { is: "share", input, results, bytes: bytesRead };
    }
  }
  yield { is: "end", input, failure: source.failure };
}
