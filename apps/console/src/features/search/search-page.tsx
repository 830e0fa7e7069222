// SPDX-License-Identifier: Apache-2.0
/** Search in events: what is asked, how it lies in time, which values fields have, the events, and the one that is open. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { formatCount, formatWhole } from "../../parts/number.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { TimeRangeControl } from "../../parts/time-range-control.tsx";
import { useKeys } from "../../parts/use-keys.ts";
import { EventPanel } from "./event-panel.tsx";
import { EventResults } from "./event-results.tsx";
import { ExportButton } from "./export-button.tsx";
import { FieldList } from "./field-list.tsx";
import { Histogram } from "./histogram.tsx";
import { eventsQuery, histogramQuery } from "./queries.ts";
import { QueryBar } from "./query-bar.tsx";
import { SourceSelect } from "./source-select.tsx";
import {
  intervalOf,
  type PivotTo,
  pivoted,
  readState,
  type SearchState,
  toFilter,
  toggled,
  writeState,
} from "./view.ts";

export function SearchPage() {
  const { t, language } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/search" });
  const state = readState(search);
  const [ranAt, setRanAt] = useState(() => Date.now());
  const { filter, interval } = useFilter(state, ranAt);
  const events = useInfiniteQuery(eventsQuery(filter));
  const histogram = useQuery(histogramQuery(filter, interval));
  const rows = events.data?.pages.flatMap((page) => page.events);
  const open = rows?.find(({ id }) => id === search["open"]);
  const total = histogram.data?.buckets.reduce((sum, { count }) => sum + count, 0);

  const show = (change: Partial<SearchState>, more: Readonly<Record<string, string>> = {}) =>
    void navigate({ to: "/search", search: { ...writeState({ ...state, ...change }), ...more } });
  const run = (change: Partial<SearchState>) => {
    setRanAt(Date.now());
    show(change);
  };
  const pivot = (to: PivotTo) => run({ query: pivoted(state.query, to) });
  const toggle = (name: string) =>
    show({ columns: toggled(state.columns, name) }, open === undefined ? {} : { open: open.id });
  useKeys({ Escape: () => show({}) });
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("nav.search")}>
        <header className="page-head">
          <h1>{t("nav.search")}</h1>
          {total !== undefined && (
            <span className="quiet" role="status" title={formatWhole(total, language)}>
              {t("search.total", { total: formatCount(total, language) })}
            </span>
          )}
          <span className="grow" />
          <ExportButton filter={filter} columns={state.columns} total={total} />
        </header>
        <search className="search-bar" aria-label={t("nav.search")}>
          <QueryBar query={state.query} isBusy={events.isFetching} onRun={(query) => run({ query })} />
          <div className="filters">
            <TimeRangeControl range={state.range} onChange={(range) => run({ range })} />
            <SourceSelect source={state.source} onChange={(source) => run({ source })} />
          </div>
        </search>
        {events.error !== null && (
          <ProblemNotice error={events.error} onRetry={() => void events.refetch()} />
        )}
        {events.error === null && (
          <>
            <Histogram data={histogram.data} onChoose={(range) => run({ range })} />
            <div className="search-body">
              <FieldList
                events={rows}
                filter={filter}
                columns={state.columns}
                onToggle={toggle}
                onPivot={pivot}
              />
              <EventResults
                rows={rows}
                columns={state.columns}
                openId={open?.id}
                query={events}
                onOpen={({ id }) => show({}, { open: id })}
              />
            </div>
          </>
        )}
      </section>
      {open !== undefined && (
        <EventPanel
          key={open.id}
          event={open}
          columns={state.columns}
          onToggle={toggle}
          onPivot={pivot}
          onClose={() => show({})}
        />
      )}
    </div>
  );
}

/** The same filter as long as nothing that is asked has changed and nobody ran it again. */
function useFilter({ query, source, range: { from, to } }: SearchState, ranAt: number) {
  return useMemo(() => {
    const interval = intervalOf({ from, to }, ranAt);
    return { interval, filter: toFilter({ query, source }, interval) };
  }, [query, source, from, to, ranAt]);
}
