// SPDX-License-Identifier: Apache-2.0
/** Hosts that logs tell of and the ledger lacks: the list, what can be done with several, and the one that is open. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useChosenOrganisation } from "../../../app/organisation-choice.ts";
import { useOrganisationsAs } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Empty } from "../../../parts/empty.tsx";
import { FindInput } from "../../../parts/find-input.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useKeys } from "../../../parts/use-keys.ts";
import { LedgerHead } from "../ledger-head.tsx";
import { hostsQuery, useLedgerAct } from "../queries.ts";
import { type Search, toHostQuery } from "../view.ts";
import { HostList } from "./host-list.tsx";
import { HostPanel } from "./host-panel.tsx";
import { HostsBulk } from "./hosts-bulk.tsx";
import { HostsOutcome } from "./hosts-outcome.tsx";
import type { Done } from "./use-hosts-act.ts";

interface HostsProps {
  readonly state: "open" | "ignored";
  readonly choices: ReactNode;
  readonly search: Search;
}

const NONE: ReadonlySet<string> = new Set();

export function HostProposals({ state, choices, search }: HostsProps) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const { text = "", open } = search;
  const hosts = useInfiniteQuery(hostsQuery(toHostQuery(state, text, useChosenOrganisation())));
  const rows = hosts.data?.pages.flatMap((page) => page.proposals);
  const [chosen, setChosen] = useState(NONE);
  const [done, setDone] = useState<Done>();
  const mayAct = useOrganisationsAs("analyst").length > 0;
  const look = useLedgerAct(hub.ledger.hostProposals.look);
  const show = (more: Search = {}) =>
    void navigate({
      to: "/ledger/proposals",
      search: { ...(state === "ignored" && { view: state }), ...(text !== "" && { text }), ...more },
    });
  useKeys({ Escape: () => show() });
  const host = rows?.find(({ id }) => id === open);
  const finish = (what: Done) => {
    setChosen(NONE);
    setDone(what);
    show();
  };
  return (
    <div className={host === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("ledger.proposals")}>
        <LedgerHead
          title={t("ledger.proposals")}
          count={rows && t(hosts.hasNextPage ? "list.countMore" : "list.count", { count: rows.length })}
        >
          {mayAct && (
            <Button loading={look.isPending} onClick={() => look.mutate(undefined)}>
              {t("proposals.look")}
            </Button>
          )}
        </LedgerHead>
        <search className="filters" aria-label={t("proposals.filters")}>
          {choices}
          <FindInput label={t("proposals.find")} text={text} onFind={(next) => show({ text: next })} />
        </search>
        {look.error !== null && <ProblemNotice error={look.error} />}
        {done !== undefined && chosen.size === 0 && (
          <HostsOutcome done={done} onDone={finish} onClose={() => setDone(undefined)} />
        )}
        <HostsBulk
          hosts={rows?.filter(({ id }) => chosen.has(id)) ?? []}
          state={state}
          onClear={() => setChosen(NONE)}
          onDone={finish}
        />
        {hosts.error !== null && <ProblemNotice error={hosts.error} onRetry={() => void hosts.refetch()} />}
        {rows?.length === 0 ? (
          <NoHosts state={state} isFound={text !== ""} />
        ) : (
          hosts.error === null && (
            <HostList
              rows={rows}
              open={host?.id}
              onOpen={({ id }) => show({ open: id })}
              chosen={chosen}
              onChoose={mayAct ? setChosen : undefined}
            />
          )
        )}
        {hosts.hasNextPage && (
          <Button block loading={hosts.isFetchingNextPage} onClick={() => void hosts.fetchNextPage()}>
            {t("list.more")}
          </Button>
        )}
      </section>
      {host !== undefined && <HostPanel key={host.id} host={host} onDone={finish} onClose={() => show()} />}
    </div>
  );
}

function NoHosts({ state, isFound }: { readonly state: "open" | "ignored"; readonly isFound: boolean }) {
  const { t } = useTexts();
  if (isFound)
    return (
      <Empty title={t("proposals.noneSuch")} hint={t("proposals.noneSuch.hint")}>
        <Link to="/ledger/proposals" search={state === "ignored" ? { view: state } : {}}>
          {t("filters.clear")}
        </Link>
      </Empty>
    );
  if (state === "ignored")
    return <Empty title={t("proposals.ignored.none")} hint={t("proposals.ignored.none.hint")} />;
  return <Empty title={t("proposals.none")} hint={t("proposals.none.hint")} />;
}
