// SPDX-License-Identifier: Apache-2.0
/** What the pages of providers ask of the hub. */
import { queryOptions } from "@tanstack/react-query";
import { hub } from "../../../app/hub.ts";

/** To operators of the hub. */
export const providersQuery = queryOptions({
  queryKey: ["identity-providers"],
  queryFn: ({ signal }) => hub.providers.list(signal),
});

/** To operators all, to administrators those into their organisations. */
export const groupRolesQuery = queryOptions({
  queryKey: ["group-roles"],
  queryFn: ({ signal }) => hub.providers.groupRoles(signal),
});
