// SPDX-License-Identifier: Apache-2.0
/** What the page of sources asks of the hub, and what it has it do. */
import type { MappingTrial, SourceChange, SourceMapping } from "@fengsui/contract";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";

const SOURCES_KEY = ["sources"] as const;

export const sourcesQuery = queryOptions({
  queryKey: SOURCES_KEY,
  queryFn: async ({ signal }) => (await hub.sources.list(signal)).sources,
  // Rates and last events change all the time, and nothing announces them.
  refetchInterval: 15_000,
});

export const syslogDoorsQuery = queryOptions({
  queryKey: ["syslog-doors"],
  queryFn: ({ signal }) => hub.sources.syslogDoors(signal),
});

/** For operators of the hub. */
export const syslogRefusalsQuery = queryOptions({
  queryKey: ["syslog-refusals"],
  queryFn: async ({ signal }) => (await hub.sources.syslogRefusals(signal)).refusals,
  refetchInterval: 60_000,
});

export function useTryMapping(id: string) {
  return useMutation({
    mutationFn: (trial: Partial<MappingTrial> & Pick<MappingTrial, "mapping">) =>
      hub.sources.tryMapping(id, trial),
  });
}

export function useSetMapping(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (mapping: SourceMapping | null) => hub.sources.setMapping(id, mapping),
    onSuccess: () => queries.invalidateQueries({ queryKey: SOURCES_KEY }),
  });
}

export interface Addition {
  readonly organisationId: string;
  readonly name: string;
}

export function useAddSource() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (addition: Addition) => hub.sources.add(addition),
    onSuccess: () => queries.invalidateQueries({ queryKey: SOURCES_KEY }),
  });
}

export function useRenewKey(id: string) {
  return useMutation({ mutationFn: () => hub.sources.renewKey(id) });
}

export function useChangeSource(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: SourceChange) => hub.sources.change(id, change),
    onSettled: () => queries.invalidateQueries({ queryKey: SOURCES_KEY }),
  });
}
