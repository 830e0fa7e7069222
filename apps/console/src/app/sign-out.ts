// SPDX-License-Identifier: Apache-2.0
/** Out of the hub, and where one came by a provider, out there, too. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { PlainSearch } from "./address.ts";
import { hub } from "./hub.ts";
import { forgetPerson } from "./session.ts";

export function useSignOut() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data } = useQuery({
    queryKey: ["provider-session"],
    queryFn: ({ signal }) => hub.identities.session(signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const leave = async (search: PlainSearch) => {
    // A page that is open still asks for what it shows.
    await navigate({ to: "/sign-in", search });
    forgetPerson(queries);
  };
  return {
    /** The provider that one came by. */
    provider: data?.providerName ?? undefined,
    signOut: async (search: PlainSearch = {}) => {
      // Whatever the hub answers, nothing of this person stays on the screen.
      await hub.access.signOut().catch(() => undefined);
      await leave(search);
    },
    signOutThere: async () => {
      const url = await hub.identities.signOut().catch(() => null);
      if (url === null) await leave({});
      else window.location.assign(url);
    },
  };
}
