// SPDX-License-Identifier: Apache-2.0
/** The calls about keys of the API: one's own, and those that act in an organisation. */
import {
  API_KEYS,
  CREATED_KEY,
  CURRENT_KEY,
  type KeyScope,
  type NEW_KEY,
  type NEW_SERVICE_KEY,
  type NewServiceAccount,
  ORGANISATION_KEYS,
  SERVICE_ACCOUNTS,
} from "@fengsui/contract";
import { z } from "zod";
import type { Transport } from "./transport.ts";

const DONE = z.unknown();
type Signal = AbortSignal | undefined;

export function keyCalls(transport: Transport) {
  const path = "/api/v1/keys";
  return {
    list: async (signal?: Signal) => (await transport.call({ path, answer: API_KEYS, signal })).keys,
    create: (body: z.input<typeof NEW_KEY>) =>
      transport.call({ method: "POST", path, body, answer: CREATED_KEY }),
    revoke: (id: string) => transport.call({ method: "DELETE", path: `${path}/${id}`, answer: DONE }),
    /** To a program: what its key is. */
    current: (signal?: Signal) => transport.call({ path: `${path}/current`, answer: CURRENT_KEY, signal }),
  };
}

/** By administrators of the organisation. */
export function organisationKeyCalls(transport: Transport) {
  const path = (id: string) => `/api/v1/organisations/${id}/keys`;
  return {
    list: async (id: string, signal?: Signal) =>
      (await transport.call({ path: path(id), answer: ORGANISATION_KEYS, signal })).keys,
    limit: (id: string, keyId: string, scopes: readonly KeyScope[]) =>
      transport.call({
        method: "PUT",
        path: `${path(id)}/${keyId}`,
        body: { scopes },
        answer: ORGANISATION_KEYS,
      }),
  };
}

/** By administrators of the organisation. */
export function serviceAccountCalls(transport: Transport) {
  const path = (id: string) => `/api/v1/organisations/${id}/service-accounts`;
  return {
    list: async (id: string, signal?: Signal) =>
      (await transport.call({ path: path(id), answer: SERVICE_ACCOUNTS, signal })).accounts,
    create: (id: string, body: NewServiceAccount) =>
      transport.call({ method: "POST", path: path(id), body, answer: SERVICE_ACCOUNTS }),
    end: (id: string, accountId: string) =>
      transport.call({ method: "DELETE", path: `${path(id)}/${accountId}`, answer: DONE }),
    createKey: (id: string, accountId: string, body: z.input<typeof NEW_SERVICE_KEY>) =>
      transport.call({ method: "POST", path: `${path(id)}/${accountId}/keys`, body, answer: CREATED_KEY }),
  };
}
