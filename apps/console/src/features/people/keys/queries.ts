// SPDX-License-Identifier: Apache-2.0
/** What the page of keys asks of the hub. */
import { queryOptions } from "@tanstack/react-query";
import { hub } from "../../../app/hub.ts";

/** All of them: what is done to one may show in each. */
export const KEY_LISTS = ["own-keys", "organisation-keys", "service-accounts"];

export const ownKeysQuery = queryOptions({
  queryKey: ["own-keys"],
  queryFn: ({ signal }) => hub.keys.list(signal),
});

export const organisationKeysQuery = (id: string) =>
  queryOptions({
    queryKey: ["organisation-keys", id],
    queryFn: ({ signal }) => hub.organisationKeys.list(id, signal),
  });

export const serviceAccountsQuery = (id: string) =>
  queryOptions({
    queryKey: ["service-accounts", id],
    queryFn: ({ signal }) => hub.serviceAccounts.list(id, signal),
  });
