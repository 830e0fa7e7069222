// SPDX-License-Identifier: Apache-2.0
/** What the page of suppressions asks of the hub, and what it has it do. */
import type { NewSuppression, SuppressionPreviewRequest } from "@fengsui/contract";
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";

const KEY = ["suppressions"] as const;

export const suppressionsQuery = queryOptions({
  queryKey: [...KEY, "list"],
  queryFn: async ({ signal }) => (await hub.suppressions.list(signal)).suppressions,
});

/** Titles come from the rules; where one may not be seen there is none. */
export function ruleTitleQuery(id: string) {
  return queryOptions({
    queryKey: ["rules", "one", id],
    queryFn: ({ signal }) => hub.rules.get(id, signal),
    retry: false,
  });
}

export function findRulesQuery(text: string) {
  return queryOptions({
    queryKey: ["rules", "find", text],
    queryFn: async ({ signal }) =>
      (await hub.rules.list({ limit: 20, ...(text !== "" && { text }) }, signal)).rules,
    placeholderData: keepPreviousData,
  });
}

export function usePreview() {
  return useMutation({ mutationFn: (wanted: SuppressionPreviewRequest) => hub.suppressions.preview(wanted) });
}

export function useSuppress() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: NewSuppression) => hub.suppressions.create(wanted),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

export function useEndSuppression() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => hub.suppressions.end(id),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}
