// SPDX-License-Identifier: Apache-2.0
/** Who is signed in, as every page asks for it. */
import { HubProblem } from "@fengsui/client";
import { ORGANISATION_ROLES, type Session } from "@fengsui/contract";
import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { hub } from "./hub.ts";

export const SESSION_KEY = ["session"] as const;

export const sessionQuery = queryOptions({
  queryKey: SESSION_KEY,
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await hub.access.session(signal);
    } catch (error) {
      if (error instanceof HubProblem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

/** What the account can prove with that its owner is there; whether it has a password, among others. */
export const proofWaysQuery = queryOptions({
  queryKey: ["proof-ways"],
  queryFn: ({ signal }) => hub.proof.ways(signal),
  staleTime: 0,
});

/** To name people by, and to give work to. */
export const colleaguesQuery = queryOptions({
  queryKey: ["colleagues"],
  queryFn: ({ signal }) => hub.access.colleagues(signal),
  staleTime: 5 * 60_000,
});

/** The directory: to name organisations by. */
export const organisationsQuery = queryOptions({
  queryKey: ["organisations"],
  queryFn: async ({ signal }) => (await hub.organisations.list({ limit: 500 }, signal)).organisations,
  staleTime: 5 * 60_000,
});

/** Of the layout, for all that stands in it: while a page is on the screen, it has the session that it was opened with. */
export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new TypeError("a page that needs a session was opened without one");
  return session;
}

/** Nothing that this person read is there for the next one. */
export function forgetPerson(queries: QueryClient): void {
  queries.setQueryData(SESSION_KEY, null);
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
}

export type OrganisationRole = (typeof ORGANISATION_ROLES)[number];

/** The organisations in which one may do what needs this role. */
export function useOrganisationsAs(lowest: OrganisationRole): Session["organisations"] {
  const needed = ORGANISATION_ROLES.indexOf(lowest);
  return useSession().organisations.filter(({ role }) => ORGANISATION_ROLES.indexOf(role) >= needed);
}

export function useIsAtLeast(lowest: OrganisationRole, organisationId: string): boolean {
  return useOrganisationsAs(lowest).some(({ id }) => id === organisationId);
}

/** What an organisation is called, where one may know it. */
export function useOrganisationName(id: string): string | undefined {
  const own = useSession().organisations.find((one) => one.id === id)?.name;
  const { data } = useQuery({ ...organisationsQuery, enabled: own === undefined });
  return own ?? data?.find((one) => one.id === id)?.name;
}
