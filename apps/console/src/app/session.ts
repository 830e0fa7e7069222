// SPDX-License-Identifier: Apache-2.0
/** Who is signed in, as every page asks for it. */
import { HubProblem } from "@fengsui/client";
import type { Session } from "@fengsui/contract";
import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
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

/** To name people by, and to give work to. */
export const colleaguesQuery = queryOptions({
  queryKey: ["colleagues"],
  queryFn: ({ signal }) => hub.access.colleagues(signal),
  staleTime: 5 * 60_000,
});

export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (data === null) throw new TypeError("a page that needs a session was opened without one");
  return data;
}
