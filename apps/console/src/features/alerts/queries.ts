// SPDX-License-Identifier: Apache-2.0
/** What the pages of alerts ask of the hub, and what they have it do. */
import type { Verdict } from "@fengsui/client";
import type { ALERT_EVIDENCE } from "@fengsui/contract";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { hub } from "../../app/hub.ts";
import { type AlertFilters, toQuery } from "./view.ts";

export type AlertDetail = z.infer<typeof ALERT_EVIDENCE>;
export const ALERTS_KEY = ["alerts"] as const;

export function alertsQuery(filters: AlertFilters, personId: string) {
  return infiniteQueryOptions({
    queryKey: [...ALERTS_KEY, "list", filters],
    queryFn: ({ pageParam, signal }) => {
      const query = toQuery(filters, { now: Date.now(), personId });
      return hub.alerts.list(pageParam === "" ? query : { ...query, after: pageParam }, signal);
    },
    // The stream says what changed; where it broke, nothing stays unseen for longer than this.
    refetchInterval: 20_000,
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

export function alertQuery(id: string) {
  return queryOptions({
    queryKey: [...ALERTS_KEY, "one", id],
    queryFn: ({ signal }) => hub.alerts.get(id, signal),
  });
}

export function explanationQuery(id: string, eventId: string) {
  return queryOptions({
    queryKey: [...ALERTS_KEY, "explanation", id, eventId],
    queryFn: ({ signal }) => hub.alerts.explanation(id, eventId, signal),
    // The version of the rule and the event are as they are.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export type AlertAct =
  | { readonly kind: "assign"; readonly personId: string | null }
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "close"; readonly verdict: Verdict; readonly comment: string }
  | { readonly kind: "reopen" };

async function run(id: string, act: AlertAct): Promise<void> {
  switch (act.kind) {
    case "assign":
      await hub.alerts.assign(id, act.personId);
      return;
    case "comment":
      await hub.alerts.comment(id, act.text);
      return;
    case "close":
      await hub.alerts.close(id, act.verdict, act.comment);
      return;
    case "reopen":
      await hub.alerts.reopen(id);
  }
}

/** After each act everything about alerts is asked anew: the hub says what holds now. */
export function useAlertAct(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (act: AlertAct) => run(id, act),
    onSettled: () => queries.invalidateQueries({ queryKey: ALERTS_KEY }),
  });
}
