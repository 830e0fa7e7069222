// SPDX-License-Identifier: Apache-2.0
/**
 * Something that the hub is to do. After it, all that it may have changed is asked anew: the hub says what holds. What is
 * to happen here when it was done belongs into the act itself, as by then the form may be gone.
 */
import { useMutation, useQueryClient } from "@tanstack/react-query";

export function useAct(changes: readonly string[]) {
  const queries = useQueryClient();
  return useMutation<unknown, Error, () => Promise<unknown>>({
    mutationFn: (act) => act(),
    onSettled: () => Promise.all(changes.map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
}
