// SPDX-License-Identifier: Apache-2.0
/** One asset: of which system it is, by what it is known and known again, what is going on there, what became of it. */
import type { Asset } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../../app/use-texts.ts";
import { Fact } from "../../../parts/fact.tsx";
import { OrganisationName } from "../../../parts/organisation-name.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { Panel, PanelSkeleton } from "../../../parts/panel.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { AlertLines } from "../alert-lines.tsx";
import { assetQuery } from "../queries.ts";
import { AssetActs } from "./asset-acts.tsx";
import { AssetHistory } from "./asset-history.tsx";
import { AssetIdentifiers } from "./asset-identifiers.tsx";
import { KIND_TEXT } from "./kinds.ts";

interface PanelProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly isAlone?: boolean;
}

export function AssetPanel({ id, onClose, isAlone = false }: PanelProps) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(assetQuery(id));
  return (
    <Panel
      label={t("ledger.asset")}
      head={data === undefined ? t("ledger.asset") : t(KIND_TEXT[data.kind])}
      onClose={onClose}
      ownPage={
        !isAlone && (
          <Link to="/ledger/assets/$assetId" params={{ assetId: id }}>
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
          {data.id !== id && <p className="why">{t("asset.mergedHere")}</p>}
          {data.note !== "" && <p className="why">{data.note}</p>}
          <AssetFacts asset={data} />
          <AssetActs asset={data} />
          <AssetIdentifiers asset={data} />
          <AlertLines about={{ assetId: data.id }} />
          <AssetHistory id={data.id} />
        </>
      )}
    </Panel>
  );
}

function AssetFacts({ asset }: { readonly asset: Asset }) {
  const { t } = useTexts();
  const { organisationId, systemId, systemName, lastSeenAt, changedAt } = asset;
  return (
    <dl className="facts">
      <Fact name={t("ledger.system")}>
        {systemId === null ? (
          <span className="quiet">{t("ledger.noSystem")}</span>
        ) : (
          <Link to="/ledger/systems/$systemId" params={{ systemId }}>
            {systemName ?? "–"}
          </Link>
        )}
      </Fact>
      <Fact name={t("ledger.owner")}>
        <OrganisationName id={organisationId} />
      </Fact>
      <Fact name={t("asset.lastSeen")}>
        {lastSeenAt === null ? (
          <span className="quiet">{t("asset.neverSeen")}</span>
        ) : (
          <TimeAgo at={lastSeenAt} />
        )}
      </Fact>
      <Fact name={t("rules.changed")}>
        <TimeAgo at={changedAt} />
      </Fact>
    </dl>
  );
}
