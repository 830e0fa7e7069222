// SPDX-License-Identifier: Apache-2.0
/** Keys by which programs use the API: one's own; and what acts in an organisation, for its administrators. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useChosenOrganisation } from "../../../app/organisation-choice.ts";
import { useSession } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Card } from "../../../parts/card.tsx";
import { Empty } from "../../../parts/empty.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { shownOrganisation } from "../members/view.ts";
import { KeyDialog } from "./key-dialog.tsx";
import { KeyRows } from "./key-rows.tsx";
import { OrganisationKeys } from "./organisation-keys.tsx";
import { KEY_LISTS, ownKeysQuery } from "./queries.ts";
import { ServiceAccounts } from "./service-accounts.tsx";

export function KeysPage() {
  const { t } = useTexts();
  const organisation = shownOrganisation(useSession().organisations, useChosenOrganisation());
  return (
    <div className="page">
      <section className="page-main" aria-label={t("keys.title")}>
        <header className="page-head">
          <h1>{t("keys.title")}</h1>
        </header>
        <p className="quiet">{t("keys.lead")}</p>
        <OwnKeys />
        {organisation?.role === "administrator" && (
          <>
            <ServiceAccounts key={`accounts ${organisation.id}`} organisation={organisation} />
            <OrganisationKeys key={`keys ${organisation.id}`} organisation={organisation} />
          </>
        )}
      </section>
    </div>
  );
}

function OwnKeys() {
  const { t } = useTexts();
  const { hubRoles } = useSession();
  const { data, error, refetch } = useQuery(ownKeysQuery);
  const [isNew, setNew] = useState(false);
  const revoke = useAct(KEY_LISTS);
  return (
    <Card title={t("keys.own")}>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {revoke.error !== null && <ProblemNotice error={revoke.error} />}
      {data?.length === 0 ? (
        <Empty title={t("keys.none")} hint={t("keys.none.hint")} />
      ) : (
        <KeyRows
          keys={data ?? []}
          actName="revoke"
          isBusy={revoke.isPending}
          onAct={({ id }) => revoke.mutate(() => hub.keys.revoke(id))}
        />
      )}
      <div className="act-row">
        <Button type="primary" onClick={() => setNew(true)}>
          {t("keys.new")}
        </Button>
      </div>
      {isNew && (
        <KeyDialog
          isOfPerson
          hasHubRole={hubRoles.length > 0}
          make={(wanted) => hub.keys.create({ ...wanted, organisationIds: null })}
          onClose={() => setNew(false)}
        />
      )}
    </Card>
  );
}
