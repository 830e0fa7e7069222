// SPDX-License-Identifier: Apache-2.0
/** What the overview asks of the hub. Figures of a span are asked for with the times of the moment. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";
import { isoRange } from "../../parts/time-range.ts";
import { type OverviewSpan, windowOf } from "./view.ts";

const KEY = ["situation"] as const;
const REFRESH_MS = 60_000;

/** Of one organisation, or of all that one may see. */
export function situationQuery(span: OverviewSpan, organisationId: string | undefined) {
  return queryOptions({
    queryKey: [...KEY, "figures", span, organisationId],
    queryFn: async ({ signal }) => {
      const at = windowOf(span, Date.now());
      const of = organisationId === undefined ? {} : { organisationId };
      const query = { ...isoRange(at), ...of, intervalMs: at.intervalMs };
      return { at, figures: await hub.situation(query, signal) };
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
