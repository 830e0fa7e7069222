// SPDX-License-Identifier: Apache-2.0
/** Records that could not be read: why, what they are, and what can be done with them. */
import type { DeadLetter } from "@fengsui/contract";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useChosenOrganisation } from "../../app/organisation-choice.ts";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Empty } from "../../parts/empty.tsx";
import { type Column, ListTable } from "../../parts/list-table.tsx";
import { formatCount } from "../../parts/number.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useKeys } from "../../parts/use-keys.ts";
import { SourceSelect } from "../search/source-select.tsx";
import { sourcesQuery } from "../sources/queries.ts";
import { LetterActs } from "./letter-acts.tsx";
import { LetterPanel } from "./letter-panel.tsx";
import { letterCountsQuery, lettersQuery } from "./queries.ts";
import { type LetterFilters, readLetterFilters, reasonCounts, writeLetterFilters } from "./view.ts";

export function DeadLettersPage() {
  const { t, language } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/dead-letters" });
  const filters = readLetterFilters(search);
  const letters = useInfiniteQuery(lettersQuery(filters, useChosenOrganisation()));
  const counts = useQuery(letterCountsQuery);
  const mayAct = useSession().organisations.some(({ role }) => role !== "viewer");
  const rows = letters.data?.pages.flatMap((page) => page.deadLetters);
  const open = rows?.find(({ id }) => id === search["open"]);
  const show = (next: LetterFilters, more: Readonly<Record<string, string>> = {}) =>
    void navigate({ to: "/dead-letters", search: { ...writeLetterFilters(next), ...more } });
  useKeys({ Escape: () => show(filters) });
  const reasons = reasonCounts(counts.data ?? [], filters.source);
  const total = reasons.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("nav.deadLetters")}>
        <header className="page-head">
          <h1>{t("nav.deadLetters")}</h1>
          {counts.data !== undefined && (
            <span className="quiet" role="status">
              {t("deadLetters.total", { total: formatCount(total, language) })}
            </span>
          )}
          <span className="grow" />
          {mayAct && rows !== undefined && rows.length > 0 && <LetterActs ids={rows.map(({ id }) => id)} />}
        </header>
        <search className="filters" aria-label={t("deadLetters.filters")}>
          <SourceSelect source={filters.source} onChange={(source) => show({ ...filters, source })} />
          <ul className="reasons">
            {reasons.map(({ code, count }) => (
              <li key={code}>
                <button
                  type="button"
                  className="toggle"
                  aria-pressed={filters.code === code}
                  onClick={() => show({ ...filters, code: filters.code === code ? "" : code })}
                >
                  <code>{code}</code> {formatCount(count, language)}
                </button>
              </li>
            ))}
          </ul>
        </search>
        {letters.error !== null && (
          <ProblemNotice error={letters.error} onRetry={() => void letters.refetch()} />
        )}
        {rows?.length === 0 ? (
          <Empty title={t("deadLetters.none")} hint={t("deadLetters.none.hint")} />
        ) : (
          letters.error === null && (
            <LetterList rows={rows} open={open?.id} onOpen={({ id }) => show(filters, { open: id })} />
          )
        )}
        {letters.hasNextPage && (
          <Button block loading={letters.isFetchingNextPage} onClick={() => void letters.fetchNextPage()}>
            {t("list.more")}
          </Button>
        )}
      </section>
      {open !== undefined && (
        <LetterPanel key={open.id} letter={open} mayAct={mayAct} onClose={() => show(filters)} />
      )}
    </div>
  );
}

interface ListProps {
  readonly rows: readonly DeadLetter[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (letter: DeadLetter) => void;
}

function LetterList({ rows, open, onOpen }: ListProps) {
  const { t } = useTexts();
  const { data: sources } = useQuery(sourcesQuery);
  const columns: readonly Column<DeadLetter>[] = [
    { name: "time", title: t("deadLetters.received"), cell: ({ receivedAt }) => <TimeAgo at={receivedAt} /> },
    {
      name: "reason",
      title: t("deadLetters.reason"),
      isMain: true,
      cell: ({ code, message }) => <span title={message}>{code}</span>,
    },
    {
      name: "type",
      title: t("sources.one"),
      isExtra: true,
      cell: ({ sourceId }) => sources?.find(({ id }) => id === sourceId)?.name ?? "–",
    },
    {
      name: "excerpt",
      title: t("deadLetters.excerpt"),
      cell: ({ excerpt }) => <code>{excerpt}</code>,
    },
  ];
  return (
    <ListTable
      caption={t("nav.deadLetters")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}
