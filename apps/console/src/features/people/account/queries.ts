// SPDX-License-Identifier: Apache-2.0
/** What the page of one's own account asks of the hub, and what it has it do. */
import type { PasswordChange, PersonChange } from "@fengsui/contract";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { hub } from "../../../app/hub.ts";
import { makePasskey } from "../../../app/passkeys.ts";
import { SESSION_KEY } from "../../../app/session.ts";

const KEY = ["own-sessions"] as const;

export const ownSessionsQuery = queryOptions({
  queryKey: KEY,
  queryFn: ({ signal }) => hub.access.sessions(signal),
});

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => hub.access.endSession(id),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

export function useChangePerson() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: PersonChange) => hub.access.changePerson(change),
    onSuccess: (session) => queries.setQueryData(SESSION_KEY, session),
  });
}

export function useChangePassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: PasswordChange) => hub.access.changePassword(change),
    onSuccess: async (session) => {
      queries.setQueryData(SESSION_KEY, session);
      await queries.invalidateQueries({ queryKey: KEY });
    },
  });
}

const FACTOR_KEY = ["second-factor"] as const;

export const secondFactorQuery = queryOptions({
  queryKey: FACTOR_KEY,
  queryFn: ({ signal }) => hub.secondFactor.state(signal),
});

export function useBeginFactor() {
  return useMutation({ mutationFn: () => hub.secondFactor.begin() });
}

export function useConfirmFactor() {
  return useFactorChange((code: string) => hub.secondFactor.confirm(code));
}

export function useRenewRecoveryCodes() {
  return useFactorChange<void, { recoveryCodes: string[] }>(() => hub.secondFactor.renewRecoveryCodes());
}

export function useRemoveFactor() {
  return useFactorChange<void, unknown>(() => hub.secondFactor.remove());
}

function useFactorChange<Given, Answer>(mutationFn: (given: Given) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => queries.invalidateQueries({ queryKey: FACTOR_KEY }) });
}

const PASSKEYS_KEY = ["passkeys"] as const;

export const passkeysQuery = queryOptions({
  queryKey: PASSKEYS_KEY,
  queryFn: ({ signal }) => hub.passkeys.list(signal),
});

export function useAddPasskey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (name: string) =>
      await hub.passkeys.add({ name, credential: await makePasskey(await hub.passkeys.beginToAdd()) }),
    onSettled: () => queries.invalidateQueries({ queryKey: PASSKEYS_KEY }),
  });
}

export function useRenamePasskey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { readonly id: string; readonly name: string }) =>
      hub.passkeys.rename(id, name),
    onSettled: () => queries.invalidateQueries({ queryKey: PASSKEYS_KEY }),
  });
}

export function useRemovePasskey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => hub.passkeys.remove(id),
    onSettled: () => queries.invalidateQueries({ queryKey: PASSKEYS_KEY }),
  });
}
