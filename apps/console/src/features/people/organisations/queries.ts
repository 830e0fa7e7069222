// SPDX-License-Identifier: Apache-2.0
/** What the pages of organisations ask of the hub, and what they have it do. */
import type { OrganisationFilter } from "@fengsui/client";
import type { NEW_ORGANISATION } from "@fengsui/contract";
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { hub } from "../../../app/hub.ts";

const KEY = ["organisations"] as const;

export function organisationQuery(id: string) {
  return queryOptions({
    queryKey: [...KEY, "one", id],
    queryFn: ({ signal }) => hub.organisations.get(id, signal),
  });
}

export function organisationsQuery(filter: OrganisationFilter) {
  return queryOptions({
    queryKey: [...KEY, "list", filter],
    queryFn: ({ signal }) => hub.organisations.list(filter, signal),
    placeholderData: keepPreviousData,
  });
}

export function contactsQuery(id: string) {
  return queryOptions({
    queryKey: [...KEY, "contacts", id],
    queryFn: ({ signal }) => hub.constituency.contacts(id, signal),
    retry: false,
  });
}

export function claimsQuery(id: string) {
  return queryOptions({
    queryKey: [...KEY, "claims", id],
    queryFn: ({ signal }) => hub.constituency.claims(id, signal),
    retry: false,
  });
}

/** Nothing is asked for nothing. */
export function answeringQuery(value: string) {
  return queryOptions({
    queryKey: [...KEY, "answering", value],
    queryFn: ({ signal }) => hub.constituency.answering(value, signal),
    enabled: value !== "",
    retry: false,
  });
}

export type OrganisationForm = z.input<typeof NEW_ORGANISATION>;

/** A new one, or what is written of one that is there. */
export function useSaveOrganisation(id: string | undefined) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (form: OrganisationForm) =>
      id === undefined ? hub.organisations.add(form) : hub.organisations.change(id, form),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: KEY });
      await queries.invalidateQueries({ queryKey: ["session"] });
    },
  });
}
