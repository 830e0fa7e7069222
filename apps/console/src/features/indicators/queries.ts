// SPDX-License-Identifier: Apache-2.0
/** What the pages of indicators ask of the hub. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";
import type { IndicatorKind } from "./view.ts";

const KEY = ["indicators"] as const;
/** What a change of a list changes: it is a rule, too. */
export const LIST_CHANGES = ["indicators", "rules"] as const;
const PAGE_SIZE = 100;

export const listsQuery = queryOptions({
  queryKey: [...KEY, "lists"],
  queryFn: async ({ signal }) => (await hub.indicators.lists(signal)).lists,
});

export function listQuery(id: string) {
  return queryOptions({
    queryKey: [...KEY, "list", id],
    queryFn: ({ signal }) => hub.indicators.list(id, signal),
  });
}

export function indicatorsQuery(id: string, kind: IndicatorKind | undefined) {
  return infiniteQueryOptions({
    queryKey: [...KEY, "of", id, kind ?? "any"],
    queryFn: ({ pageParam, signal }) =>
      hub.indicators.indicators(
        id,
        { ...(kind && { kind }), limit: PAGE_SIZE, ...(pageParam !== "" && { after: pageParam }) },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

export interface Question {
  readonly value: string;
  /** Where its looks do not tell. */
  readonly kind: IndicatorKind | undefined;
}

export function lookUpQuery({ value, kind }: Question) {
  return queryOptions({
    queryKey: [...KEY, "lookup", value, kind ?? "any"],
    queryFn: ({ signal }) => hub.indicators.lookUp({ value, ...(kind && { kind }) }, signal),
  });
}

export function sightingsQuery({ value, kind }: Question) {
  return queryOptions({
    queryKey: [...KEY, "sightings", value, kind ?? "any"],
    queryFn: ({ signal }) => hub.indicators.sightings({ value, ...(kind && { kind }) }, signal),
  });
}
