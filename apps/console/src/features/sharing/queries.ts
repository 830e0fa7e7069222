// SPDX-License-Identifier: Apache-2.0
/** What the pages of sharing ask of the hub. */
import type { SharingGroupFilter } from "@fengsui/client";
import { queryOptions } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";

export const GROUP_CHANGES = ["sharing-groups"];
export const REQUEST_CHANGES = ["sharing-requests", "sharing-groups", "cases"];
export const CLIENT_CHANGES = ["organisation-clients"];

const MAX_GROUPS = 500;

export function groupsQuery(filter: SharingGroupFilter) {
  return queryOptions({
    queryKey: ["sharing-groups", "list", filter],
    queryFn: async ({ signal }) =>
      (await hub.sharingGroups.list({ ...filter, limit: MAX_GROUPS }, signal)).groups,
  });
}

export function groupQuery(id: string) {
  return queryOptions({
    queryKey: ["sharing-groups", "one", id],
    queryFn: ({ signal }) => hub.sharingGroups.get(id, signal),
  });
}

/** Groups that the organisation may share with: it is in them, and they are open. */
export function groupsToShareWith(organisationId: string) {
  return queryOptions({
    ...groupsQuery({ view: "own" }),
    select: (groups) => groups.filter(({ ownMemberIds }) => ownMemberIds.includes(organisationId)),
  });
}

export function clientsQuery(organisationId: string) {
  return queryOptions({
    queryKey: ["organisation-clients", organisationId],
    queryFn: ({ signal }) => hub.organisationClients.list(organisationId, false, signal),
  });
}

export const figuresQuery = queryOptions({
  queryKey: ["sharing-figures"],
  queryFn: ({ signal }) =>
    hub.sharingFigures({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }, signal),
});

export const requestsQuery = queryOptions({
  queryKey: ["sharing-requests"],
  queryFn: ({ signal }) => hub.sharingRequests.list(signal),
});
