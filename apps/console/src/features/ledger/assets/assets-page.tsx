// SPDX-License-Identifier: Apache-2.0
/** What systems are made of: hosts, networks, domains and addresses; and beside the list the one that is open. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useChosenOrganisation } from "../../../app/organisation-choice.ts";
import { useOrganisationsAs } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { Empty } from "../../../parts/empty.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useKeys } from "../../../parts/use-keys.ts";
import { LedgerHead } from "../ledger-head.tsx";
import { assetsQuery } from "../queries.ts";
import { isNarrowed, readAssetFilters, type Search, toAssetQuery, writeAssetFilters } from "../view.ts";
import { AssetFilterBar } from "./asset-filters.tsx";
import { NewAssetForm } from "./asset-form.tsx";
import { AssetList } from "./asset-list.tsx";
import { AssetPanel } from "./asset-panel.tsx";
import { AssetsBulk } from "./assets-bulk.tsx";

const NONE: ReadonlySet<string> = new Set();

export function AssetsPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/ledger/assets" });
  const filters = readAssetFilters(search);
  const written = writeAssetFilters(filters);
  const query = toAssetQuery(filters, useChosenOrganisation());
  const assets = useInfiniteQuery(assetsQuery(query));
  const rows = assets.data?.pages.flatMap((page) => page.assets);
  const [chosen, setChosen] = useState(NONE);
  const mayAdd = useOrganisationsAs("analyst").length > 0;
  const open = search["open"];
  const show = (more: Search = {}, kept: Search = written) =>
    void navigate({ to: "/ledger/assets", search: { ...kept, ...more } });
  useKeys({ Escape: () => show() });
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("ledger.assets")}>
        <LedgerHead
          title={t("ledger.assets")}
          count={rows && t(assets.hasNextPage ? "list.countMore" : "list.count", { count: rows.length })}
        >
          <Button type="text" href={hub.ledger.assets.csvAddress(query)} download>
            {t("ledger.export")}
          </Button>
          {mayAdd && (
            <Button type="primary" onClick={() => show({ new: "yes" })}>
              {t("ledger.assets.add")}
            </Button>
          )}
        </LedgerHead>
        <AssetFilterBar filters={filters} onChange={(next) => show({}, writeAssetFilters(next))} />
        <AssetsBulk rows={rows?.filter(({ id }) => chosen.has(id)) ?? []} onClear={() => setChosen(NONE)} />
        {assets.error !== null && (
          <ProblemNotice error={assets.error} onRetry={() => void assets.refetch()} />
        )}
        {rows?.length === 0 ? (
          <NoAssets isNarrowed={isNarrowed(written)} />
        ) : (
          assets.error === null && (
            <AssetList
              rows={rows}
              open={open}
              onOpen={({ id }) => show({ open: id })}
              chosen={chosen}
              onChoose={mayAdd ? setChosen : undefined}
            />
          )
        )}
        {assets.hasNextPage && (
          <Button block loading={assets.isFetchingNextPage} onClick={() => void assets.fetchNextPage()}>
            {t("list.more")}
          </Button>
        )}
      </section>
      {open !== undefined && <AssetPanel key={open} id={open} onClose={() => show()} />}
      {search["new"] !== undefined && mayAdd && (
        <Dialog title={t("ledger.assets.add")} isWide onClose={() => show()}>
          <NewAssetForm systemId={filters.system} onDone={({ id }) => show({ open: id })} />
        </Dialog>
      )}
    </div>
  );
}

function NoAssets({ isNarrowed: hasFilters }: { readonly isNarrowed: boolean }) {
  const { t } = useTexts();
  if (hasFilters)
    return (
      <Empty title={t("ledger.assets.noneSuch")} hint={t("ledger.noneSuch.hint")}>
        <Link to="/ledger/assets" search={{}}>
          {t("filters.clear")}
        </Link>
      </Empty>
    );
  return (
    <Empty title={t("ledger.assets.none")} hint={t("ledger.assets.none.hint")}>
      <Link to="/ledger/proposals" search={{}}>
        {t("ledger.proposals")}
      </Link>
      <Link to="/ledger/import" search={{}}>
        {t("ledger.import")}
      </Link>
    </Empty>
  );
}
