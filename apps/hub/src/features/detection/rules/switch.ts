// SPDX-License-Identifier: Apache-2.0
/** Changes of rules that are there: switched on and off, regrouped; each is announced with the change itself. */
import type { RuleGrouping } from "@fengsui/contract";
import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  announce,
  audited,
  type OrganisationId,
  type Principal,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import type { RuleRow, VersionRow } from "./records.ts";

/** What a pass over stored events is planned from. */
export const RULE_CHANGED = "rule.changed";

/**
 * To who looks at rules now, and for the pass over stored events that is to come: of a list of indicators for all of
 * them, or for what is new in it.
 */
export async function announceChange(
  write: Writer,
  organisationId: OrganisationId,
  rules: readonly Pick<RuleRow, "id" | "audience_id">[],
  { isWhole = true }: { readonly isWhole?: boolean } = {},
): Promise<void> {
  if (rules.length === 0) return;
  if (isWhole) await lookBackForAll(write, rules);
  const byAudience = Map.groupBy(rules, ({ audience_id }) => audience_id);
  const news = [...byAudience].map(([audienceId, group]) => ({
    topic: "rule.changed" as const,
    organisationId,
    audienceId,
    ids: group.map(({ id }) => id),
  }));
  await tell(write, news);
  const payload = { organisationId, ruleIds: rules.map(({ id }) => id) };
  await announce(write, { topic: RULE_CHANGED, payload });
}

async function lookBackForAll(write: Writer, rules: readonly Pick<RuleRow, "id">[]): Promise<void> {
  const ids = rules.map(({ id }) => id);
  await write
    .updateTable("indicator_lists")
    .set({ looked_back_revision: 0 })
    .where("rule_id", "=", sql<Id<"rule">>`any(${ids}::uuid[])`)
    .execute();
}

/** How many were changed. What a person switched is no longer what vanished. */
export async function switchRules(tx: Tx, rules: readonly RuleRow[], isEnabled: boolean): Promise<number> {
  const changed = rules.filter((rule) => rule.is_enabled !== isEnabled);
  const action = isEnabled ? "rule.enable" : "rule.disable";
  for (const [organisationId, own] of Map.groupBy(changed, (rule) => rule.organisation_id)) {
    const ids = own.map(({ id }) => id);
    const [only] = ids;
    const subject =
      ids.length === 1 && only !== undefined
        ? { kind: "rule", id: only }
        : { kind: "organisation", id: organisationId };
    const detail = ids.length === 1 ? {} : { ruleIds: ids };
    await audited(tx, { action, subject, organisationId, detail }, async (write) => {
      await write
        .updateTable("rules")
        .set({ is_enabled: isEnabled, vanished_at: null, changed_at: tx.now })
        .where("id", "=", sql<Id<"rule">>`any(${ids}::uuid[])`)
        .execute();
      await announceChange(write, organisationId, own);
    });
  }
  return changed.length;
}

export interface Regrouping {
  readonly rule: RuleRow;
  readonly current: VersionRow;
  readonly groupBy: RuleGrouping | null;
  readonly principal: Principal;
  readonly now: Date;
}

/** Another grouping is another version, as the version says which alert a match belongs to. */
export async function insertGrouping(
  write: Writer,
  { rule, current, groupBy, principal, now }: Regrouping,
): Promise<void> {
  const version = rule.version + 1;
  await write
    .updateTable("rules")
    .set({ version, group_by: groupBy, changed_at: now })
    .where("id", "=", rule.id)
    .execute();
  await write
    .insertInto("rule_versions")
    .values({
      rule_id: rule.id,
      version,
      organisation_id: rule.organisation_id,
      audience_id: rule.audience_id,
      source: current.source,
      sha256: current.sha256,
      diagnostics: JSON.stringify(current.diagnostics),
      group_by: groupBy,
      created_by: principal.kind === "person" ? principal.personId : null,
    })
    .execute();
}
