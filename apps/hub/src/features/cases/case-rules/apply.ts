// SPDX-License-Identifier: Apache-2.0
/**
 * What case rules do: each alert that fits one and is in no case yet joins the open case of its entity, or begins one.
 * It looks at the alerts themselves, so that it may be done at any time, again and after a crash.
 */
import type { Clock } from "../../../platform/clock.ts";
import { newId } from "../../../platform/ids.ts";
import {
  audited,
  ensureAudience,
  type Records,
  systemPrincipal,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import { type AlertRow, alertsWithoutCase, takenAlerts } from "../../detection/index.ts";
import { enterJoined } from "../alerts.ts";
import { type CaseParts, tellChanged } from "../change-case.ts";
import * as cases from "../records.ts";
import { highestOf, hoursBetween, patternOf, titleOf } from "../rules.ts";
import { insertEntries } from "../timeline/records.ts";
import * as store from "./records.ts";

export const APPLIER = systemPrincipal("cases.apply_rules");
/** An alert that is older is not made a case of by itself. */
const LOOK_BACK_MS = 7 * 24 * 3_600_000;
const AT_ONCE = 200;

export async function applyCaseRules({ records, clock }: CaseParts, signal: AbortSignal): Promise<void> {
  const rules = await records.read(APPLIER, store.enabledCaseRules);
  for (const rule of rules) {
    let found: readonly AlertRow[];
    do {
      found = await records.read(APPLIER, (tx) => alertsWithoutCase(tx, conditionOf(rule, tx.now), AT_ONCE));
      for (const alert of found) {
        if (signal.aborted) return;
        await place({ records, clock }, rule, alert);
      }
    } while (found.length === AT_ONCE);
  }
}

function conditionOf(rule: store.CaseRuleRow, now: Date) {
  return {
    organisationId: rule.organisation_id,
    since: new Date(Math.max(rule.since.getTime(), now.getTime() - LOOK_BACK_MS)),
    ruleIds: rule.rule_ids,
    lowestLevel: rule.lowest_level,
    entityPatterns: rule.entities.map(patternOf),
    organisationIds: rule.organisation_ids,
  };
}

async function place(
  { records, clock }: { readonly records: Records; readonly clock: Clock },
  rule: store.CaseRuleRow,
  alert: AlertRow,
): Promise<void> {
  const organisationId = rule.organisation_id;
  const newCaseId = newId<"case">(clock);
  await records.transaction(APPLIER, async (tx) => {
    if ((await takenAlerts(tx, organisationId, [alert.id])).length > 0) return;
    const open = await caseFor(tx, rule, alert);
    const id = open ?? newCaseId;
    const action = open === undefined ? "case.create" : "case.join";
    const detail = { caseRuleId: rule.id, alertId: alert.id };
    const entry = { action, subject: { kind: "case", id }, organisationId, detail };
    await audited(tx, entry, async (write) => {
      const context = { principal: tx.principal, now: tx.now, clock };
      const [existing] = open === undefined ? [] : await cases.lockCases(write, [open]);
      const row = existing ?? (await begin(write, { id, rule, alert, now: tx.now }));
      if (existing === undefined)
        await insertEntries(write, row, [{ kind: "case.created", detail: { caseRuleId: rule.id } }], context);
      await enterJoined(write, row, [alert], context);
      const severity = highestOf([row.severity, alert.level]) ?? row.severity;
      await cases.touchCase(write, row.id, { severity, now: tx.now });
      await tellChanged(write, row);
    });
  });
}

async function caseFor(tx: Tx, rule: store.CaseRuleRow, alert: AlertRow) {
  const open = await store.openCasesOf(tx, rule, alert);
  const span = { from: alert.first_event_at, to: alert.last_event_at };
  return open.find((one) => hoursBetween(one, span) <= rule.group_hours)?.id;
}

interface Begin {
  readonly id: cases.CaseRow["id"];
  readonly rule: store.CaseRuleRow;
  readonly alert: AlertRow;
  readonly now: Date;
}

async function begin(write: Writer, { id, rule, alert, now }: Begin): Promise<cases.CaseRow> {
  const audienceId = await ensureAudience(write, { owner: rule.organisation_id, marking: null });
  return await cases.insertCase(write, {
    id,
    organisationId: rule.organisation_id,
    audienceId,
    marking: null,
    // What another organisation's alert says is not for everybody with whom the case may be shared.
    title: alert.organisation_id === rule.organisation_id ? titleOf(alert) : rule.name,
    summary: "",
    severity: alert.level,
    assigneeId: rule.assignee_id,
    createdBy: null,
    now,
    group: { caseRuleId: rule.id, entityKind: alert.entity_kind, entity: alert.entity },
  });
}
