// SPDX-License-Identifier: Apache-2.0
/** What the page of rules decides: which are shown, and which files of an upload are read. */
import type { Rule } from "@fengsui/contract";

export const WHICH = ["all", "on", "off"] as const;
export type Which = (typeof WHICH)[number];

export interface RuleFilters {
  readonly which: Which;
  readonly text: string;
}

export function readRuleFilters(search: Readonly<Record<string, string>>): RuleFilters {
  return { which: WHICH.find((which) => which === search["which"]) ?? "all", text: search["text"] ?? "" };
}

export function writeRuleFilters({ which, text }: RuleFilters): Readonly<Record<string, string>> {
  return { ...(which !== "all" && { which }), ...(text !== "" && { text }) };
}

/** Those whose title or id has all the words. */
export function filterRules<R extends Pick<Rule, "title" | "key">>(
  rules: readonly R[],
  text: string,
): readonly R[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rules.filter(({ title, key }) => {
    const where = `${title} ${key}`.toLowerCase();
    return words.every((word) => where.includes(word));
  });
}

/** Out of a folder come all its files; rules are those. */
export function isRuleFile(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}
