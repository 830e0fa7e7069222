// SPDX-License-Identifier: Apache-2.0
/** What the page of rules decides: which are asked for, and which files of an upload are read. */
import type { RuleFilter } from "@fengsui/client";
import { ALERT_LEVELS, RULE_KINDS, type Rule } from "@fengsui/contract";
import type { TextKey } from "../../app/texts.ts";

export const KIND_TEXT: Readonly<Record<Rule["kind"], TextKey>> = {
  detection: "rules.kind.detection",
  correlation: "rules.kind.correlation",
  filter: "rules.kind.filter",
  indicators: "rules.kind.indicators",
};

/** In the order in which a rule goes through them. */
export const FIGURES = ["evaluated", "candidates", "matches", "undecided", "cost"] as const;
export type Figure = (typeof FIGURES)[number];
export const FIGURE_TEXT: Readonly<Record<Figure, { readonly name: TextKey; readonly says: TextKey }>> = {
  evaluated: { name: "rules.figures.evaluated", says: "rules.figures.evaluated.says" },
  candidates: { name: "rules.figures.candidates", says: "rules.figures.candidates.says" },
  matches: { name: "rules.figures.matches", says: "rules.figures.matches.says" },
  undecided: { name: "rules.figures.undecided", says: "rules.figures.undecided.says" },
  cost: { name: "rules.figures.cost", says: "rules.figures.cost.says" },
};

export const WHICH = ["all", "on", "off"] as const;
export type Which = (typeof WHICH)[number];
export const ANY_LEVEL = "any";
export type LevelChoice = (typeof ALERT_LEVELS)[number] | typeof ANY_LEVEL;

export const ANY_KIND = "any";
export type KindChoice = Rule["kind"] | typeof ANY_KIND;

export interface RuleFilters {
  readonly which: Which;
  readonly kind: KindChoice;
  readonly level: LevelChoice;
  /** Part of the title or of the id in the rule. */
  readonly text: string;
}

type Search = Readonly<Record<string, string>>;

export function readRuleFilters({ which, kind, level, text = "" }: Search): RuleFilters {
  return {
    which: WHICH.find((one) => one === which) ?? "all",
    kind: RULE_KINDS.find((one) => one === kind) ?? ANY_KIND,
    level: ALERT_LEVELS.find((one) => one === level) ?? ANY_LEVEL,
    text,
  };
}

export function writeRuleFilters({ which, kind, level, text }: RuleFilters): Search {
  return {
    ...(which !== "all" && { which }),
    ...(kind !== ANY_KIND && { kind }),
    ...(level !== ANY_LEVEL && { level }),
    ...(text !== "" && { text }),
  };
}

export function toRuleQuery({ which, kind, level, text }: RuleFilters): RuleFilter {
  return {
    ...(which !== "all" && { isEnabled: which === "on" }),
    ...(kind !== ANY_KIND && { kind }),
    ...(level !== ANY_LEVEL && { level }),
    ...(text.trim() !== "" && { text: text.trim() }),
  };
}

/** Out of a folder come all its files; rules are those. */
export function isRuleFile(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

/** The hub takes no NUL, and would refuse the whole upload: with a mark in its place the file is refused by itself. */
export async function readRuleFile(file: File): Promise<{ readonly name: string; readonly text: string }> {
  const text = await file.text();
  return { name: file.webkitRelativePath || file.name, text: text.replaceAll("\0", "\ufffd") };
}
