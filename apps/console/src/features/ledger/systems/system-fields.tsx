// SPDX-License-Identifier: Apache-2.0
/** What is asked of a system. */
import { Button, Checkbox, Input, Select } from "antd";
import { useOrganisationsAs } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { OrganisationSelect } from "../../../parts/organisation-select.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { PROTECTION_LEVELS } from "../view.ts";
import type { SystemForm } from "./form.ts";
import { GuardianSelect } from "./guardian-select.tsx";
import { MeasureRows } from "./measure-rows.tsx";
import { PersonRows } from "./person-rows.tsx";

interface FieldsProps {
  readonly form: SystemForm;
  readonly isNew?: boolean;
  readonly onChange: (change: Partial<SystemForm>) => void;
  readonly submit: { readonly text: string; readonly isBusy: boolean; readonly error: unknown };
  readonly onSubmit: () => void;
}

export function SystemFields({ form, isNew = false, onChange, submit, onSubmit }: FieldsProps) {
  const { t } = useTexts();
  const organisations = useOrganisationsAs("manager");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Field label={t("ledger.name")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={200}
            value={form.name}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        )}
      </Field>
      {isNew && organisations.length > 1 && (
        <Field label={t("ledger.owner")}>
          {(ids) => (
            <OrganisationSelect
              ids={ids}
              organisations={organisations}
              value={form.organisationId}
              onChange={(organisationId) => onChange({ organisationId })}
            />
          )}
        </Field>
      )}
      <Field label={t("ledger.purpose")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            maxLength={2000}
            autoSize={{ minRows: 1, maxRows: 6 }}
            value={form.purpose}
            onChange={({ target }) => onChange({ purpose: target.value })}
          />
        )}
      </Field>
      <Field label={t("ledger.level")} help={t("ledger.level.help")}>
        {(ids) => (
          <Select<number>
            {...ids}
            value={form.level ?? UNGRADED}
            options={[
              { value: UNGRADED, label: t("ledger.level.none") },
              ...PROTECTION_LEVELS.map((level) => ({ value: level, label: t("ledger.level.is", { level }) })),
            ]}
            onChange={(level) => onChange({ level: level === UNGRADED ? null : level })}
          />
        )}
      </Field>
      <Checkbox checked={form.isCritical} onChange={({ target }) => onChange({ isCritical: target.checked })}>
        {t("ledger.critical.is")}
      </Checkbox>
      <PersonRows
        organisationId={form.organisationId}
        rows={form.responsible}
        onChange={(responsible) => onChange({ responsible })}
      />
      <Field label={t("ledger.guardian")} help={t("ledger.guardian.help")}>
        {(ids) => (
          <GuardianSelect
            ids={ids}
            value={form.guardianId}
            onChange={(guardianId) => onChange({ guardianId })}
          />
        )}
      </Field>
      <MeasureRows rows={form.measures} onChange={(measures) => onChange({ measures })} />
      {submit.error !== null && <ProblemNotice error={submit.error} />}
      <div className="act-row">
        <Button type="primary" htmlType="submit" disabled={form.name.trim() === ""} loading={submit.isBusy}>
          {submit.text}
        </Button>
      </div>
    </form>
  );
}

/** Ant Design takes null for nothing chosen. */
const UNGRADED = 0;
