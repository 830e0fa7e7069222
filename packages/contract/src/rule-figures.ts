// SPDX-License-Identifier: Apache-2.0
/** What rules were asked, found and cost: of the events of the organisations whose figures one may see. */
import { z } from "zod";
import { ALERT_LEVELS } from "./detection.ts";

const amount = z.number().nonnegative();
const sums = z.object({
  /** Events that its log source applies to. */
  evaluated: amount,
  /** Of these, those in which everything was seen that the rule needs: only they were tested. */
  candidates: amount,
  matches: amount,
  /** Events that it was too much work for. */
  undecided: amount,
  /** What its tests took, in units of work that do not depend on the machine: about one character looked at once. */
  cost: amount,
});
export type RuleSums = z.infer<typeof sums>;

const span = {
  /** Today, as UTC has it, and those before it. Older ones than 90 are not kept. */
  days: z.coerce.number().int().min(1).max(90).default(7),
  organisationId: z.uuid().optional(),
};

export const RULE_FIGURES_QUERY = z.object(span);
export type RuleFiguresQuery = z.output<typeof RULE_FIGURES_QUERY>;
export const RULE_FIGURES = z.object({
  /** Of events when they came. */
  live: sums,
  /** Of stored events that were looked at again. */
  retrospective: sums,
  /** The live ones of each day, the first of them the longest ago. */
  days: z.array(sums.extend({ day: z.iso.date() })),
  /** Of a correlation: the last hours in whose time there were more events than are looked at; it looked at so many. */
  cutHours: z.array(z.iso.datetime()),
});
export type RuleFigures = z.infer<typeof RULE_FIGURES>;

/** Silent ones are on and matched nothing: those that were asked most first, last those that no event was for. */
export const RULE_ORDERS = ["cost", "matches", "undecided", "silent"] as const;
export type RuleOrder = (typeof RULE_ORDERS)[number];
export const RULES_FIGURES_QUERY = z.object({
  ...span,
  order: z.enum(RULE_ORDERS).default("cost"),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type RulesFiguresQuery = z.output<typeof RULES_FIGURES_QUERY>;
/** Of events when they came. */
export const RULES_FIGURES = z.object({
  rules: z.array(
    sums.extend({
      ruleId: z.uuid(),
      title: z.string(),
      level: z.enum(ALERT_LEVELS),
      version: z.int(),
      isEnabled: z.boolean(),
    }),
  ),
  /** There are more than were asked for. */
  isCut: z.boolean(),
});
export type RulesFigures = z.infer<typeof RULES_FIGURES>;
