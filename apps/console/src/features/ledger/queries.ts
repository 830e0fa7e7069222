// SPDX-License-Identifier: Apache-2.0
/** What the pages of the ledger ask of the hub, and what they have it do. */
import type { AssetFilter, HostProposalFilter, LedgerPage, SystemFilter } from "@fengsui/client";
import type { NEW_ASSET, NEW_IDENTIFIER, NEW_SYSTEM, SYSTEM_CHANGE } from "@fengsui/contract";
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import type { z } from "zod";
import { hub } from "../../app/hub.ts";
import { RUNNING } from "../orders/view.ts";

export const LEDGER_KEY = ["ledger"] as const;
const PAGE_SIZE = 100;

export function systemsQuery(filter: SystemFilter) {
  return infiniteQueryOptions({
    queryKey: [...LEDGER_KEY, "systems", filter],
    queryFn: ({ pageParam, signal }) =>
      hub.ledger.systems.list(
        { ...filter, limit: PAGE_SIZE, ...(pageParam !== "" && { after: pageParam }) },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

export function systemQuery(id: string) {
  return queryOptions({
    queryKey: [...LEDGER_KEY, "system", id],
    queryFn: ({ signal }) => hub.ledger.systems.get(id, signal),
  });
}

/** To choose one from, by a part of its name. */
export function findSystemsQuery(organisationId: string, text: string) {
  return queryOptions({
    queryKey: [...LEDGER_KEY, "find-systems", organisationId, text],
    queryFn: async ({ signal }) => {
      const query = {
        limit: 20,
        ...(text !== "" && { text }),
        ...(organisationId !== "" && { organisationId }),
      };
      return (await hub.ledger.systems.list(query, signal)).systems;
    },
    placeholderData: keepPreviousData,
  });
}

export function assetsQuery(filter: AssetFilter) {
  return infiniteQueryOptions({
    queryKey: [...LEDGER_KEY, "assets", filter],
    queryFn: ({ pageParam, signal }) =>
      hub.ledger.assets.list(
        { ...filter, limit: PAGE_SIZE, ...(pageParam !== "" && { after: pageParam }) },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

export function assetQuery(id: string) {
  return queryOptions({
    queryKey: [...LEDGER_KEY, "asset", id],
    queryFn: ({ signal }) => hub.ledger.assets.get(id, signal),
  });
}

export function assetHistoryQuery(id: string) {
  return queryOptions({
    queryKey: [...LEDGER_KEY, "asset-history", id],
    queryFn: async ({ signal }) => (await hub.ledger.assets.history(id, signal)).entries,
  });
}

/** To choose one from: hosts of the organisation, or other assets of it. */
export function findAssetsQuery(wanted: AssetFilter) {
  return queryOptions({
    queryKey: [...LEDGER_KEY, "find-assets", wanted],
    queryFn: async ({ signal }) => (await hub.ledger.assets.list({ ...wanted, limit: 20 }, signal)).assets,
    placeholderData: keepPreviousData,
  });
}

export function hostsQuery(filter: HostProposalFilter) {
  return infiniteQueryOptions({
    queryKey: [...LEDGER_KEY, "hosts", filter],
    queryFn: ({ pageParam, signal }) =>
      hub.ledger.hostProposals.list(
        { ...filter, limit: PAGE_SIZE, ...(pageParam !== "" && { after: pageParam }) },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

export function pairsQuery(filter: LedgerPage) {
  return infiniteQueryOptions({
    queryKey: [...LEDGER_KEY, "pairs", filter],
    queryFn: ({ pageParam, signal }) =>
      hub.ledger.mergeProposals.list(
        { ...filter, limit: PAGE_SIZE, ...(pageParam !== "" && { after: pageParam }) },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

/** What changes the ledger changes what alerts say of it. */
export function useLedgerAct<Input, Output>(act: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: LEDGER_KEY }),
        queries.invalidateQueries({ queryKey: ["alerts"] }),
      ]);
    },
  });
}

export type NewSystemInput = z.input<typeof NEW_SYSTEM>;
export type SystemChangeInput = z.input<typeof SYSTEM_CHANGE>;
export type NewAssetInput = z.input<typeof NEW_ASSET>;
export type NewIdentifierInput = z.input<typeof NEW_IDENTIFIER>;

export type About = { readonly systemId: string } | { readonly assetId: string };

/** The newest alone; of all of them the list of alerts tells. */
export function openAlertsQuery(about: About) {
  return queryOptions({
    queryKey: ["alerts", "about", about],
    queryFn: ({ signal }) => hub.alerts.list({ ...about, state: "open", limit: 20 }, signal),
  });
}

export function openCasesQuery(systemId: string) {
  return queryOptions({
    queryKey: ["cases", "about", systemId],
    queryFn: ({ signal }) => hub.cases.list({ systemId, state: ["open", "in_progress"], limit: 20 }, signal),
  });
}

/** The nearest deadline first. */
export function runningOrdersQuery(systemId: string) {
  return queryOptions({
    queryKey: ["orders", "about", systemId],
    queryFn: ({ signal }) => hub.orders.list({ systemId, state: [...RUNNING], limit: 20 }, signal),
  });
}
