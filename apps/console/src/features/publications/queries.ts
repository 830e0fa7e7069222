// SPDX-License-Identifier: Apache-2.0
/** What the pages of publications ask of the hub. */
import { queryOptions } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";

export const PUBLICATIONS_KEY = "publications";
export const PUBLICATION_CHANGES = [PUBLICATIONS_KEY, "disclosure"] as const;

export type Side = "all" | "own" | "received";

export function publicationsQuery(
  side: Side,
  marking: "clear" | "green" | "amber" | "amber+strict" | "red" | undefined,
) {
  return queryOptions({
    queryKey: [PUBLICATIONS_KEY, "list", side, marking],
    queryFn: async ({ signal }) => {
      const of = side === "all" ? {} : { isReceived: side === "received" ? "true" : "false" };
      const query = { ...of, ...(marking !== undefined && { marking }), limit: 200 };
      return (await hub.publications.list(query, signal)).publications;
    },
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
});

export function questionQuery(id: string) {
  return queryOptions({
    queryKey: [PUBLICATIONS_KEY, "question", id],
    queryFn: ({ signal }) => hub.publications.requests.question(id, signal),
  });
}
