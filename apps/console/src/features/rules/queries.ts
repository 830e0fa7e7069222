// SPDX-License-Identifier: Apache-2.0
/** What the page of rules asks of the hub, and what it has it do. */
import type { RuleOrder, RuleUpload } from "@fengsui/contract";
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";
import { type RuleFilters, toRuleQuery } from "./view.ts";

const RULES_KEY = ["rules"] as const;
const PAGE_SIZE = 100;
/** Matches are counted over so many days. */
export const COUNTED_DAYS = 7;

export function rulesQuery(filters: RuleFilters) {
  return infiniteQueryOptions({
    queryKey: [...RULES_KEY, "list", filters],
    queryFn: ({ pageParam, signal }) =>
      hub.rules.list(
        { ...toRuleQuery(filters), limit: PAGE_SIZE, ...(pageParam !== "" && { after: pageParam }) },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

export const ruleCountsQuery = queryOptions({
  queryKey: [...RULES_KEY, "counts"],
  queryFn: async ({ signal }) => {
    const { counts } = await hub.rules.counts({ days: COUNTED_DAYS }, signal);
    return new Map(counts.map(({ ruleId, matches }) => [ruleId, matches]));
  },
});

/** On the page of a rule. */
export const FIGURES_DAYS = 30;

export function ruleFiguresQuery(id: string) {
  return queryOptions({
    queryKey: [...RULES_KEY, "figures", id],
    queryFn: ({ signal }) => hub.rules.figures(id, { days: FIGURES_DAYS }, signal),
  });
}

export function rulesFiguresQuery(order: RuleOrder) {
  return queryOptions({
    queryKey: [...RULES_KEY, "figures", "all", order],
    queryFn: ({ signal }) => hub.rules.allFigures({ days: COUNTED_DAYS, order, limit: PAGE_SIZE }, signal),
    placeholderData: keepPreviousData,
  });
}

export const refusalsQuery = infiniteQueryOptions({
  queryKey: [...RULES_KEY, "refusals"],
  queryFn: ({ pageParam, signal }) =>
    hub.rules.refusals(pageParam === "" ? {} : { after: pageParam }, signal),
  initialPageParam: "",
  getNextPageParam: ({ next }) => next,
});

export function ruleQuery(id: string) {
  return queryOptions({
    queryKey: [...RULES_KEY, "one", id],
    queryFn: ({ signal }) => hub.rules.get(id, signal),
  });
}

export function ruleVersionsQuery(id: string) {
  return queryOptions({
    queryKey: [...RULES_KEY, "versions", id],
    queryFn: async ({ signal }) => (await hub.rules.versions(id, signal)).versions,
  });
}

export const shippedRulesQuery = queryOptions({
  queryKey: [...RULES_KEY, "shipped"],
  queryFn: ({ signal }) => hub.rules.shipped(signal),
});

export function useSwitchShipped() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (isOn: boolean) => hub.rules.switchShipped(isOn),
    onSettled: () => queries.invalidateQueries({ queryKey: RULES_KEY }),
  });
}

export function useUploadRules() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (upload: RuleUpload) => hub.rules.upload(upload),
    onSuccess: () => queries.invalidateQueries({ queryKey: RULES_KEY }),
  });
}

export function useSwitchRules() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ ids, isEnabled }: { ids: readonly string[]; isEnabled: boolean }) =>
      hub.rules.switch(ids, isEnabled),
    onSettled: () => queries.invalidateQueries({ queryKey: RULES_KEY }),
  });
}

export function useSwitchRule() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, isEnabled }: { id: string; isEnabled: boolean }) =>
      hub.rules.change(id, { isEnabled }),
    // A list of indicators is a rule.
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: RULES_KEY }),
        queries.invalidateQueries({ queryKey: ["indicators"] }),
      ]),
  });
}
