// SPDX-License-Identifier: Apache-2.0
/** What the page of rules asks of the hub, and what it has it do. */
import type { RuleUpload } from "@fengsui/contract";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";
import type { Which } from "./view.ts";

const RULES_KEY = ["rules"] as const;
const PAGE_SIZE = 1000;

export function rulesQuery(which: Which) {
  return infiniteQueryOptions({
    queryKey: [...RULES_KEY, "list", which],
    queryFn: ({ pageParam, signal }) =>
      hub.rules.list(
        {
          limit: PAGE_SIZE,
          ...(which !== "all" && { isEnabled: which === "on" }),
          ...(pageParam !== "" && { after: pageParam }),
        },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

export function ruleVersionsQuery(id: string) {
  return queryOptions({
    queryKey: [...RULES_KEY, "versions", id],
    queryFn: async ({ signal }) => (await hub.rules.versions(id, signal)).versions,
  });
}

export function useUploadRules() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (upload: RuleUpload) => hub.rules.upload(upload),
    onSuccess: () => queries.invalidateQueries({ queryKey: RULES_KEY }),
  });
}

export function useSwitchRule() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, isEnabled }: { id: string; isEnabled: boolean }) =>
      hub.rules.change(id, { isEnabled }),
    onSettled: () => queries.invalidateQueries({ queryKey: RULES_KEY }),
  });
}
