// SPDX-License-Identifier: Apache-2.0
/** Alerts into a case that there is. */
import type { Alert, Case } from "@fengsui/contract";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useOrganisationsAs } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { OrganisationSelect } from "../../parts/organisation-select.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useAct } from "../../parts/use-act.ts";
import { CaseSelect } from "./case-select.tsx";
import { CASE_CHANGES } from "./queries.ts";

interface FormProps {
  readonly alerts: readonly Alert[];
  readonly onDone: (one: Case) => void;
}

export function JoinCaseForm({ alerts, onDone }: FormProps) {
  const { t } = useTexts();
  const act = useAct(CASE_CHANGES);
  const organisations = useOrganisationsAs("analyst");
  const own = organisations.find(({ id }) => id === alerts[0]?.organisationId) ?? organisations[0];
  const [organisationId, setOrganisationId] = useState(own?.id ?? "");
  const [one, setOne] = useState<Case>();
  const join = async () => {
    if (one === undefined) return;
    const ids = alerts.map(({ id }) => id);
    onDone((await hub.cases.join(one.id, ids)).case);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate(join);
      }}
    >
      <p>{t("cases.join.says", { count: alerts.length })}</p>
      {organisations.length > 1 && (
        <Field label={t("organisation.label")}>
          {(ids) => (
            <OrganisationSelect
              ids={ids}
              organisations={organisations}
              value={organisationId}
              onChange={(id) => {
                setOrganisationId(id);
                setOne(undefined);
              }}
            />
          )}
        </Field>
      )}
      <Field label={t("case.label")}>
        {(ids) => <CaseSelect ids={ids} organisationId={organisationId} value={one} onChange={setOne} />}
      </Field>
      {act.error !== null && <ProblemNotice error={act.error} />}
      <div className="act-row">
        <Button type="primary" htmlType="submit" disabled={one === undefined} loading={act.isPending}>
          {t("cases.join.act")}
        </Button>
      </div>
    </form>
  );
}
