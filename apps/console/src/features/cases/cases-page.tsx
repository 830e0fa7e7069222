// SPDX-License-Identifier: Apache-2.0
/** The list of cases, and beside it the one that is open. */
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { lazy, Suspense, useEffect } from "react";
import { hub } from "../../app/hub.ts";
import { useOrganisationsAs, useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { More, usePages } from "../../parts/pages.tsx";
import { PanelSkeleton } from "../../parts/panel.tsx";
import { useKeys } from "../../parts/use-keys.ts";
import { CaseFilterBar } from "./case-filters.tsx";
import { CaseList } from "./case-list.tsx";
import { CASES_KEY } from "./queries.ts";
import { type CaseFilters, readCaseFilters, toCaseQuery, writeCaseFilters } from "./view.ts";

const loadPanel = () => import("./case-panel.tsx");
const CasePanel = lazy(async () => ({ default: (await loadPanel()).CasePanel }));
const NewCaseForm = lazy(async () => {
  const { NewCaseForm: Form } = await import("./new-case-form.tsx");
  return { default: Form };
});

function useCases(filters: CaseFilters) {
  const personId = useSession().person.id;
  return usePages({
    key: [CASES_KEY, "list", filters],
    read: (after, signal) => {
      const query = toCaseQuery(filters, { now: Date.now(), personId });
      return hub.cases.list(after === undefined ? query : { ...query, after }, signal);
    },
  });
}

export function CasesPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/cases" });
  const filters = readCaseFilters(search);
  const cases = useCases(filters);
  const rows = cases.data?.pages.flatMap((page) => page.cases);
  const mayWork = useOrganisationsAs("analyst").length > 0;
  const { open, tab } = search;
  const show = (more: Readonly<Record<string, string>> = {}, next = filters) =>
    void navigate({
      to: "/cases",
      search: { ...writeCaseFilters(next), organisation: next.organisation, ...more },
    });
  useKeys({ Escape: () => show() });
  // When the list is there, before somebody opens one.
  useEffect(() => void loadPanel(), []);
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("nav.cases")}>
        <header className="page-head">
          <h1>{t("nav.cases")}</h1>
          {rows !== undefined && (
            <span className="quiet" role="status">
              {t(cases.hasNextPage ? "alerts.countMore" : "alerts.count", { count: rows.length })}
            </span>
          )}
          <span className="grow" />
          <Link to="/case-rules" search={{}}>
            {t("nav.caseRules")}
          </Link>
          {mayWork && <Button onClick={() => show({ new: "yes" })}>{t("cases.add")}</Button>}
        </header>
        <CaseFilterBar
          filters={filters}
          onChange={(next) => show({}, next)}
          onClear={() => show({}, readCaseFilters({}))}
        />
        {cases.error !== null && <ProblemNotice error={cases.error} onRetry={() => void cases.refetch()} />}
        {rows?.length === 0 ? (
          <NoCases filters={filters} />
        ) : (
          (rows !== undefined || cases.isPending) && (
            <CaseList rows={rows} open={open} onOpen={({ id }) => show({ open: id, ...(tab && { tab }) })} />
          )
        )}
        <More pages={cases} />
      </section>
      <Suspense fallback={<PanelSkeleton />}>
        {open !== undefined && (
          <CasePanel
            key={open}
            id={open}
            tab={tab}
            onTab={(next) => show({ open, tab: next })}
            onClose={() => show()}
          />
        )}
        {search["new"] !== undefined && mayWork && (
          <Dialog title={t("cases.add")} isWide onClose={() => show()}>
            <NewCaseForm onDone={({ id }) => show({ open: id })} />
          </Dialog>
        )}
      </Suspense>
    </div>
  );
}

function NoCases({ filters }: { readonly filters: CaseFilters }) {
  const { t } = useTexts();
  if (Object.keys(writeCaseFilters(filters)).length > 0)
    return (
      <Empty title={t("cases.none.filtered")} hint={t("cases.none.filtered.hint")}>
        <Link to="/cases" search={{}}>
          {t("filters.clear")}
        </Link>
      </Empty>
    );
  return (
    <Empty title={t("cases.none")} hint={t("cases.none.hint")}>
      <Link to="/alerts" search={{}}>
        {t("nav.alerts")}
      </Link>
      <Link to="/case-rules" search={{}}>
        {t("nav.caseRules")}
      </Link>
    </Empty>
  );
}
