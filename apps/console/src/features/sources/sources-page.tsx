// SPDX-License-Identifier: Apache-2.0
/** Where logs come from: the list, and beside it the source that is open. */
import type { Source } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useChosenOrganisation } from "../../app/organisation-choice.ts";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Chip } from "../../parts/chip.tsx";
import { Empty } from "../../parts/empty.tsx";
import { type Column, ListTable } from "../../parts/list-table.tsx";
import { formatLength } from "../../parts/number.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useKeys } from "../../parts/use-keys.ts";
import { AddSource } from "./add-source.tsx";
import { sourcesQuery } from "./queries.ts";
import { SOURCE_STATE_TEXT, SourceHealth } from "./source-health.tsx";
import { type ShownKey, SourcePanel } from "./source-panel.tsx";
import { SyslogRefusals } from "./syslog-refusals.tsx";
import { byUrgency, filterSources, logTypeOf, managedOf, rateText, readSourceState } from "./view.ts";

export function SourcesPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/sources" });
  const { open, add } = search;
  const state = readSourceState(search["state"]);
  const { organisations, hubRoles } = useSession();
  const mayAdd = managedOf(organisations).length > 0;
  const isOperator = hubRoles.includes("operator");
  const { data, error, refetch } = useQuery(sourcesQuery);
  const [shownKey, setShownKey] = useState<ShownKey>();
  const organisation = useChosenOrganisation();
  const rows = data && filterSources(data, { state, organisation });
  const show = (id: string | undefined) =>
    void navigate({
      to: "/sources",
      search: { ...(state !== undefined && { state }), ...(id !== undefined && { open: id }) },
    });
  useKeys({ Escape: () => show(undefined) });
  const source = data?.find(({ id }) => id === open);
  const addButton = mayAdd && (
    <Button type="primary" onClick={() => void navigate({ to: "/sources", search: { add: "yes" } })}>
      {t("sources.add")}
    </Button>
  );
  return (
    <div className={source === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("nav.sources")}>
        <header className="page-head">
          <h1>{t("nav.sources")}</h1>
          {state !== undefined && (
            <Chip
              text={t(SOURCE_STATE_TEXT[state])}
              onRemove={() => void navigate({ to: "/sources", search: {} })}
            />
          )}
          <span className="grow" />
          {data?.length !== 0 && addButton}
        </header>
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {data?.length === 0 ? (
          <Empty title={t("sources.none")} hint={t("sources.none.hint")}>
            {addButton}
          </Empty>
        ) : (
          error === null && <SourceList rows={rows} open={open} onOpen={({ id }) => show(id)} />
        )}
        {isOperator && <SyslogRefusals />}
      </section>
      {source !== undefined && (
        <SourcePanel
          key={source.id}
          source={source}
          shownKey={shownKey?.sourceId === source.id ? shownKey.key : undefined}
          onKey={setShownKey}
          onClose={() => show(undefined)}
        />
      )}
      {add !== undefined && mayAdd && (
        <AddSource
          onClose={() => show(undefined)}
          onAdded={(added) => {
            setShownKey(added);
            show(added.sourceId);
          }}
        />
      )}
    </div>
  );
}

interface SourceListProps {
  readonly rows: readonly Source[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (source: Source) => void;
}

function SourceList({ rows, open, onOpen }: SourceListProps) {
  const { t, language } = useTexts();
  const columns: readonly Column<Source>[] = [
    {
      name: "name",
      title: t("sources.name"),
      isMain: true,
      cell: ({ name }) => <span title={name}>{name}</span>,
    },
    { name: "health", title: t("sources.health"), cell: (source) => <SourceHealth source={source} /> },
    {
      name: "type",
      title: t("sources.logType"),
      isExtra: true,
      cell: (source) => logTypeOf(source) || <span className="quiet">{t("sources.logType.unknown")}</span>,
    },
    {
      name: "rate",
      title: t("sources.rate"),
      isExtra: true,
      cell: ({ eventsPerSecond }) => rateText(eventsPerSecond, language),
    },
    {
      name: "lag",
      title: t("sources.lag"),
      isExtra: true,
      cell: ({ lagMs }) => (lagMs === null ? "–" : formatLength(lagMs / 1000, language)),
    },
    {
      name: "time",
      title: t("sources.lastSeen"),
      cell: ({ lastSeenAt }) => (lastSeenAt === null ? "–" : <TimeAgo at={lastSeenAt} />),
    },
  ];
  return (
    <ListTable
      caption={t("nav.sources")}
      columns={columns}
      rows={rows && byUrgency(rows)}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}
