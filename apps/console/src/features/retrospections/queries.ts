// SPDX-License-Identifier: Apache-2.0
/** What the pages of retrospections ask of the hub, and what they have it do. */
import type { RetrospectionVerb } from "@fengsui/client";
import type { NewRetrospection } from "@fengsui/contract";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";
import { isUnderWay } from "./view.ts";

const KEY = ["retrospections"] as const;
/** While one runs its progress is asked for this often; else the stream says when there is something. */
const PROGRESS_MS = 3_000;
const PAGE_SIZE = 50;

export const retrospectionsQuery = infiniteQueryOptions({
  queryKey: [...KEY, "list"],
  queryFn: ({ pageParam, signal }) =>
    hub.retrospections.list({ limit: PAGE_SIZE, ...(pageParam !== "" && { after: pageParam }) }, signal),
  initialPageParam: "",
  getNextPageParam: ({ next }) => next,
  refetchInterval: ({ state }) =>
    state.data?.pages.some((page) => page.retrospections.some(isUnderWay)) ? PROGRESS_MS : false,
});

/** For the overview: those that are not at their end, the newest first. */
export const underWayQuery = queryOptions({
  queryKey: [...KEY, "under-way"],
  queryFn: async ({ signal }) => {
    const { retrospections } = await hub.retrospections.list({ limit: PAGE_SIZE }, signal);
    return retrospections.filter(isUnderWay);
  },
  refetchInterval: ({ state }) => (state.data?.length ? PROGRESS_MS : false),
});

export function retrospectionQuery(id: string) {
  return queryOptions({
    queryKey: [...KEY, "one", id],
    queryFn: ({ signal }) => hub.retrospections.get(id, signal),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isUnderWay(state.data.retrospection) ? PROGRESS_MS : false,
  });
}

export function useRetrospectionAct(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (verb: RetrospectionVerb) => hub.retrospections.act(id, verb),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

export function useStartRetrospection() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: NewRetrospection) => hub.retrospections.start(wanted),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}
