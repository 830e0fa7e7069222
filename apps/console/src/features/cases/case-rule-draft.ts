// SPDX-License-Identifier: Apache-2.0
/** What the form of a case rule holds, and what it means. Pure. */
import type { CaseRule } from "@fengsui/contract";
import { z } from "zod";
import { LEVELS } from "../alerts/view.ts";

export const CASE_RULE_DRAFT = z.object({
  organisationId: z.string(),
  name: z.string(),
  ruleIds: z.array(z.string()),
  lowestLevel: z.enum(LEVELS).nullable(),
  /** One a line. */
  entities: z.string(),
  organisationIds: z.array(z.string()),
  groupHours: z.number(),
  assigneeId: z.string(),
});
export type CaseRuleDraft = z.infer<typeof CASE_RULE_DRAFT>;

export function draftOf(rule: CaseRule | undefined, organisationId: string): CaseRuleDraft {
  return {
    organisationId: rule?.organisationId ?? organisationId,
    name: rule?.name ?? "",
    ruleIds: rule?.ruleIds ?? [],
    lowestLevel: rule?.lowestLevel ?? null,
    entities: rule?.entities.join("\n") ?? "",
    organisationIds: rule?.organisationIds ?? [],
    groupHours: rule?.groupHours ?? 24,
    assigneeId: rule?.assigneeId ?? "",
  };
}

export function conditionOf({ ruleIds, lowestLevel, entities, organisationIds, groupHours }: CaseRuleDraft) {
  const lines = entities
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return { ruleIds, lowestLevel, entities: lines, organisationIds, groupHours };
}

/** It is about something: not about every alert that there is. */
export function hasCondition(draft: CaseRuleDraft): boolean {
  const { ruleIds, lowestLevel, entities } = conditionOf(draft);
  return ruleIds.length > 0 || lowestLevel !== null || entities.length > 0;
}
