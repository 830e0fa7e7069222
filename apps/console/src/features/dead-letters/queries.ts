// SPDX-License-Identifier: Apache-2.0
/** What the page of dead letters asks of the hub, and what it has it do. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";
import type { LetterFilters } from "./view.ts";

const KEY = ["dead-letters"] as const;
const PAGE_SIZE = 100;

export function lettersQuery({ source, code }: LetterFilters, organisation: string | undefined) {
  return infiniteQueryOptions({
    queryKey: [...KEY, "list", source, code, organisation],
    queryFn: ({ pageParam, signal }) =>
      hub.deadLetters.list(
        {
          limit: PAGE_SIZE,
          ...(source !== "" && { sourceId: source }),
          ...(code !== "" && { code }),
          ...(organisation !== undefined && { organisationId: organisation }),
          ...(pageParam !== "" && { after: pageParam }),
        },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

export const letterCountsQuery = queryOptions({
  queryKey: [...KEY, "counts"],
  queryFn: async ({ signal }) => (await hub.deadLetters.counts(signal)).counts,
});

/** As it came, as far as it is text. */
export function letterTextQuery(id: string) {
  return queryOptions({
    queryKey: [...KEY, "text", id],
    queryFn: ({ signal }) => hub.deadLetters.text(id, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export type LetterVerb = "replay" | "discard";

export interface LetterOutcome {
  /** They are events now, or were already. */
  readonly read: number;
  readonly refused: number;
  readonly discarded: number;
}

/** One after the other: each is a whole ingest of its own. */
export function useLetterAct() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({
      verb,
      ids,
    }: {
      verb: LetterVerb;
      ids: readonly string[];
    }): Promise<LetterOutcome> => {
      let [read, refused, discarded] = [0, 0, 0];
      for (const id of ids) {
        if (verb === "discard") {
          await hub.deadLetters.discard(id);
          discarded += 1;
        } else if ((await hub.deadLetters.replay(id)).rejected > 0) refused += 1;
        else read += 1;
      }
      return { read, refused, discarded };
    },
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}
