// SPDX-License-Identifier: Apache-2.0
/** What one wants to hear of, in the organisation that one looks at, and whether mail works at all. */
import type { NotificationSettings } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useChosenOrganisation } from "../../../app/organisation-choice.ts";
import { useSession } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Empty } from "../../../parts/empty.tsx";
import { Field } from "../../../parts/field.tsx";
import { OrganisationSelect } from "../../../parts/organisation-select.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { settingsQuery } from "../queries.ts";
import { PreferencesForm } from "./preferences-form.tsx";

export function PreferencesView() {
  const { t } = useTexts();
  const { organisations } = useSession();
  const chosen = useChosenOrganisation();
  const [picked, setPicked] = useState<string>();
  const { data, error, refetch } = useQuery(settingsQuery);
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <div className="panel-skeleton" aria-hidden="true" />;
  const organisationId = picked ?? chosen ?? organisations[0]?.id;
  const own =
    data.organisations.find((one) => one.organisationId === organisationId) ?? data.organisations[0];
  if (own === undefined)
    return <Empty title={t("notifications.noOrganisation")} hint={t("notifications.noOrganisation.hint")} />;
  return (
    <div className="preferences">
      <MailState settings={data} organisationId={own.organisationId} />
      {organisations.length > 1 && (
        <Field label={t("organisation.label")}>
          {(ids) => (
            <OrganisationSelect
              ids={ids}
              organisations={organisations}
              value={own.organisationId}
              onChange={setPicked}
            />
          )}
        </Field>
      )}
      <PreferencesForm key={own.organisationId} settings={own} />
    </div>
  );
}

interface MailStateProps {
  readonly settings: NotificationSettings;
  readonly organisationId: string;
}

function MailState({ settings: { mail }, organisationId }: MailStateProps) {
  const { t } = useTexts();
  const act = useAct(["deliveries"]);
  if (!mail.isSetUp)
    return (
      <div className="notice" role="status">
        <strong>{t("mail.notSetUp")}</strong>
        <p>{t("mail.notSetUp.hint")}</p>
      </div>
    );
  return (
    <div className="act-row">
      <span>{t("mail.goesTo", { address: mail.address })}</span>
      <Button
        size="small"
        loading={act.isPending}
        onClick={() => act.mutate(() => hub.notifications.testMail(organisationId))}
      >
        {t("mail.test")}
      </Button>
      {act.isSuccess && (
        <span role="status">
          {t("mail.tested")}{" "}
          <Link to="/notifications" search={{ view: "deliveries" }}>
            {t("notifications.view.deliveries")}
          </Link>
        </span>
      )}
      {act.error !== null && <ProblemNotice error={act.error} />}
    </div>
  );
}
