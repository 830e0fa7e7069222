// SPDX-License-Identifier: Apache-2.0
/** The list of alerts, and beside it the one that is open. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { useOrganisationsAs, useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { ColumnMenu } from "../../parts/column-menu.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { PanelSkeleton } from "../../parts/panel.tsx";
import { useKeys } from "../../parts/use-keys.ts";
import { AlertFilterBar } from "./alert-filters.tsx";
import { AlertList, COLUMN_TEXT } from "./alert-list.tsx";
import { AlertSelection } from "./alert-selection.tsx";
import { alertsQuery } from "./queries.ts";
import { ALERT_COLUMNS, type AlertFilters, isFiltered, readFilters, writeFilters } from "./view.ts";

const loadPanel = () => import("./alert-panel.tsx");
const AlertPanel = lazy(async () => ({ default: (await loadPanel()).AlertPanel }));

export function AlertsPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/alerts" });
  const filters = readFilters(search);
  const alerts = useInfiniteQuery(alertsQuery(filters, useSession().person.id));
  const rows = alerts.data?.pages.flatMap((page) => page.alerts);
  const open = search["open"];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const selected = rows?.filter(({ id }) => chosen.has(id)) ?? [];
  const mayWork = useOrganisationsAs("analyst").length > 0;

  const show = (next: AlertFilters) => void navigate({ to: "/alerts", search: writeFilters(next) });
  const openAlert = (id: string | undefined) => {
    const rest = writeFilters(filters);
    void navigate({ to: "/alerts", search: id === undefined ? rest : { ...rest, open: id } });
  };
  useKeys({ Escape: () => openAlert(undefined) });
  // When the list is there, before somebody opens one.
  useEffect(() => void loadPanel(), []);
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
          <span className="grow" />
          <ColumnMenu
            all={ALERT_COLUMNS.map((name) => ({ name, title: t(COLUMN_TEXT[name]) }))}
            chosen={filters.columns}
            onChange={(columns) => show({ ...filters, columns })}
          />
        </header>
        <AlertFilterBar
          filters={filters}
          onChange={show}
          onClear={() => void navigate({ to: "/alerts", search: {} })}
        />
        {selected.length > 0 && <AlertSelection alerts={selected} onClear={() => setChosen(new Set())} />}
        {alerts.error !== null && (
          <ProblemNotice error={alerts.error} onRetry={() => void alerts.refetch()} />
        )}
        {rows?.length === 0 ? (
          <NoAlerts isFiltered={isFiltered(filters)} />
        ) : (
          (rows !== undefined || alerts.isPending) && (
            <AlertList
              rows={rows}
              columns={filters.columns}
              open={open}
              onOpen={({ id }) => openAlert(id)}
              chosen={chosen}
              onChoose={mayWork ? setChosen : undefined}
            />
          )
        )}
        {alerts.hasNextPage && (
          <Button block loading={alerts.isFetchingNextPage} onClick={() => void alerts.fetchNextPage()}>
            {t("list.more")}
          </Button>
        )}
      </section>
      {open !== undefined && (
        <Suspense fallback={<PanelSkeleton />}>
          <AlertPanel key={open} id={open} onClose={() => openAlert(undefined)} />
        </Suspense>
      )}
    </div>
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
