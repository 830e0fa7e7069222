// SPDX-License-Identifier: Apache-2.0
/** One organisation on a page of its own: what its viewer may know of it, and what they have to do with it. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { Panel, PanelSkeleton } from "../../../parts/panel.tsx";
import { OrganisationBody } from "./organisation-body.tsx";
import { OrganisationTies } from "./organisation-ties.tsx";
import { organisationQuery } from "./queries.ts";

export function OneOrganisationPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const { organisationId } = useParams({ from: "/inside/organisations/$organisationId" });
  const { data, error, refetch } = useQuery(organisationQuery(organisationId));
  return (
    <div className="page alone">
      <Panel
        label={data?.name ?? t("organisation.label")}
        head={t("organisation.label")}
        onClose={() => void navigate({ to: "/organisations", search: {} })}
      >
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <PanelSkeleton />}
        {data !== undefined && (
          <>
            <h2 className="panel-title">{data.name}</h2>
            <OrganisationBody organisation={data} />
            <OrganisationTies id={data.id} />
          </>
        )}
      </Panel>
    </div>
  );
}
