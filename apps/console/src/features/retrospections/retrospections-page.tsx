// SPDX-License-Identifier: Apache-2.0
/** Passes of rules over events that are stored: how far each is, what it found, and steering it. */
import type { Retrospection } from "@fengsui/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Empty } from "../../parts/empty.tsx";
import { type Column, ListTable } from "../../parts/list-table.tsx";
import { formatCount } from "../../parts/number.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useKeys } from "../../parts/use-keys.ts";
import { PassProgress, STATE_TEXT } from "./pass-progress.tsx";
import { retrospectionsQuery } from "./queries.ts";
import { RetrospectionPanel } from "./retrospection-panel.tsx";
import { StartForm } from "./start-form.tsx";

export function RetrospectionsPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/retrospections" });
  const passes = useInfiniteQuery(retrospectionsQuery);
  const mayAct = useSession().organisations.some(({ role }) => role !== "viewer");
  const rows = passes.data?.pages.flatMap((page) => page.retrospections);
  const open = search["open"];
  const show = (more: Readonly<Record<string, string>> = {}) =>
    void navigate({ to: "/retrospections", search: more });
  useKeys({ Escape: () => show() });
  const start = mayAct && (
    <Button type="primary" onClick={() => show({ start: "yes" })}>
      {t("retro.start")}
    </Button>
  );
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("nav.retrospections")}>
        <header className="page-head">
          <h1>{t("nav.retrospections")}</h1>
          <span className="grow" />
          {start}
        </header>
        {passes.error !== null && (
          <ProblemNotice error={passes.error} onRetry={() => void passes.refetch()} />
        )}
        {rows?.length === 0 ? (
          <Empty title={t("retro.none")} hint={t("retro.none.hint")} />
        ) : (
          passes.error === null && (
            <PassList rows={rows} open={open} onOpen={({ id }) => show({ open: id })} />
          )
        )}
        {passes.hasNextPage && (
          <Button block loading={passes.isFetchingNextPage} onClick={() => void passes.fetchNextPage()}>
            {t("list.more")}
          </Button>
        )}
      </section>
      {open !== undefined && (
        <RetrospectionPanel key={open} id={open} mayAct={mayAct} onClose={() => show()} />
      )}
      {search["start"] !== undefined && mayAct && (
        <Dialog title={t("retro.start")} isWide onClose={() => show()}>
          <StartForm
            {...(search["rule"] !== undefined && { ruleId: search["rule"] })}
            onDone={({ id }) => show({ open: id })}
          />
        </Dialog>
      )}
    </div>
  );
}

interface ListProps {
  readonly rows: readonly Retrospection[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (pass: Retrospection) => void;
}

const CAUSE_TEXT = {
  rules_changed: "retro.rulesChanged",
  indicators_changed: "retro.indicatorsChanged",
  asked: "retro.asked",
} as const;

function PassList({ rows, open, onOpen }: ListProps) {
  const { t, language } = useTexts();
  const columns: readonly Column<Retrospection>[] = [
    {
      name: "title",
      title: t("retro.rules"),
      isMain: true,
      cell: ({ ruleCount, cause }) => (
        <>
          {t("retro.ofRules", { count: ruleCount })} <span className="quiet">{t(CAUSE_TEXT[cause])}</span>
        </>
      ),
    },
    { name: "health", title: t("alerts.state"), cell: ({ state }) => t(STATE_TEXT[state]) },
    {
      name: "progress",
      title: t("retro.progress"),
      isExtra: true,
      cell: (pass) => <PassProgress pass={pass} />,
    },
    {
      name: "count",
      title: t("nav.alerts"),
      isExtra: true,
      cell: ({ alertCount }) => formatCount(alertCount, language),
    },
    { name: "time", title: t("retro.since"), cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
  ];
  return (
    <ListTable
      caption={t("nav.retrospections")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}
