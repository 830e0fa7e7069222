// SPDX-License-Identifier: Apache-2.0
/** The route of the situation. */
import { SITUATION, SITUATION_QUERY } from "@fengsui/contract";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../platform/http/index.ts";
import { organisationIdOf } from "../../platform/http/parameters.ts";
import { personPrincipal, type Records } from "../../platform/records/index.ts";
import { readSituation } from "./situation.ts";

export function situationRoutes({ records }: { readonly records: Records }): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/v1/situation",
      key: "situation:read",
      policy: role("viewer"),
      summary:
        "What there is: alerts, cases, orders, sources, techniques and what detection stands on, counted.",
      query: SITUATION_QUERY,
      response: SITUATION,
      handler: async (ctx, { query: { from, to, intervalMs, organisationId: id } }) => {
        const organisationId = id === undefined ? undefined : organisationIdOf(id);
        const scope = { from: new Date(from), to: new Date(to), intervalMs, organisationId };
        return await records.read(personPrincipal(sessionOf(ctx).person), (tx) => readSituation(tx, scope));
      },
    }),
  ];
}
