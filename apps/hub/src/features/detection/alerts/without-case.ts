// SPDX-License-Identifier: Apache-2.0
/** Alerts that no case has and that a condition of a case rule is about. */
import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import type { Level, OrganisationId, ReadTx } from "../../../platform/records/index.ts";
import { selectAlerts } from "./records.ts";

export interface AlertCondition {
  /** Whose cases these would be. */
  readonly organisationId: OrganisationId;
  /** Raised since then. */
  readonly since: Date;
  readonly ruleIds: readonly Id<"rule">[];
  readonly lowestLevel: Level | null;
  /** Patterns as LIKE has them; any, where there is none. */
  readonly entityPatterns: readonly string[];
  /** Whose alerts; the organisation's own, where none is named. */
  readonly organisationIds: readonly OrganisationId[];
}

const LEVELS: readonly Level[] = ["informational", "low", "medium", "high", "critical"];

/** The oldest first. One that was in a case of the organisation and was taken out is not among them. */
export async function alertsWithoutCase(tx: ReadTx, condition: AlertCondition, limit: number) {
  const { organisationId, since, ruleIds, lowestLevel, entityPatterns, organisationIds } = condition;
  const owners = organisationIds.length === 0 ? [organisationId] : organisationIds;
  let query = selectAlerts(tx)
    .where("alerts.organisation_id", "in", owners)
    .where("alerts.created_at", ">=", since)
    .where("alerts.state", "=", "open")
    .where("alerts.suppression_id", "is", null)
    .where(isVisibleTo(organisationId))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("case_alerts")
            .select("case_alerts.id")
            .whereRef("case_alerts.alert_id", "=", "alerts.id")
            .where("case_alerts.organisation_id", "=", organisationId),
        ),
      ),
    )
    .orderBy("alerts.created_at")
    .orderBy("alerts.id")
    .limit(limit);
  if (ruleIds.length > 0) query = query.where("alerts.rule_id", "in", ruleIds);
  if (lowestLevel !== null)
    query = query.where("alerts.level", "in", LEVELS.slice(LEVELS.indexOf(lowestLevel)));
  if (entityPatterns.length > 0)
    query = query.where(sql<boolean>`alerts.entity like any (${[...entityPatterns]}::text[])`);
  return await query.execute();
}

/** The hub reads it for the organisation: what all of its people may see, and nothing more. */
function isVisibleTo(organisationId: OrganisationId) {
  return sql<boolean>`alerts.audience_id = any ((select organisation_audiences(${organisationId}::uuid))::int[])`;
}
