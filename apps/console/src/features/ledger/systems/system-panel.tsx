// SPDX-License-Identifier: Apache-2.0
/** One system: what it is for, how it is graded, who answers for it, what it is made of, what is going on there. */
import type { System } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../../app/use-texts.ts";
import { Fact } from "../../../parts/fact.tsx";
import { OrganisationName } from "../../../parts/organisation-name.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { Panel, PanelSkeleton } from "../../../parts/panel.tsx";
import { ResponsiblePeople } from "../../../parts/responsible-people.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { AlertLines } from "../alert-lines.tsx";
import { systemQuery } from "../queries.ts";
import { SystemActs } from "./system-acts.tsx";
import { SystemAssets } from "./system-assets.tsx";
import { SystemCases } from "./system-cases.tsx";
import { SystemMeasures } from "./system-measures.tsx";
import { SystemOrders } from "./system-orders.tsx";

interface PanelProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly isAlone?: boolean;
}

export function SystemPanel({ id, onClose, isAlone = false }: PanelProps) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(systemQuery(id));
  return (
    <Panel
      label={t("ledger.system")}
      head={t(data?.retiredAt == null ? "ledger.system" : "ledger.system.retired")}
      onClose={onClose}
      ownPage={
        !isAlone && (
          <Link to="/ledger/systems/$systemId" params={{ systemId: id }}>
            {t("alert.ownPage")}
          </Link>
        )
      }
    >
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <PanelSkeleton />}
      {data !== undefined && (
        <>
          <h2 className="panel-title">{data.name}</h2>
          {data.purpose !== "" && <p className="why">{data.purpose}</p>}
          <SystemFacts system={data} />
          <SystemActs system={data} />
          <AlertLines about={{ systemId: data.id }} />
          <SystemCases system={data} />
          <SystemOrders system={data} />
          <SystemAssets system={data} />
          <SystemMeasures measures={data.measures} />
        </>
      )}
    </Panel>
  );
}

function SystemFacts({ system }: { readonly system: System }) {
  const { t } = useTexts();
  const { organisationId, level, isCritical, guardianId, responsible, changedAt } = system;
  return (
    <dl className="facts">
      <Fact name={t("ledger.owner")}>
        <OrganisationName id={organisationId} />
      </Fact>
      <Fact name={t("ledger.level")}>
        {level === null ? t("ledger.level.none") : t("ledger.level.is", { level })}
      </Fact>
      <Fact name={t("ledger.critical")}>{t(isCritical ? "answer.yes" : "answer.no")}</Fact>
      <Fact name={t("alert.responsible")}>
        <ResponsiblePeople people={responsible} />
      </Fact>
      {guardianId !== null && (
        <Fact name={t("ledger.guardian")}>
          <OrganisationName id={guardianId} />
        </Fact>
      )}
      <Fact name={t("rules.changed")}>
        <TimeAgo at={changedAt} />
      </Fact>
    </dl>
  );
}
