// SPDX-License-Identifier: Apache-2.0
/** What the page of accounts asks of the hub, and what it has it do. */
import type { AccountDisabling } from "@fengsui/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { hub } from "../../../app/hub.ts";

function useRefreshAccounts() {
  const queries = useQueryClient();
  return async () => await queries.invalidateQueries({ queryKey: ["accounts"] });
}

export function useDisableAccount(id: string) {
  const onSuccess = useRefreshAccounts();
  return useMutation({ mutationFn: (body: AccountDisabling) => hub.accounts.disable(id, body), onSuccess });
}

export function useEnableAccount(id: string) {
  const onSettled = useRefreshAccounts();
  return useMutation({ mutationFn: () => hub.accounts.enable(id), onSettled });
}
