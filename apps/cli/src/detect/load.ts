// SPDX-License-Identifier: Apache-2.0
/** What a run looks for, from the files that the options name. */
import { FengsuiError } from "@fengsui/contract";
import { requirePipelines } from "../load-pipelines.ts";
import { type LoadedRules, loadRules, noRuleFileError } from "../load-rules.ts";
import { IndicatorMatcher } from "./indicators/match.ts";
import { readIndicators } from "./indicators/read.ts";
import { readWarninglists } from "./indicators/warninglists.ts";
import type { DetectOptions } from "./options.ts";

export async function loadIndicators({
  indicators,
  warninglist,
}: DetectOptions): Promise<IndicatorMatcher | undefined> {
  if (indicators.length === 0) return undefined;
  const lists = readWarninglists(warninglist);
  const list = await readIndicators(indicators);
  list.refusedWarnings = lists.refused;
  return new IndicatorMatcher(list, lists, Date.now());
}

export function requireRules(options: DetectOptions): LoadedRules {
  const loaded = loadRules(options.rules, requirePipelines(options), options.level);
  if (options.rules.length === 0) return loaded;
  if (loaded.files.length === 0) throw noRuleFileError(options.rules, loaded.problems);
  if (loaded.ruleset.rules.length > 0) return loaded;
  throw new FengsuiError(
    "rules.none_usable",
    `none of the rules in ${options.rules.join(", ")} is valid and of level ${options.level} or above`,
  );
}
