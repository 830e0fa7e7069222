// SPDX-License-Identifier: Apache-2.0
/** Pairs of assets that may be one: the list, and beside it both of them with what is for it and against it. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useChosenOrganisation } from "../../../app/organisation-choice.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Empty } from "../../../parts/empty.tsx";
import { ListTable } from "../../../parts/list-table.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { useKeys } from "../../../parts/use-keys.ts";
import { BECAUSE_TEXT } from "../assets/kinds.ts";
import { LedgerHead } from "../ledger-head.tsx";
import { pairsQuery } from "../queries.ts";
import { PairPanel } from "./pair-panel.tsx";

interface PairsProps {
  readonly choices: ReactNode;
  readonly open: string | undefined;
}

export function Pairs({ choices, open }: PairsProps) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const organisationId = useChosenOrganisation();
  const pairs = useInfiniteQuery(pairsQuery(organisationId === undefined ? {} : { organisationId }));
  const rows = pairs.data?.pages.flatMap((page) => page.proposals);
  const show = (id?: string) =>
    void navigate({
      to: "/ledger/proposals",
      search: { view: "pairs", ...(id !== undefined && { open: id }) },
    });
  useKeys({ Escape: () => show() });
  const pair = rows?.find(({ id }) => id === open);
  return (
    <div className={pair === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("ledger.proposals")}>
        <LedgerHead
          title={t("ledger.proposals")}
          count={rows && t(pairs.hasNextPage ? "list.countMore" : "list.count", { count: rows.length })}
        />
        <div className="filters">{choices}</div>
        {pairs.error !== null && <ProblemNotice error={pairs.error} onRetry={() => void pairs.refetch()} />}
        {rows?.length === 0 ? (
          <Empty title={t("pair.none")} hint={t("pair.none.hint")} />
        ) : (
          pairs.error === null && (
            <ListTable
              caption={t("proposals.pairs")}
              columns={[
                {
                  name: "name",
                  title: t("proposals.pairs"),
                  isMain: true,
                  cell: ({ asset, other }) => `${asset.name} · ${other.name}`,
                },
                {
                  name: "because",
                  title: t("pair.because"),
                  width: "40%",
                  isExtra: true,
                  cell: ({ because }) => (
                    <span title={t(BECAUSE_TEXT[because])}>{t(BECAUSE_TEXT[because])}</span>
                  ),
                },
                {
                  name: "time",
                  title: t("suppressions.since"),
                  cell: ({ createdAt }) => <TimeAgo at={createdAt} />,
                },
              ]}
              rows={rows}
              keyOf={({ id }) => id}
              openKey={pair?.id}
              onOpen={({ id }) => show(id)}
            />
          )
        )}
        {pairs.hasNextPage && (
          <Button block loading={pairs.isFetchingNextPage} onClick={() => void pairs.fetchNextPage()}>
            {t("list.more")}
          </Button>
        )}
      </section>
      {pair !== undefined && <PairPanel key={pair.id} pair={pair} onClose={() => show()} />}
    </div>
  );
}
