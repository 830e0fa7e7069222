// SPDX-License-Identifier: Apache-2.0
/** What the pages of publications ask of the hub. */
import { queryOptions } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";
import { usePages } from "../../parts/pages.tsx";
import type { SharedFilter } from "../../parts/shared-filter.ts";

export const PUBLICATIONS_KEY = "publications";
export const PUBLICATION_CHANGES = [PUBLICATIONS_KEY, "disclosure"] as const;

const PAGE_SIZE = 50;
const REQUESTS_AGAIN_MS = 20_000;

/** Of a span of time, those that still stand. */
export function usePublications({ side, marking, span }: SharedFilter) {
  const query = {
    ...(side !== undefined && { isReceived: String(side === "received") }),
    ...(marking !== undefined && { marking }),
    ...(span !== undefined && { ...span, state: "published" as const }),
    limit: PAGE_SIZE,
  };
  return usePages({
    key: [PUBLICATIONS_KEY, "list", query],
    read: (after, signal) => hub.publications.list(after === undefined ? query : { ...query, after }, signal),
  });
}

export function publicationQuery(id: string) {
  return queryOptions({
    queryKey: [PUBLICATIONS_KEY, "one", id],
    queryFn: ({ signal }) => hub.publications.get(id, signal),
  });
}

export const requestsQuery = queryOptions({
  queryKey: [PUBLICATIONS_KEY, "requests"],
  queryFn: async ({ signal }) => (await hub.publications.requests.list(signal)).requests,
  // No stream tells of them: who hears of one would be known to have a part in it.
  refetchInterval: REQUESTS_AGAIN_MS,
});

export function questionQuery(id: string) {
  return queryOptions({
    queryKey: [PUBLICATIONS_KEY, "question", id],
    queryFn: ({ signal }) => hub.publications.requests.question(id, signal),
  });
}
