// SPDX-License-Identifier: Apache-2.0
/** Case rules: which alerts become cases by themselves. */
import {
  type CaseRule,
  type CaseRuleChange,
  type CaseRulePreview,
  type CaseRuleTrial,
  FengsuiError,
  type NewCaseRule,
} from "@fengsui/contract";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf, personIdOf, ruleIdOf } from "../../../platform/http/parameters.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import { audited, personPrincipal, type ReadTx } from "../../../platform/records/index.ts";
import { type CaseParts, requireMember } from "../change-case.ts";
import { previewCaseRule } from "./preview.ts";
import * as store from "./records.ts";

export class CaseRules {
  readonly #parts: CaseParts;

  constructor(parts: CaseParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn): Promise<{ caseRules: CaseRule[] }> {
    const rows = await this.#parts.records.read(personPrincipal(person), store.listCaseRules);
    return { caseRules: rows.map(toCaseRule) };
  }

  async preview(signedIn: SignedIn, trial: CaseRuleTrial): Promise<CaseRulePreview> {
    return await previewCaseRule(this.#parts.records, signedIn, trial);
  }

  /** It is about alerts that are raised from now on. */
  async create(signedIn: SignedIn, wanted: NewCaseRule): Promise<CaseRule> {
    const organisationId = organisationIdOf(wanted.organisationId);
    requireRole(signedIn, organisationId, "analyst");
    const id = newId<"case-rule">(this.#parts.clock);
    const personId = signedIn.person.id;
    const detail = { ...wanted };
    const entry = { action: "case_rule.create", subject: { kind: "case_rule", id }, organisationId, detail };
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const assignee = wanted.assigneeId === null ? null : personIdOf(wanted.assigneeId);
      await requireMember(tx, { organisation_id: organisationId }, assignee);
      await audited(tx, entry, async (write) => {
        await store.insertCaseRule(write, {
          id,
          organisation_id: organisationId,
          name: wanted.name,
          is_enabled: wanted.isEnabled,
          rule_ids: wanted.ruleIds.map(ruleIdOf),
          lowest_level: wanted.lowestLevel,
          entities: wanted.entities,
          organisation_ids: wanted.organisationIds.map(organisationIdOf),
          group_hours: wanted.groupHours,
          assignee_id: assignee,
          since: tx.now,
          created_by: personId,
          created_at: tx.now,
          changed_at: tx.now,
        });
        await tell(write, [{ topic: "case_rule.changed", organisationId, ids: [id] }]);
      });
      return toCaseRule(await requireCaseRule(tx, id));
    });
  }

  /** Switched on again, or changed, it is about alerts from then on. */
  async change(signedIn: SignedIn, id: Id<"case-rule">, wanted: CaseRuleChange): Promise<CaseRule> {
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const row = await requireCaseRule(tx, id);
      const organisationId = row.organisation_id;
      requireRole(signedIn, organisationId, "analyst");
      const change = toUpdate(wanted);
      requireConditions({ ...row, ...change });
      await requireMember(tx, row, change.assignee_id ?? null);
      const subject = { kind: "case_rule", id };
      const entry = { action: "case_rule.change", subject, organisationId, detail: { ...wanted } };
      await audited(tx, entry, async (write) => {
        await store.updateCaseRule(write, id, { ...change, since: tx.now, changed_at: tx.now });
        await tell(write, [{ topic: "case_rule.changed", organisationId, ids: [id] }]);
      });
      return toCaseRule(await requireCaseRule(tx, id));
    });
  }
}

function requireConditions({ rule_ids, entities, lowest_level }: Partial<store.CaseRuleFields>): void {
  if (rule_ids?.length || entities?.length || lowest_level) return;
  throw new FengsuiError("http.invalid", "it would have no condition: a rule, a lowest level or an entity");
}

function toUpdate(wanted: CaseRuleChange): Partial<store.CaseRuleFields> {
  const { name, isEnabled, ruleIds, lowestLevel, entities, organisationIds, groupHours, assigneeId } = wanted;
  return {
    ...(name !== undefined && { name }),
    ...(isEnabled !== undefined && { is_enabled: isEnabled }),
    ...(ruleIds !== undefined && { rule_ids: ruleIds.map(ruleIdOf) }),
    ...(lowestLevel !== undefined && { lowest_level: lowestLevel }),
    ...(entities !== undefined && { entities }),
    ...(organisationIds !== undefined && { organisation_ids: organisationIds.map(organisationIdOf) }),
    ...(groupHours !== undefined && { group_hours: groupHours }),
    ...(assigneeId !== undefined && { assignee_id: assigneeId === null ? null : personIdOf(assigneeId) }),
  };
}

async function requireCaseRule(tx: ReadTx, id: Id<"case-rule">): Promise<store.CaseRuleRow> {
  const row = await store.findCaseRule(tx, id);
  if (row === undefined) throw new FengsuiError("case_rule.not_found", `no case rule has the id ${id}`);
  return row;
}

function toCaseRule(row: store.CaseRuleRow): CaseRule {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    name: row.name,
    isEnabled: row.is_enabled,
    ruleIds: row.rule_ids,
    lowestLevel: row.lowest_level,
    entities: row.entities,
    organisationIds: row.organisation_ids,
    groupHours: row.group_hours,
    assigneeId: row.assignee_id,
    since: row.since.toISOString(),
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  };
}
