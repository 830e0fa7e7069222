// SPDX-License-Identifier: Apache-2.0
/** The rows of case rules, and the case that an alert would join. */
import type { Id } from "../../../platform/ids.ts";
import type { Level, OrganisationId, PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";

export async function listCaseRules(tx: ReadTx) {
  return await tx.read.selectFrom("case_rules").selectAll().orderBy("name").orderBy("id").execute();
}

/** Of organisations that are on, in the order in which they were made: the first that an alert fits takes it. */
export async function enabledCaseRules(tx: ReadTx) {
  return await tx.read
    .selectFrom("case_rules")
    .innerJoin("organisations", "organisations.id", "case_rules.organisation_id")
    .selectAll("case_rules")
    .where("case_rules.is_enabled", "=", true)
    .where("organisations.disabled_at", "is", null)
    .orderBy("case_rules.id")
    .execute();
}

export async function findCaseRule(tx: ReadTx, id: Id<"case-rule">) {
  return await tx.read.selectFrom("case_rules").selectAll().where("id", "=", id).executeTakeFirst();
}

export type CaseRuleRow = NonNullable<Awaited<ReturnType<typeof findCaseRule>>>;

export interface CaseRuleFields {
  readonly name: string;
  readonly is_enabled: boolean;
  readonly rule_ids: Id<"rule">[];
  readonly lowest_level: Level | null;
  readonly entities: string[];
  readonly organisation_ids: OrganisationId[];
  readonly group_hours: number;
  readonly assignee_id: PersonId | null;
  readonly since: Date;
  readonly changed_at: Date;
}

export type InsertCaseRule = CaseRuleFields & {
  readonly id: Id<"case-rule">;
  readonly organisation_id: OrganisationId;
  readonly created_by: PersonId;
  readonly created_at: Date;
};

export async function insertCaseRule(write: Writer, rule: InsertCaseRule): Promise<void> {
  await write.insertInto("case_rules").values(rule).execute();
}

export async function updateCaseRule(
  write: Writer,
  id: Id<"case-rule">,
  change: Partial<CaseRuleFields>,
): Promise<void> {
  await write.updateTable("case_rules").set(change).where("id", "=", id).execute();
}

/** Open cases that the rule made for the entity, with the span of the alerts in each; the newest first. */
export async function openCasesOf(
  { read }: Pick<ReadTx, "read">,
  rule: Pick<CaseRuleRow, "id">,
  { entity_kind, entity }: { readonly entity_kind: string; readonly entity: string },
) {
  return await read
    .selectFrom("cases")
    .innerJoin("case_alerts", (join) =>
      join.onRef("case_alerts.case_id", "=", "cases.id").on("case_alerts.left_at", "is", null),
    )
    .innerJoin("alerts", "alerts.id", "case_alerts.alert_id")
    .select(({ fn }) => [
      "cases.id",
      fn.min("alerts.first_event_at").as("from"),
      fn.max("alerts.last_event_at").as("to"),
    ])
    .where("cases.case_rule_id", "=", rule.id)
    .where("cases.entity", "=", entity)
    .where(({ cast, eb, ref }) => eb(cast<string>(ref("cases.entity_kind"), "text"), "=", entity_kind))
    .where("cases.state", "!=", "closed")
    .where("cases.merged_into_id", "is", null)
    .groupBy("cases.id")
    .orderBy("cases.id", "desc")
    .execute();
}
