// SPDX-License-Identifier: Apache-2.0
/** What is asked of a case rule. */
import { useQuery } from "@tanstack/react-query";
import { Input, InputNumber, Select } from "antd";
import { organisationsQuery, useOrganisationsAs } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { OrganisationSelect } from "../../parts/organisation-select.tsx";
import { RulesSelect } from "../rules/rules-select.tsx";
import type { CaseRuleDraft } from "./case-rule-draft.ts";
import { MemberSelect } from "./member-select.tsx";
import { SeveritySelect } from "./severity-select.tsx";

interface FieldsProps {
  readonly value: CaseRuleDraft;
  readonly isNew: boolean;
  readonly set: (change: Partial<CaseRuleDraft>) => void;
}

export function CaseRuleFields({ value, isNew, set }: FieldsProps) {
  const { t } = useTexts();
  const organisations = useOrganisationsAs("analyst");
  return (
    <>
      {isNew && organisations.length > 1 && (
        <Field label={t("organisation.label")}>
          {(ids) => (
            <OrganisationSelect
              ids={ids}
              organisations={organisations}
              value={value.organisationId}
              onChange={(organisationId) => set({ organisationId, assigneeId: "" })}
            />
          )}
        </Field>
      )}
      <Field label={t("caseRules.name")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={200}
            value={value.name}
            onChange={({ target }) => set({ name: target.value })}
          />
        )}
      </Field>
      <ConditionFields value={value} set={set} />
      <Field label={t("caseRules.groupHours")} help={t("caseRules.groupHours.help")}>
        {(ids) => (
          <InputNumber
            {...ids}
            min={1}
            max={720}
            value={value.groupHours}
            onChange={(hours) => set({ groupHours: hours ?? 24 })}
          />
        )}
      </Field>
      <Field label={t("alerts.assignee")}>
        {(ids) => (
          <MemberSelect
            ids={ids}
            organisationId={value.organisationId}
            id={value.assigneeId}
            onChange={(assigneeId) => set({ assigneeId })}
          />
        )}
      </Field>
    </>
  );
}

function ConditionFields({ value, set }: Pick<FieldsProps, "value" | "set">) {
  const { t } = useTexts();
  const { data: all = [] } = useQuery(organisationsQuery);
  return (
    <>
      <Field label={t("nav.rules")} help={t("caseRules.rules.help")}>
        {(ids) => (
          <RulesSelect
            ids={ids}
            ruleIds={value.ruleIds}
            onChange={(ruleIds) => set({ ruleIds: [...ruleIds] })}
          />
        )}
      </Field>
      <Field label={t("caseRules.lowestLevel")}>
        {(ids) => (
          <SeveritySelect
            ids={ids}
            value={value.lowestLevel ?? undefined}
            otherwise={t("alerts.level.any")}
            onChange={(level) => set({ lowestLevel: level ?? null })}
          />
        )}
      </Field>
      <Field label={t("alerts.host")} help={t("caseRules.entities.help")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            autoSize={{ minRows: 1, maxRows: 6 }}
            value={value.entities}
            onChange={({ target }) => set({ entities: target.value })}
          />
        )}
      </Field>
      {all.length > 1 && (
        <Field label={t("caseRules.whose")} help={t("caseRules.whose.help")}>
          {(ids) => (
            <Select<string[]>
              {...ids}
              mode="multiple"
              showSearch={{ optionFilterProp: "label" }}
              placeholder={t("case.seenBy.own")}
              value={value.organisationIds}
              options={all.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(organisationIds) => set({ organisationIds })}
            />
          )}
        </Field>
      )}
    </>
  );
}
