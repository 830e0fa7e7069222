// SPDX-License-Identifier: Apache-2.0
/** What the pages of people ask of the hub, and what they have it do. */
import type { NewInvitation } from "@fengsui/contract";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { hub } from "../../../app/hub.ts";
import type { HubRole, Role } from "../role-text.ts";

export function peopleQuery(organisationId: string) {
  return queryOptions({
    queryKey: ["people", organisationId],
    queryFn: ({ signal }) => hub.people.list(organisationId, signal),
  });
}

export function invitationsQuery(organisationId: string) {
  return queryOptions({
    queryKey: ["invitations", organisationId],
    queryFn: ({ signal }) => hub.invitations.list(organisationId, signal),
  });
}

/** To those who may know them: operators of the hub. */
export const hubRolesQuery = queryOptions({
  queryKey: ["hub-roles"],
  queryFn: ({ signal }) => hub.people.hubRoles(signal),
});

function useRefresh(...keys: readonly string[]) {
  const queries = useQueryClient();
  return async () => {
    await Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  };
}

export function useInvite(organisationId: string) {
  const onSuccess = useRefresh("invitations", "organisations");
  return useMutation({
    mutationFn: (wanted: NewInvitation) => hub.invitations.invite(organisationId, wanted),
    onSuccess,
  });
}

export function useRenewInvitation(organisationId: string) {
  const onSettled = useRefresh("invitations");
  return useMutation({
    mutationFn: (id: string) => hub.invitations.renew(organisationId, id),
    onSettled,
  });
}

export function useRevokeInvitation(organisationId: string) {
  const onSettled = useRefresh("invitations");
  return useMutation({
    mutationFn: (id: string) => hub.invitations.revoke(organisationId, id),
    onSettled,
  });
}

export function useChangeRole(organisationId: string, personId: string) {
  const onSettled = useRefresh("people", "session");
  return useMutation({
    mutationFn: (role: Role) => hub.people.changeRole(organisationId, personId, { role }),
    onSettled,
  });
}

export function useRemoveMember(organisationId: string, personId: string) {
  const onSettled = useRefresh("people", "colleagues", "invitations", "session");
  return useMutation({
    mutationFn: () => hub.people.remove(organisationId, personId),
    onSettled,
  });
}

export function useChangeHubRoles(personId: string) {
  const onSettled = useRefresh("people", "hub-roles", "session");
  return useMutation({
    mutationFn: (hubRoles: HubRole[]) => hub.people.changeHubRoles(personId, { hubRoles }),
    onSettled,
  });
}
