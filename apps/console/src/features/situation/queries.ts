// SPDX-License-Identifier: Apache-2.0
/** What the overview asks of the hub. Figures of a span are asked for with the times of the moment. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";
import { isoRange } from "../../parts/time-range.ts";
import { type OverviewSpan, windowOf } from "./view.ts";

const KEY = ["situation"] as const;
const REFRESH_MS = 60_000;

export function situationQuery(span: OverviewSpan) {
  return queryOptions({
    queryKey: [...KEY, "figures", span],
    queryFn: async ({ signal }) => {
      const at = windowOf(span, Date.now());
      return { at, figures: await hub.situation({ ...isoRange(at), intervalMs: at.intervalMs }, signal) };
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

export function eventTrendQuery(span: OverviewSpan) {
  return queryOptions({
    queryKey: [...KEY, "events", span],
    queryFn: async ({ signal }) => {
      const at = windowOf(span, Date.now());
      const { buckets } = await hub.events.histogram(isoRange(at), at.intervalMs, signal);
      return { at, buckets };
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}
