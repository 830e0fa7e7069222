// SPDX-License-Identifier: Apache-2.0
/** What must be gone for the hub to close an order by a check; of a case, what its alerts say is offered. */
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input, InputNumber, Select } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import type { IssueDraft, IssueProps } from "./issue-form.tsx";
import { conditionOfCaseQuery } from "./queries.ts";

export function ConditionFields({
  value,
  set,
  caseId,
}: IssueProps & { readonly caseId: string | undefined }) {
  const { t } = useTexts();
  return (
    <fieldset className="choose-many">
      <legend>{t("order.condition")}</legend>
      <Checkbox checked={value.hasCondition} onChange={({ target }) => set({ hasCondition: target.checked })}>
        {t("orders.condition")}
        <small className="quiet line">{t("orders.condition.help")}</small>
      </Checkbox>
      {value.hasCondition && (
        <>
          {caseId !== undefined && <FromCase caseId={caseId} set={set} />}
          <LinesField
            label={t("orders.rules")}
            help={t("orders.rules.help")}
            text={value.ruleKeys}
            onChange={(ruleKeys) => set({ ruleKeys })}
          />
          <LinesField
            label={t("orders.hosts")}
            help={t("orders.hosts.help")}
            text={value.hosts}
            onChange={(hosts) => set({ hosts })}
          />
          <Field label={t("order.condition.in")}>
            {(ids) => (
              <Select<IssueDraft["watched"]>
                {...ids}
                value={value.watched}
                options={[
                  { value: "issuer", label: t("order.condition.issuer") },
                  { value: "ordered", label: t("order.condition.ordered") },
                ]}
                onChange={(watched) => set({ watched })}
              />
            )}
          </Field>
          <Field label={t("orders.observe")}>
            {(ids) => (
              <InputNumber
                {...ids}
                min={1}
                max={2160}
                value={value.observeHours}
                onChange={(hours) => set({ observeHours: hours ?? 24 })}
              />
            )}
          </Field>
        </>
      )}
    </fieldset>
  );
}

interface LinesProps {
  readonly label: string;
  readonly help: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function LinesField({ label, help, text, onChange }: LinesProps) {
  return (
    <Field label={label} help={help}>
      {(ids) => (
        <Input.TextArea
          {...ids}
          autoSize={{ minRows: 1, maxRows: 6 }}
          value={text}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

function FromCase({ caseId, set }: { readonly caseId: string; readonly set: IssueProps["set"] }) {
  const { t } = useTexts();
  const { data } = useQuery(conditionOfCaseQuery(caseId));
  if (data === undefined) return null;
  const { ruleKeys, hosts } = data;
  return (
    <Button size="small" onClick={() => set({ ruleKeys: ruleKeys.join("\n"), hosts: hosts.join("\n") })}>
      {t("orders.fromCase", { rules: ruleKeys.length, hosts: hosts.length })}
    </Button>
  );
}
