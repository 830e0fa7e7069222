// SPDX-License-Identifier: Apache-2.0
/** What the page of retention asks of the hub. */
import { queryOptions } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";

/** All that is asked here: a default of the hub counts in an organisation, too. */
export const RETENTION_KEY = "retention";

export const hubRetentionQuery = queryOptions({
  queryKey: [RETENTION_KEY, "hub"],
  queryFn: ({ signal }) => hub.retention.hub(signal),
});

export function retentionQuery(organisationId: string) {
  return queryOptions({
    queryKey: [RETENTION_KEY, "of", organisationId],
    queryFn: ({ signal }) => hub.retention.get(organisationId, signal),
  });
}

export function holdsQuery(organisationId: string) {
  return queryOptions({
    queryKey: [RETENTION_KEY, "holds", organisationId],
    queryFn: ({ signal }) => hub.retention.holds(organisationId, signal),
  });
}
