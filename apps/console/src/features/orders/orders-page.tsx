// SPDX-License-Identifier: Apache-2.0
/** Orders that one's organisations received, or that they issued; beside the list the one that is open. */
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { lazy, Suspense, useEffect } from "react";
import { hub } from "../../app/hub.ts";
import { useOrganisationsAs, useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Choices } from "../../parts/choices.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { More, usePages } from "../../parts/pages.tsx";
import { PanelSkeleton } from "../../parts/panel.tsx";
import { useKeys } from "../../parts/use-keys.ts";
import { OrderFilterBar } from "./order-filters.tsx";
import { OrderList } from "./order-list.tsx";
import { ORDERS_KEY } from "./queries.ts";
import { readOrderFilters, SIDES, toOrderQuery, writeOrderFilters } from "./view.ts";
import { SIDE_TEXT } from "./words.ts";

const loadPanel = () => import("./order-panel.tsx");
const OrderPanel = lazy(async () => ({ default: (await loadPanel()).OrderPanel }));
const IssueForm = lazy(async () => ({ default: (await import("./issue-form.tsx")).IssueForm }));

export function OrdersPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/orders" });
  // Who coordinates looks at what was ordered, who does not at what is owed.
  const { hubRoles, organisations } = useSession();
  const usual = hubRoles.includes("coordinator") ? "issued" : "received";
  const own = organisations.map(({ id }) => id);
  const filters = readOrderFilters(search, usual);
  const orders = usePages({
    key: [ORDERS_KEY, "list", filters],
    read: (after, signal) => {
      const query = toOrderQuery(filters, Date.now(), own);
      return hub.orders.list(after === undefined ? query : { ...query, after }, signal);
    },
  });
  const rows = orders.data?.pages.flatMap((page) => page.orders);
  const mayIssue = useOrganisationsAs("responder").length > 0;
  const { open } = search;
  const show = (more: Readonly<Record<string, string>> = {}, next = filters) =>
    void navigate({
      to: "/orders",
      search: { ...writeOrderFilters(next, usual), organisation: next.organisation, ...more },
    });
  const isFiltered = Object.keys(writeOrderFilters({ ...filters, side: usual }, usual)).length > 0;
  useKeys({ Escape: () => show() });
  // When the list is there, before somebody opens one.
  useEffect(() => void loadPanel(), []);
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("nav.orders")}>
        <header className="page-head">
          <h1>{t("nav.orders")}</h1>
          <Choices
            label={t("orders.side")}
            value={filters.side}
            choices={SIDES.map((value) => ({ value, label: t(SIDE_TEXT[value]) }))}
            onChange={(side) => show({}, { ...filters, side })}
          />
          {rows !== undefined && (
            <span className="quiet" role="status">
              {t(orders.hasNextPage ? "alerts.countMore" : "alerts.count", { count: rows.length })}
            </span>
          )}
          <span className="grow" />
          {mayIssue && <Button onClick={() => show({ new: "yes" })}>{t("orders.add")}</Button>}
        </header>
        <OrderFilterBar
          filters={filters}
          isFiltered={isFiltered}
          onChange={(next) => show({}, next)}
          onClear={() => show({}, { ...readOrderFilters({}, usual), side: filters.side })}
        />
        {orders.error !== null && (
          <ProblemNotice error={orders.error} onRetry={() => void orders.refetch()} />
        )}
        {rows?.length === 0 ? (
          <NoOrders isFiltered={isFiltered} />
        ) : (
          (rows !== undefined || orders.isPending) && (
            <OrderList rows={rows} open={open} onOpen={({ id }) => show({ open: id })} />
          )
        )}
        <More pages={orders} />
      </section>
      <Suspense fallback={<PanelSkeleton />}>
        {open !== undefined && <OrderPanel key={open} id={open} onClose={() => show()} />}
        {search["new"] !== undefined && mayIssue && (
          <Dialog title={t("orders.add")} isWide onClose={() => show()}>
            <IssueForm
              caseId={search["case"]}
              onDone={(id) => show({ open: id }, { ...filters, side: "issued" })}
            />
          </Dialog>
        )}
      </Suspense>
    </div>
  );
}

function NoOrders({ isFiltered }: { readonly isFiltered: boolean }) {
  const { t } = useTexts();
  if (!isFiltered)
    return (
      <Empty title={t("orders.none")} hint={`${t("orders.none.hint")} ${t("orders.none.closed")}`}>
        <Link to="/orders" search={{ state: "all" }}>
          {t("orders.none.showClosed")}
        </Link>
      </Empty>
    );
  return (
    <Empty title={t("orders.none.filtered")} hint={t("cases.none.filtered.hint")}>
      <Link to="/orders" search={{}}>
        {t("filters.clear")}
      </Link>
    </Empty>
  );
}
