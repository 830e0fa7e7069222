// SPDX-License-Identifier: Apache-2.0
/** What a case rule would do with alerts that there are: it looks where the rule itself would look. */
import type { CaseRulePreview, CaseRuleTrial } from "@fengsui/contract";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf, ruleIdOf } from "../../../platform/http/parameters.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import type { Records } from "../../../platform/records/index.ts";
import { type AlertRow, alertsWithoutCase } from "../../detection/index.ts";
import { countGroups, patternOf } from "../rules.ts";
import { APPLIER } from "./apply.ts";

const DAY_MS = 24 * 3_600_000;
const AT_MOST = 2_000;
const EXAMPLES = 5;

export async function previewCaseRule(
  records: Records,
  signedIn: SignedIn,
  { days, groupHours, ...wanted }: CaseRuleTrial,
): Promise<CaseRulePreview> {
  const organisationId = organisationIdOf(wanted.organisationId);
  requireRole(signedIn, organisationId, "analyst");
  // As the rule, which sees what all people of the organisation may see.
  const alerts = await records.read(APPLIER, (tx) => {
    const condition = {
      organisationId,
      since: new Date(tx.now.getTime() - days * DAY_MS),
      ruleIds: wanted.ruleIds.map(ruleIdOf),
      lowestLevel: wanted.lowestLevel,
      entityPatterns: wanted.entities.map(patternOf),
      organisationIds: wanted.organisationIds.map(organisationIdOf),
    };
    return alertsWithoutCase(tx, condition, AT_MOST);
  });
  return {
    alerts: alerts.length,
    cases: countGroups(alerts.map(toGrouped), groupHours),
    isCut: alerts.length === AT_MOST,
    examples: alerts
      .slice(-EXAMPLES)
      .reverse()
      .map(({ id, title, level, entity }) => ({ alertId: id, title, level, entity })),
  };
}

function toGrouped({ entity_kind: entityKind, entity, first_event_at: from, last_event_at: to }: AlertRow) {
  return { entityKind, entity, span: { from, to } };
}
