// SPDX-License-Identifier: Apache-2.0
/** A new case: of alerts that were chosen, or of what somebody writes down. */
import { type Alert, type Case, PAPS } from "@fengsui/contract";
import { Button, Input } from "antd";
import { z } from "zod";
import { hub } from "../../app/hub.ts";
import { useFirstOrganisationAs } from "../../app/organisation-choice.ts";
import { useOrganisationsAs } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { OrganisationSelect } from "../../parts/organisation-select.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { PapField } from "../../parts/pap-select.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useFormDraft } from "../../parts/use-form-draft.ts";
import { LEVELS } from "../alerts/view.ts";
import { MemberSelect } from "./member-select.tsx";
import { CASE_CHANGES } from "./queries.ts";
import { SeveritySelect } from "./severity-select.tsx";

const DRAFT = z.object({
  organisationId: z.string(),
  title: z.string(),
  severity: z.enum(LEVELS).optional(),
  summary: z.string(),
  assigneeId: z.string(),
  pap: z.enum(PAPS).nullable(),
});
type Draft = z.infer<typeof DRAFT>;

interface FormProps {
  readonly alerts?: readonly Alert[];
  readonly onDone: (made: Case) => void;
}

export function NewCaseForm({ alerts = [], onDone }: FormProps) {
  const { t } = useTexts();
  const act = useAct(CASE_CHANGES);
  const organisations = useOrganisationsAs("analyst");
  const chosen = useFirstOrganisationAs("analyst");
  const { value, set, forget } = useFormDraft<Draft>(`case.new.${alerts[0]?.id ?? ""}`, DRAFT, {
    organisationId: chosen,
    title: "",
    severity: undefined,
    summary: "",
    assigneeId: "",
    pap: null,
  });
  const send = async () => {
    const { title, severity, assigneeId, summary, pap, organisationId } = value;
    const made = await hub.cases.create({
      organisationId,
      alertIds: alerts.map(({ id }) => id),
      ...(title.trim() !== "" && { title: title.trim() }),
      ...(severity !== undefined && { severity }),
      summary,
      pap,
      assigneeId: assigneeId === "" ? null : assigneeId,
    });
    forget();
    onDone(made.case);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate(send);
      }}
    >
      {alerts.length > 0 && <p>{t("cases.add.of", { count: alerts.length })}</p>}
      {organisations.length > 1 && (
        <Field label={t("cases.add.keeper")} {...(alerts.length > 0 && { help: t("cases.add.keeper.help") })}>
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
      <NewCaseFields value={value} set={set} hasAlerts={alerts.length > 0} />
      {act.error !== null && <ProblemNotice error={act.error} />}
      <div className="act-row">
        <Button
          type="primary"
          htmlType="submit"
          disabled={alerts.length === 0 && value.title.trim() === ""}
          loading={act.isPending}
        >
          {t("cases.add.act")}
        </Button>
      </div>
    </form>
  );
}

interface FieldsProps {
  readonly value: Draft;
  readonly set: (change: Partial<Draft>) => void;
  readonly hasAlerts: boolean;
}

function NewCaseFields({ value, set, hasAlerts }: FieldsProps) {
  const { t } = useTexts();
  return (
    <>
      <Field label={t("case.title")} {...(hasAlerts && { help: t("case.title.byAlerts") })}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={500}
            value={value.title}
            onChange={({ target }) => set({ title: target.value })}
          />
        )}
      </Field>
      <Field label={t("case.severity")}>
        {(ids) => (
          <SeveritySelect
            ids={ids}
            value={value.severity}
            otherwise={t(hasAlerts ? "case.severity.byAlerts" : "level.medium")}
            onChange={(severity) => set({ severity })}
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
      <PapField value={value.pap} onChange={(pap) => set({ pap })} />
      <Field label={t("case.summary")} help={t("case.summary.help")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            autoSize={{ minRows: 3, maxRows: 12 }}
            value={value.summary}
            onChange={({ target }) => set({ summary: target.value })}
          />
        )}
      </Field>
    </>
  );
}
