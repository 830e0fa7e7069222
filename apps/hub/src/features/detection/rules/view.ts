// SPDX-License-Identifier: Apache-2.0
/** Rules, their versions and their diagnostics as they cross the API. */
import { RULE_CHANGE, type Rule, type RuleGrouping } from "@fengsui/contract";
import { z } from "zod";
import type { RuleRow, VersionRow } from "./records.ts";

export const KEPT_DIAGNOSTICS = z.array(
  z.object({
    code: z.string(),
    severity: z.enum(["error", "warning"]),
    message: z.string(),
    hint: z.string(),
    file: z.string(),
    span: z.object({ line: z.int(), column: z.int(), endLine: z.int(), endColumn: z.int() }).optional(),
  }),
);

export function toRule(row: RuleRow): Rule {
  return {
    id: row.id,
    kind: row.kind,
    organisationId: row.organisation_id,
    key: row.key,
    title: row.title,
    level: row.level,
    scope: row.scope,
    origin: row.origin,
    isEnabled: row.is_enabled,
    vanishedAt: row.vanished_at?.toISOString() ?? null,
    groupBy: toGrouping(row.group_by),
    version: row.version,
    changedAt: row.changed_at.toISOString(),
  };
}

export function toVersion({ version, source, diagnostics, group_by, created_at }: VersionRow) {
  return {
    version,
    source,
    diagnostics: KEPT_DIAGNOSTICS.parse(diagnostics),
    groupBy: toGrouping(group_by),
    createdAt: created_at.toISOString(),
  };
}

function toGrouping(text: string | null): RuleGrouping | null {
  return RULE_CHANGE.parse({ groupBy: text }).groupBy ?? null;
}
