// SPDX-License-Identifier: Apache-2.0
/** What each rule was asked, and what it cost, in units of work that do not depend on the machine. */
import type { RuleFigures, Ruleset, SigmaRule } from "@fengsui/sigma";
import type { Summary } from "./summary.ts";

export interface ProfiledRule {
  readonly rule: SigmaRule;
  readonly figures: RuleFigures;
}

/** The dearest first; of those that cost the same, by id, so that several workers give the order of one. */
export function profileOf(ruleset: Ruleset, ofWorkers: Summary["figures"]): readonly ProfiledRule[] {
  return [...(ofWorkers.size > 0 ? ofWorkers : ruleset.figures())]
    .map(([rule, figures]) => ({ rule, figures }))
    .toSorted(
      (a, b) =>
        b.figures.cost - a.figures.cost ||
        b.figures.candidates - a.figures.candidates ||
        (a.rule.id < b.rule.id ? -1 : 1),
    );
}
