// SPDX-License-Identifier: Apache-2.0
/** The list of alerts, and beside it the one that is open. */
import type { Alert } from "@fengsui/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Empty } from "../../parts/empty.tsx";
import { type Column, ListTable } from "../../parts/list-table.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { PersonName } from "../../parts/person-name.tsx";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useKeys } from "../../parts/use-keys.ts";
import { AlertFilterBar } from "./alert-filters.tsx";
import { AlertPanel } from "./alert-panel.tsx";
import { alertsQuery } from "./queries.ts";
import { type AlertFilters, isFiltered, readFilters, writeFilters } from "./view.ts";

export function AlertsPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/alerts" });
  const filters = readFilters(search);
  const alerts = useInfiniteQuery(alertsQuery(filters, useSession().person.id));
  const rows = alerts.data?.pages.flatMap((page) => page.alerts);
  const open = search["open"];

  const show = (next: AlertFilters) => void navigate({ to: "/alerts", search: writeFilters(next) });
  const openAlert = (id: string | undefined) => {
    const rest = writeFilters(filters);
    void navigate({ to: "/alerts", search: id === undefined ? rest : { ...rest, open: id } });
  };
  useKeys({ Escape: () => openAlert(undefined) });
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("nav.alerts")}>
        <header className="page-head">
          <h1>{t("nav.alerts")}</h1>
          {rows !== undefined && (
            <span className="quiet" role="status">
              {t(alerts.hasNextPage ? "alerts.countMore" : "alerts.count", { count: rows.length })}
            </span>
          )}
        </header>
        <AlertFilterBar
          filters={filters}
          onChange={show}
          onClear={() => void navigate({ to: "/alerts", search: {} })}
        />
        {alerts.error !== null && (
          <ProblemNotice error={alerts.error} onRetry={() => void alerts.refetch()} />
        )}
        {rows?.length === 0 ? (
          <NoAlerts isFiltered={isFiltered(filters)} />
        ) : (
          (rows !== undefined || alerts.isPending) && (
            <AlertList rows={rows} open={open} onOpen={({ id }) => openAlert(id)} />
          )
        )}
        {alerts.hasNextPage && (
          <Button block loading={alerts.isFetchingNextPage} onClick={() => void alerts.fetchNextPage()}>
            {t("list.more")}
          </Button>
        )}
      </section>
      {open !== undefined && <AlertPanel key={open} id={open} onClose={() => openAlert(undefined)} />}
    </div>
  );
}

interface AlertListProps {
  readonly rows: readonly Alert[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (alert: Alert) => void;
}

function AlertList({ rows, open, onOpen }: AlertListProps) {
  const { t } = useTexts();
  const columns: readonly Column<Alert>[] = [
    { name: "level", title: t("alerts.level"), cell: ({ level }) => <Severity level={level} /> },
    {
      name: "title",
      title: t("alerts.title"),
      isMain: true,
      cell: ({ title }) => <span title={title}>{title}</span>,
    },
    {
      name: "entity",
      title: t("alerts.entity"),
      cell: ({ entity }) => <span title={entity}>{entity === "" ? "–" : entity}</span>,
    },
    { name: "count", title: t("alerts.matches"), isExtra: true, cell: ({ matchCount }) => matchCount },
    {
      name: "assignee",
      title: t("alerts.assignee"),
      isExtra: true,
      cell: ({ assigneeId }) => <PersonName id={assigneeId} />,
    },
    { name: "time", title: t("alerts.last"), cell: ({ lastEventAt }) => <TimeAgo at={lastEventAt} /> },
  ];
  return (
    <ListTable
      caption={t("nav.alerts")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}

function NoAlerts({ isFiltered: hasFilters }: { readonly isFiltered: boolean }) {
  const { t } = useTexts();
  if (hasFilters)
    return (
      <Empty title={t("alerts.none.filtered")} hint={t("alerts.none.filtered.hint")}>
        <Link to="/alerts" search={{}}>
          {t("filters.clear")}
        </Link>
      </Empty>
    );
  return (
    <Empty title={t("alerts.none")} hint={t("alerts.none.hint")}>
      <Link to="/sources" search={{}}>
        {t("nav.sources")}
      </Link>
      <Link to="/rules" search={{}}>
        {t("nav.rules")}
      </Link>
    </Empty>
  );
}
