// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { organisationQuery } from "./queries.ts";

/** Of an organisation that is known by its id alone. */
export function OrganisationName({ id }: { readonly id: string }) {
  const { data } = useQuery({ ...organisationQuery(id), staleTime: 5 * 60_000 });
  return <span title={data?.name}>{data?.name ?? "…"}</span>;
}
