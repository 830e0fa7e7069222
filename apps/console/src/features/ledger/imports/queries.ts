// SPDX-License-Identifier: Apache-2.0
/** What the page of imports asks of the hub, and what it has it do. */
import type { ImportOutcome, LedgerImportChange, LedgerUpload } from "@fengsui/contract";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { hub } from "../../../app/hub.ts";
import { useLedgerAct } from "../queries.ts";

const KEY = ["ledger-imports"] as const;

export function importsQuery(organisationId: string | undefined) {
  return queryOptions({
    queryKey: [...KEY, "list", organisationId],
    queryFn: async ({ signal }) => {
      const query = { limit: 20, ...(organisationId !== undefined && { organisationId }) };
      return (await hub.ledger.imports.list(query, signal)).imports;
    },
  });
}

export function importQuery(id: string) {
  return queryOptions({
    queryKey: [...KEY, "one", id],
    queryFn: ({ signal }) => hub.ledger.imports.get(id, signal),
  });
}

/** Against the ledger as it is now; a large table takes seconds. */
export function previewQuery(id: string, outcome: ImportOutcome | "all") {
  return infiniteQueryOptions({
    queryKey: [...KEY, "preview", id, outcome],
    queryFn: ({ pageParam: after, signal }) =>
      hub.ledger.imports.preview(id, { after, ...(outcome !== "all" && { outcome }) }, signal),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  });
}

export interface Upload extends LedgerUpload {
  readonly file: Blob;
}

export function useUpload() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ file, ...upload }: Upload) => hub.ledger.imports.upload(upload, file),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

export function useChangeImport(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: LedgerImportChange) => hub.ledger.imports.change(id, change),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

/** That which was shown, or nothing. */
export function useCommit(id: string) {
  const queries = useQueryClient();
  return useLedgerAct(async (fingerprint: string) => {
    try {
      return await hub.ledger.imports.commit(id, fingerprint);
    } finally {
      await queries.invalidateQueries({ queryKey: KEY });
    }
  });
}

export function useDiscard(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => hub.ledger.imports.discard(id),
    onSuccess: async () => {
      queries.removeQueries({ queryKey: [...KEY, "one", id] });
      await queries.invalidateQueries({ queryKey: KEY });
    },
  });
}
