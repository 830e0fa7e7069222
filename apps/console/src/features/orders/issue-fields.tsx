// SPDX-License-Identifier: Apache-2.0
/** What an order says: of whom, what, why, by when. */
import { Input, Select } from "antd";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { OrganisationSelect } from "../../parts/organisation-select.tsx";
import { SeveritySelect } from "../cases/severity-select.tsx";
import { DayField } from "./extension-form.tsx";
import type { IssueDraft, IssueProps } from "./issue-form.tsx";

interface Named {
  readonly id: string;
  readonly name: string;
}

interface FieldsProps extends IssueProps {
  readonly own: readonly Named[];
  readonly orderable: readonly Named[];
  readonly timeZone: string;
}

export function IssueFields({ value, set, own, orderable, timeZone }: FieldsProps) {
  const { t } = useTexts();
  const isCoordinator = useSession().hubRoles.includes("coordinator");
  return (
    <>
      {own.length > 1 && (
        <Field label={t("order.issuer")}>
          {(ids) => (
            <OrganisationSelect
              ids={ids}
              organisations={own}
              value={value.organisationId}
              onChange={(organisationId) => set({ organisationId, orderedId: "" })}
            />
          )}
        </Field>
      )}
      <Field label={t("order.ordered")} {...(!isCoordinator && { help: t("orders.ordered.own") })}>
        {(ids) => (
          <OrganisationSelect
            ids={ids}
            organisations={orderable}
            value={value.orderedId}
            onChange={(orderedId) => set({ orderedId })}
          />
        )}
      </Field>
      <TextFields value={value} set={set} />
      <Field label={t("case.severity")}>
        {(ids) => (
          <SeveritySelect
            ids={ids}
            value={value.severity}
            onChange={(severity) => severity && set({ severity })}
          />
        )}
      </Field>
      <DayField
        label={t("order.deadline")}
        timeZone={timeZone}
        date={value.date}
        onChange={(date) => set({ date })}
      />
      <Field label={t("orders.marking")} help={t("orders.marking.help")}>
        {(ids) => (
          <Select<IssueDraft["marking"]>
            {...ids}
            value={value.marking}
            options={(["amber+strict", "amber"] as const).map((marking) => ({
              value: marking,
              label: `TLP:${marking.toUpperCase()}`,
            }))}
            onChange={(marking) => set({ marking })}
          />
        )}
      </Field>
    </>
  );
}

function TextFields({ value, set }: IssueProps) {
  const { t } = useTexts();
  return (
    <>
      <Field label={t("case.title")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={500}
            value={value.title}
            onChange={({ target }) => set({ title: target.value })}
          />
        )}
      </Field>
      <Field label={t("order.measure")} help={t("draft.kept")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            autoSize={{ minRows: 2, maxRows: 8 }}
            value={value.measure}
            onChange={({ target }) => set({ measure: target.value })}
          />
        )}
      </Field>
      <Field label={t("order.why")} help={t("orders.reason.help")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            autoSize={{ minRows: 2, maxRows: 8 }}
            value={value.reason}
            onChange={({ target }) => set({ reason: target.value })}
          />
        )}
      </Field>
    </>
  );
}
