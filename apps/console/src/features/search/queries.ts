// SPDX-License-Identifier: Apache-2.0
/** What the search asks of the hub. The times are fixed when a search is run, so that list and figures are of one span. */
import type { EventFilter } from "@fengsui/contract";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";
import { type Interval, intervalFor } from "../../parts/time-range.ts";

const KEY = ["events"] as const;
const PAGE_SIZE = 100;
const MAX_BARS = 80;
/** A search that was run does not change by itself. */
const FIXED = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false } as const;

export function eventsQuery(filter: EventFilter) {
  return infiniteQueryOptions({
    queryKey: [...KEY, "list", filter],
    queryFn: ({ pageParam, signal }) =>
      hub.events.search(
        { ...filter, limit: PAGE_SIZE, ...(pageParam !== "" && { after: pageParam }) },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
    ...FIXED,
  });
}

export function histogramQuery(filter: EventFilter, interval: Interval) {
  const intervalMs = intervalFor(interval, MAX_BARS);
  return queryOptions({
    queryKey: [...KEY, "histogram", filter],
    queryFn: async ({ signal }) => ({
      interval,
      intervalMs,
      buckets: (await hub.events.histogram(filter, intervalMs, signal)).buckets,
    }),
    placeholderData: keepPreviousData,
    ...FIXED,
  });
}

export function valuesQuery(filter: EventFilter, name: string) {
  return queryOptions({
    queryKey: [...KEY, "values", name, filter],
    queryFn: ({ signal }) => hub.events.values(filter, name, signal),
    ...FIXED,
  });
}

export function eventQuery(id: string, time: string) {
  return queryOptions({
    queryKey: [...KEY, "one", id],
    queryFn: ({ signal }) => hub.events.get(id, time, signal),
    ...FIXED,
  });
}
