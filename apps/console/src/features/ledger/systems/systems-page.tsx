// SPDX-License-Identifier: Apache-2.0
/** What is protected: the list of systems, and beside it the one that is open. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { hub } from "../../../app/hub.ts";
import { useChosenOrganisation } from "../../../app/organisation-choice.ts";
import { useOrganisationsAs } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { Empty } from "../../../parts/empty.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useKeys } from "../../../parts/use-keys.ts";
import { LedgerHead } from "../ledger-head.tsx";
import { systemsQuery } from "../queries.ts";
import { isNarrowed, readSystemFilters, type Search, toSystemQuery, writeSystemFilters } from "../view.ts";
import { SystemFilterBar } from "./system-filters.tsx";
import { NewSystemForm } from "./system-form.tsx";
import { SystemList } from "./system-list.tsx";
import { SystemPanel } from "./system-panel.tsx";

export function SystemsPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/ledger/systems" });
  const filters = readSystemFilters(search);
  const written = writeSystemFilters(filters);
  const query = toSystemQuery(filters, useChosenOrganisation());
  const systems = useInfiniteQuery(systemsQuery(query));
  const rows = systems.data?.pages.flatMap((page) => page.systems);
  const mayAdd = useOrganisationsAs("manager").length > 0;
  const open = search["open"];
  const show = (more: Search = {}, kept: Search = written) =>
    void navigate({ to: "/ledger/systems", search: { ...kept, ...more } });
  useKeys({ Escape: () => show() });
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("ledger.systems")}>
        <LedgerHead
          title={t("ledger.systems")}
          count={rows && t(systems.hasNextPage ? "list.countMore" : "list.count", { count: rows.length })}
        >
          <Button type="text" href={hub.ledger.systems.csvAddress(query)} download>
            {t("ledger.export")}
          </Button>
          {mayAdd && (
            <Button type="primary" onClick={() => show({ new: "yes" })}>
              {t("ledger.systems.add")}
            </Button>
          )}
        </LedgerHead>
        <SystemFilterBar filters={filters} onChange={(next) => show({}, writeSystemFilters(next))} />
        {systems.error !== null && (
          <ProblemNotice error={systems.error} onRetry={() => void systems.refetch()} />
        )}
        {rows?.length === 0 ? (
          <NoSystems isNarrowed={isNarrowed(written)} />
        ) : (
          systems.error === null && (
            <SystemList rows={rows} open={open} onOpen={({ id }) => show({ open: id })} />
          )
        )}
        {systems.hasNextPage && (
          <Button block loading={systems.isFetchingNextPage} onClick={() => void systems.fetchNextPage()}>
            {t("list.more")}
          </Button>
        )}
      </section>
      {open !== undefined && <SystemPanel key={open} id={open} onClose={() => show()} />}
      {search["new"] !== undefined && mayAdd && (
        <Dialog title={t("ledger.systems.add")} isWide onClose={() => show()}>
          <NewSystemForm onDone={({ id }) => show({ open: id })} />
        </Dialog>
      )}
    </div>
  );
}

function NoSystems({ isNarrowed: hasFilters }: { readonly isNarrowed: boolean }) {
  const { t } = useTexts();
  if (hasFilters)
    return (
      <Empty title={t("ledger.systems.noneSuch")} hint={t("ledger.noneSuch.hint")}>
        <Link to="/ledger/systems" search={{}}>
          {t("filters.clear")}
        </Link>
      </Empty>
    );
  return (
    <Empty title={t("ledger.systems.none")} hint={t("ledger.systems.none.hint")}>
      <Link to="/ledger/import" search={{}}>
        {t("ledger.import")}
      </Link>
    </Empty>
  );
}
